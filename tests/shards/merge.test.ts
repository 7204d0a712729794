// A recorded class, taken apart at random and joined again in any order, says what it said in one piece. What is
// missing of the plan makes it incomplete.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Cycle, Phase4, Receipt, Summary } from '../../src/contract/artifacts.ts';
import { historyFile } from '../../src/contract/names.ts';
import { readFolder } from '../../src/evidence/folder.ts';
import { readCycles } from '../../src/evidence/history-file.ts';
import type { HistoryOp } from '../../src/history/ops.ts';
import { findShards } from '../../src/shards/found.ts';
import { merge } from '../../src/shards/merge.ts';
import { judge } from '../../src/verdict/judge.ts';
import { comparable } from '../history/packed-cycles.ts';
import { FAULT, planOf, type Recording, recording, writeShard } from './split-campaign.ts';

const LIMIT_MS = 240_000;
let recorded: Recording;
beforeAll(async () => {
  recorded = await recording();
}, LIMIT_MS);

const made: string[] = [];
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});
function place(): string {
  const dir = mkdtempSync(join(tmpdir(), 'shards-merge-'));
  made.push(dir);
  return dir;
}

const document = <T>(folder: string, file: string): T => JSON.parse(readFileSync(join(folder, file), 'utf8'));
const byCycle = (receipts: readonly Receipt[] = []) => receipts.toSorted((x, y) => x.cycle - y.cycle);

/** What both the record of then and the merge of today say of a class. */
const SHARED = [
  'injected',
  'acked',
  'refused',
  'unknown',
  'unsent',
  'lost',
  'missing_by_node',
  'duplicated',
  'corrupted',
  'unexpected',
  'recovered',
  'cycles',
  'cycles_clean',
  'count_bound',
  'convergence_ms',
  'lower95',
  'cycle_failure_upper95',
  'seed',
] as const;

describe('Shards of a recorded class', { timeout: LIMIT_MS }, () => {
  it('joined in any order have its findings, its bound and its counts', async () => {
    const cycles = recorded.lines.size;
    expect(cycles).toBe(50);
    // each shard has a cycle: the first three are dealt out, the others fall at random
    const splits = fc.record({
      rest: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: cycles - 3, maxLength: cycles - 3 }),
      order: fc.shuffledSubarray([1, 2, 3], { minLength: 3, maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(splits, async ({ rest, order }) => {
        const dir = place();
        const plan = planOf(recorded, [1, 2, 3, ...rest]);
        const folders = [];
        for (const number of order) folders.push(await writeShard(join(dir, 'shards'), recorded, plan, number));
        const { folder, state, troubles } = await merge(findShards(folders, null), join(dir, 'campaigns'));
        expect({ state, troubles }).toEqual({ state: 'complete', troubles: [] });
        const now = document<Phase4>(folder.path, 'phase4.json');
        const then = recorded.phase4;
        expect(now.convergence_by_fault[FAULT]).toBe(then.convergence_by_fault[FAULT]);
        const [found, before] = [now.faults?.[FAULT], then.faults?.[FAULT]];
        for (const key of SHARED) expect([key, found?.[key]]).toEqual([key, before?.[key]]);
        expect(byCycle(found?.receipts)).toEqual(byCycle(before?.receipts));
        expect(found?.anomalies?.map(({ name, valid, count }) => ({ name, valid, count }))).toEqual(
          before?.anomalies?.map(({ name, valid, count }) => ({ name, valid, count })),
        );
        const lines = readFileSync(join(folder.path, `phase4-${FAULT}.jsonl`), 'utf8')
          .trimEnd()
          .split('\n');
        expect(lines.map((line) => JSON.parse(line) as Cycle)).toEqual(
          [...recorded.lines.values()].toSorted((x, y) => x.cycle - y.cycle),
        );
        const histories = await readCycles(join(folder.path, historyFile(FAULT)));
        for (const [cycle, ops] of recorded.histories) {
          const shown = (all: readonly HistoryOp[]) => all.map((op, index) => comparable({ ...op, index }));
          expect(shown(histories.get(cycle) ?? [])).toEqual(shown(ops));
        }
        for (const ops of histories.values()) expect(ops.map(({ index }) => index)).toEqual([...ops.keys()]);
      }),
      { numRuns: 2 },
    );
  });

  describe('of which not all came back', () => {
    const first = async (): Promise<{ dir: string; from: Recording; plan: ReturnType<typeof planOf> }> => {
      const from = await recording(4);
      const dir = mkdtempSync(join(tmpdir(), 'shards-some-'));
      onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
      return { dir, from, plan: planOf(from, [1, 2, 3, 1]) };
    };
    const outcomeOf = (path: string) => judge(readFolder(dirname(path), path.slice(dirname(path).length + 1)));

    it('are incomplete, whatever the others say: the one that never ran is named with its cycles', async () => {
      const { dir, from, plan } = await first();
      for (const number of [1, 3]) await writeShard(dir, from, plan, number);
      const { folder, state, troubles } = await merge(findShards([dir], plan), join(dir, 'campaigns'));
      expect(state).toBe('interrupted');
      expect(troubles).toEqual([{ phase: 4, error: 'shard 2 of 3 did not come back: cycles 2 of each class' }]);
      const summary = document<Summary>(folder.path, 'campaign-summary.json');
      expect(summary.overall_pass).toBe(false);
      expect(summary.shards?.map(({ shard, state: of }) => [shard, of])).toEqual([
        [1, 'complete'],
        [2, 'missing'],
        [3, 'complete'],
      ]);
      const phase4 = document<Phase4>(folder.path, 'phase4.json');
      expect(phase4.convergence_by_fault).toEqual({});
      expect(phase4.faults?.[FAULT]).toMatchObject({ cycles: 4, cycles_clean: 3 });
      expect(outcomeOf(folder.path).outcome).toBe('INCOMPLETE');
    });

    it('are incomplete where one was broken off: what it recorded counts for nothing', async () => {
      const { dir, from, plan } = await first();
      for (const number of [1, 2, 3]) await writeShard(dir, from, plan, number, { sealed: number !== 1 });
      const { folder, troubles } = await merge(findShards([dir], plan), join(dir, 'campaigns'));
      expect(troubles).toEqual([{ phase: 4, error: 'shard 1 of 3 was broken off: cycles 1, 4 of each class' }]);
      expect(document<Phase4>(folder.path, 'phase4.json').faults?.[FAULT]).toMatchObject({ cycles_clean: 2 });
      expect(outcomeOf(folder.path).outcome).toBe('INCOMPLETE');
    });

    it('are an incomplete campaign even where none did, as long as the plan is known', async () => {
      const { dir, plan } = await first();
      const { folder, troubles } = await merge(findShards([dir], plan), join(dir, 'campaigns'));
      expect(troubles).toHaveLength(3);
      const { outcome, phases } = outcomeOf(folder.path);
      expect(outcome).toBe('INCOMPLETE');
      expect(phases.map(({ status }) => status)).not.toContain('PASS');
      expect(document<Summary>(folder.path, 'campaign-summary.json')).toMatchObject({
        campaign_id: 'joined-r1',
        ai_memory_git_ref: plan.subject.ref,
        seed: plan.seed,
        overall_pass: false,
        state: 'interrupted',
      });
      expect(() => findShards([dir], null)).toThrow(/expected shards in .*, found none/);
    });
  });
});
