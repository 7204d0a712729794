// The page of a release: what blocks it, what it is compared with, every attempt.

import { describe, expect, it } from 'vitest';
import { subjectsOf } from '../../../src/catalogue/releases.ts';
import { type ReleaseView, releaseView } from '../../../src/views/releases/release.ts';
import { analysisOf, catalogueOf, FAILING, type Said } from '../../fixtures/releases.ts';

/** The page of the newest release of the first subject. */
function page(campaigns: Record<string, Said>): Promise<ReleaseView> {
  const catalogue = catalogueOf(campaigns);
  const release = subjectsOf(catalogue)[0]?.releases[0];
  if (!release) throw new Error('expected a release');
  return releaseView(catalogue, release);
}

const TOLD = analysisOf(
  '<Bug title="A cut network loses rows" finding="phase4.partition_minority.missing">\n### Workaround\nCut nothing.\n</Bug>',
);

describe('The page of a release', () => {
  it('names what a gate campaign failed by as a blocker, once, with its workaround', async () => {
    const { mark, obstacles } = await page({
      'quay-r1': { month: 2, phase4: FAILING, analysis: TOLD },
      'quay-r2': { month: 3, phase4: FAILING },
    });
    expect(mark.word).toBe('Do not ship');
    expect(obstacles.limits).toEqual([]);
    expect(obstacles.blockers).toMatchObject([
      {
        title: 'A cut network loses rows',
        shownBy: { rows: [{ text: 'quay-r2' }, { text: 'quay-r1' }] },
        workaround: '<p>Cut nothing.</p>',
      },
    ]);
  });

  it('lists what blocks it before any number of known limits', async () => {
    const bugs = Array.from({ length: 40 }, (_, i) => `<Bug title="Slow, case ${i}">\n### Impact\nIt is slow.\n</Bug>`);
    const { obstacles } = await page({
      // the newest campaign comes first, and tells of limits alone
      'quay-r1': { month: 2, phase4: FAILING },
      'quay-r2': { month: 3, analysis: analysisOf(bugs.join('\n\n')) },
    });
    expect(obstacles.blockers.length).toBeGreaterThan(0);
    expect(obstacles.more?.text).toMatch(/^and \d+ more in the ledger of findings$/);
  });

  it('names what no gate campaign failed by as a known limit', async () => {
    const { mark, obstacles } = await page({
      'quay-r1': { month: 2, analysis: analysisOf('<Bug title="Slow at noon">\n### Impact\nIt is slow.\n</Bug>') },
      'quay-r2': { month: 3, profile: 'custom', phase4: FAILING },
    });
    expect(mark.word).toBe('Ship');
    expect(obstacles.blockers).toEqual([]);
    expect(obstacles.limits.map(({ title }) => title)).toEqual([
      expect.stringContaining('under partition_minority'),
      'Slow at noon',
    ]);
  });

  it('shows every attempt, so that a pass after a failure is seen beside it', async () => {
    const { attempts, others, rules } = await page({
      'quay-r1': { month: 2, phase4: FAILING },
      'quay-r2': { month: 3 },
      'quay-r3': { month: 4, profile: 'smoke' },
    });
    expect(attempts.map(({ row, rulesInWords }) => [row.id, row.outcome, rulesInWords])).toEqual([
      ['quay-r2', 'PASS', 'meets every rule'],
      ['quay-r1', 'FAIL', expect.stringMatching(/^fails .* rules?(, leaves .* open: its evidence does not say)?$/)],
    ]);
    expect(others.map(({ id }) => id)).toEqual(['quay-r3']);
    expect(attempts[0]?.rules?.rows.every(({ mark }) => mark?.word === 'holds')).toBe(true);
    expect(rules.rows.map(({ cells }) => cells.map(({ text }) => text))).toContainEqual(['0', '1']);
  });

  it('leads each rule to its evidence', async () => {
    const { attempts } = await page({ 'quay-r1': { month: 2 } });
    const cells = attempts[0]?.rules?.rows.map(({ cells }) => cells.at(-1)) ?? [];
    expect(cells.length).toBeGreaterThan(15);
    expect(cells.every((cell) => cell?.href?.startsWith('/campaigns/quay-r1/'))).toBe(true);
    expect(cells.some((cell) => /^phase4\.json:\d+$/.test(cell?.text ?? ''))).toBe(true);
  });

  it('says what is better and worse than in the release before', async () => {
    const before: Said = { month: 2, ref: 'v2.4.0', phase4: FAILING };
    const { since } = await page({ 'quay-r1': before, 'quay-r2': { month: 3 } });
    expect(since).toMatchObject([{ before: { text: 'v2.4.0' }, worse: { rows: [] }, same: 0 }]);
    expect(since[0]?.better.rows.map(({ what, text }) => [what, text])).toEqual([
      [
        null,
        expect.stringMatching(
          /^After a minority of the nodes was cut off, every node holds all of the .*; before it was a share of 0\.2 of them$/,
        ),
      ],
      ['Gone', expect.stringContaining('under partition_minority')],
    ]);
    expect(since[0]?.comparison.href).toBe('/compare/quay-r1/quay-r2/');
  });

  it('says what would change an open decision, with the command', async () => {
    const { whatWouldChange, command } = await page({ 'quay-r1': { month: 2, profile: 'smoke' } });
    expect(whatWouldChange).toMatch(/A gate campaign that fails decides against it/);
    expect(command).toBe('npm run campaign -- --profile gate --subject harbour --binary PATH');
  });

  it('takes words from an analysis, and no decision', async () => {
    const { audiences, mark } = await page({ 'quay-r1': { month: 2, phase4: FAILING, analysis: TOLD } });
    expect(audiences.audiences.map(({ html }) => html)).toEqual(['<p>Keep a copy.</p>', null, null]);
    expect(audiences.quoted?.text).toBe('quay-r1');
    expect(mark.word).toBe('Do not ship');
  });

  it('calls a control a control, whatever its campaigns passed', async () => {
    const { mark, control, command } = await page({ 'tide-r1': { month: 2, subject: 'reference' } });
    expect([mark.word, command]).toEqual(['Control', null]);
    expect(control).toContain('no product');
  });
});
