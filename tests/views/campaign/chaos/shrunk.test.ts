import { describe, expect, it } from 'vitest';
import { type Entry, readCatalogue } from '../../../../src/catalogue/catalogue.ts';
import { shrunkCycles, shrunkHref } from '../../../../src/views/campaign/chaos/shrunk.ts';
import { campaignsDirectory, written } from '../../../fixtures/disk.ts';
import { agreeing, asBytes } from '../../../fixtures/folder.ts';
import { proofhouseCampaign } from '../../../fixtures/proofhouse.ts';
import { shrunkResult } from '../../../fixtures/shrunk.ts';

function shown(results: Record<string, unknown>) {
  const texts = Object.entries(results).map(([file, found]) => [file, `${JSON.stringify(found)}\n`]);
  const contents = { ...agreeing(proofhouseCampaign(), {}), ...Object.fromEntries(texts) };
  const files = Object.entries(asBytes(contents)).map(([file, bytes]) => [`skerry-r1/${file}`, bytes]);
  const root = written(campaignsDirectory(), Object.fromEntries(files));
  const [entry] = readCatalogue(root).entries as [Entry];
  return { entry, shrunk: shrunkCycles(root, entry) };
}

describe('cycles that were made smaller', () => {
  it('are none where no file speaks of one', () => {
    expect(shown({}).shrunk).toBeNull();
  });

  it('stand with what is left, how often that reproduces, and their steps; the campaign stays what it was', () => {
    const { entry, shrunk } = shown({ 'shrink-pause_peer-3.json': shrunkResult() });
    expect(shrunk?.rows[0]).toMatchObject({
      id: 'shrink-pause_peer-3',
      name: 'pause_peer',
      cycle: 3,
      moreSteps: undefined,
    });
    expect(shrunk?.rows[0]?.sentence).toContain(
      'still shows missing in 10 of 10 (95 %: 0.6915 to 1) fresh trials: 2 acked',
    );
    expect(shrunk?.rows[0]?.steps).toEqual(shrunkResult().steps);
    expect(shrunkHref(shrunk, 'pause_peer', 3)).toBe('#shrink-pause_peer-3');
    expect(shrunkHref(shrunk, 'pause_peer', 4)).toBeNull();
    expect(entry.verdict.artifacts.map(({ file }) => file)).toContain('shrink-pause_peer-3.json');
    expect(entry.verdict.outcome).toBe(shown({}).entry.verdict.outcome);
  });

  it('that are too many, or too long, are left to their files, and the page says how many', () => {
    const several = Object.fromEntries(
      [1, 2, 3, 4, 5].map((n) => [`shrink-pause_peer-${n}.json`, shrunkResult('pause_peer', n)]),
    );
    expect(shown(several).shrunk).toMatchObject({ rows: { length: 4 }, more: { text: 'and 1 more made smaller' } });
    const steps = [{ does: 'Send.', commands: ['x'.repeat(30_000)] }, ...shrunkResult().steps];
    const { shrunk } = shown({ 'shrink-pause_peer-3.json': { ...shrunkResult(), steps } });
    expect(shrunk?.rows[0]).toMatchObject({ steps: [], moreSteps: { text: 'and 3 more steps' } });
  });

  it('whose file is of another shape, or of another cycle, are named and not shown', () => {
    const { shrunk } = shown({
      'shrink-pause_peer-3.json': shrunkResult('pause_peer', 4),
      'shrink-pause_peer-5.json': {},
    });
    expect(shrunk?.rows).toEqual([]);
    expect(shrunk?.problems).toHaveLength(2);
  });
});
