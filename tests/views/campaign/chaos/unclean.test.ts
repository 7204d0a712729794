// Which cycles a page draws, from which files, and what it says where it draws none.

import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../../../../src/catalogue/catalogue.ts';
import type { JsonObject } from '../../../../src/contract/reading.ts';
import { type ChaosView, chaosView } from '../../../../src/views/campaign/chaos/chaos.ts';
import { cyclesView } from '../../../../src/views/campaign/chaos/cycles-page.ts';
import { asLines, cleanLine, compressed, lossyCycle, lossyLine } from '../../../fixtures/cycles.ts';
import { campaignsDirectory, written } from '../../../fixtures/disk.ts';
import { agreeing, asBytes, type Contents, listed, without } from '../../../fixtures/folder.ts';
import { fault, proofhouseCampaign } from '../../../fixtures/proofhouse.ts';

const LINES = 'phase4-partition_minority.jsonl';
const HISTORY = 'history-partition_minority.jsonl.gz';

/** A campaign in which one class has these lines; its other classes are clean and have none. */
function campaign(lines: readonly JsonObject[], settings: JsonObject = {}): Contents {
  const documents = proofhouseCampaign();
  const phase4 = documents['phase4.json'] ?? {};
  const clean = lines.filter((line) => line.clean === true).length;
  const partition = { ...fault(), cycles: lines.length, cycles_clean: clean };
  const summary = { ...documents['campaign-summary.json'], settings };
  const faults = { ...(phase4.faults as JsonObject), partition_minority: partition };
  return {
    ...agreeing({ ...documents, 'campaign-summary.json': summary }, { 'phase4.json': { ...phase4, faults } }),
    [LINES]: asLines(lines),
    [HISTORY]: compressed(lines.flatMap((_, index) => lossyCycle(index + 1))),
  };
}

function shown(contents: Contents): ChaosView {
  const root = written(campaignsDirectory(), prefixed(contents));
  const [entry] = readCatalogue(root).entries;
  const phase = entry?.verdict.phases.find((one) => one.phase === 4);
  if (!entry || !phase) throw new Error('expected one campaign');
  return chaosView(root, entry, phase.checks, JSON.parse(asBytes(contents)['phase4.json']?.toString() ?? '{}'));
}

const prefixed = (contents: Contents) =>
  Object.fromEntries(Object.entries(asBytes(contents)).map(([file, bytes]) => [`skerry-r1/${file}`, bytes]));

describe('the cycles that are not clean', () => {
  it('are none where every cycle of every class is clean', () => {
    expect(shown(campaign([cleanLine(1), cleanLine(2)])).unclean).toBeNull();
  });

  it('stand with their reasons, a picture and the command that runs each again', () => {
    const { unclean } = shown(
      campaign([cleanLine(1), lossyLine(2)], { name: 'gate', base: 'gate', writes_per_cycle: 120 }),
    );
    expect(unclean?.sentence).toBe('1 of the 2 cycles of this class is not clean.');
    expect(unclean?.drawn).toHaveLength(1);
    expect(unclean?.drawn[0]).toMatchObject({
      cycle: 2,
      reasons: ['1 acked write missing on node c (late)'],
      replay:
        'npm run campaign -- --replay partition_minority:2 --profile gate --subject harbour --seed 41 --writes 120',
      problem: null,
    });
    expect(unclean?.drawn[0]?.timeline?.missing).not.toBe('');
  });

  it('are run again with the settings that were changed, and only numbers of them', () => {
    const settings = {
      name: 'custom',
      base: 'smoke',
      quorum_writes: 2,
      catchup_interval_secs: 0,
      writes_per_cycle: '1; rm -r',
    };
    const { unclean } = shown(campaign([lossyLine(1)], settings));
    expect(unclean?.drawn[0]?.replay).toMatch(/--seed 41 --quorum-writes 2 --catchup-interval-secs 0$/);
  });

  it('are drawn up to a limit, and the page says where the rest is', () => {
    const { unclean } = shown(campaign([1, 2, 3, 4, 5, 6, 7].map(lossyLine)));
    expect([unclean?.drawn.length, unclean?.more]).toEqual([4, 3]);
    expect(unclean?.sentence).toContain('The first of each is drawn here');
    expect(unclean?.pages.map(({ text }) => text)).toEqual(['partition_minority']);
  });

  it('have no picture without a history, or where theirs cannot be believed, and say which', () => {
    const whole = campaign([lossyLine(1)]);
    const absent = shown(without(whole, HISTORY)).unclean?.drawn[0];
    expect([absent?.timeline, absent?.problem]).toEqual([null, expect.stringContaining('is not in the folder')]);
    const altered = shown({ ...listed(whole), [HISTORY]: compressed(lossyCycle(2)) }).unclean?.drawn[0];
    expect([altered?.timeline, altered?.problem]).toEqual([null, expect.stringContaining('cannot be believed')]);
    const other = shown({ ...whole, [HISTORY]: compressed(lossyCycle(2)) }).unclean?.drawn[0];
    expect([other?.timeline, other?.problem]).toEqual([null, expect.stringContaining('no operation of this cycle')]);
  });

  it('are none where a class was broken off and each cycle that ended is clean', () => {
    const whole = campaign([cleanLine(1), cleanLine(2)]);
    const phase4 = JSON.parse(asBytes(whole)['phase4.json']?.toString() ?? '{}') as JsonObject;
    const faults = phase4.faults as JsonObject;
    const partition_minority = { ...(faults.partition_minority as JsonObject), cycles: 50 };
    const { unclean } = shown({ ...whole, 'phase4.json': { ...phase4, faults: { ...faults, partition_minority } } });
    expect(unclean?.sentence).toBe('2 of the 50 planned cycles of this class ended; each of these is clean.');
  });

  it('are told of even where no line says which they are', () => {
    const { unclean } = shown(without(campaign([lossyLine(1)]), LINES));
    expect(unclean).toMatchObject({
      drawn: [],
      more: 0,
      sentence: expect.stringContaining('no line that can be believed'),
    });
  });
});

describe('all cycles', () => {
  const lines = [cleanLine(1), lossyLine(2)];

  it('stand on the campaign page where they are few', () => {
    const small = campaign(lines);
    const phase4 = JSON.parse(asBytes(small)['phase4.json']?.toString() ?? '{}') as JsonObject;
    const faults = { partition_minority: (phase4.faults as JsonObject).partition_minority };
    const { cycles } = shown({ ...small, 'phase4.json': { ...phase4, faults } });
    expect(cycles.map(({ cycle, word, found }) => [cycle, word, found])).toEqual([
      [1, 'clean', []],
      [2, 'not clean', ['missing: c 1']],
    ]);
    expect(shown(campaign(Array.from({ length: 40 }, (_, index) => cleanLine(index + 1)))).cycles).toEqual([]);
  });

  it('stand on the page of their artifact, lines of no known shape counted', () => {
    const contents: Contents = { ...campaign(lines), [LINES]: `${asLines(lines)}{"cycle":"three"}\nnot json\n` };
    const root = written(campaignsDirectory(), prefixed(contents));
    const [entry] = readCatalogue(root).entries;
    const view = entry && cyclesView(root, entry, 'partition_minority');
    expect(view?.sentence).toBe('2 cycles, 1 clean. 2 lines hold no cycle of the known shape.');
    expect(view?.jumps).toEqual([{ text: '2', href: '#cycle-partition_minority-2' }]);
    expect(view?.rows.map(({ href }) => href)).toEqual(['#L1', '#L2']);
  });
});
