import { describe, expect, test } from 'vitest';
import type { Schedule, ShrinkStep } from '../../src/contract/shrink.ts';
import type { Trial } from '../../src/shrink/measure.ts';
import { NotReproduced, shrink } from '../../src/shrink/shrink.ts';
import { RECORDED } from '../fixtures/shrunk.ts';

const ran = async (fails: (schedule: Schedule, n: number) => boolean, isOver = () => false) => {
  const steps: ShrinkStep[] = [];
  let n = 0;
  const trial = async (schedule: Schedule): Promise<Trial<Schedule>> =>
    fails(schedule, n++) ? { reproduction: schedule } : { reproduction: null, reason: 'nothing was missing' };
  const settings = { original: RECORDED, trials: 5, confirming: 10, least_rate: 0.8, at_once: 2, trial, isOver };
  const shrunk = shrink({ ...settings, began: () => {}, ended: (step) => steps.push(step) });
  return { steps, shrunk: await shrunk };
};

const clientsIn = ({ workloads }: Schedule, name: string): number[] =>
  workloads.find((one) => one.name === name)?.clients ?? [];

describe('a schedule made smaller', () => {
  test('loses what the anomaly does not need, and keeps what it does', async () => {
    const { shrunk, steps } = await ran(
      (schedule) => schedule.hold_ms >= 200 && clientsIn(schedule, 'create').includes(16) && schedule.writes >= 3,
    );
    expect(shrunk.smallest).toMatchObject({ writes: 3, keys: null, ops_per_client: null, inject_after_acks: 1 });
    expect(shrunk.smallest.workloads).toEqual([{ name: 'create', clients: [16], joining_from: 15 }]);
    expect(shrunk.smallest.hold_ms).toBeGreaterThanOrEqual(200);
    expect(shrunk.smallest.hold_ms).toBeLessThanOrEqual(222);
    expect(shrunk.confirmed).toMatchObject({ trials: 10, reproduced: 10 });
    expect(shrunk.isDone).toBe(true);
    expect(steps[0]).toMatchObject({ made_smaller: 'start', trials: 5, reproduced: 5, kept: true });
    expect(steps.at(-1)).toMatchObject({ made_smaller: 'confirm', trials: 10, kept: true });
    expect(shrunk.tried).toEqual(steps);
  });

  test('an anomaly of shared keys keeps its workload, and gets fewer keys', async () => {
    const { shrunk } = await ran((schedule) => clientsIn(schedule, 'revise').length >= 2);
    expect(clientsIn(shrunk.smallest, 'revise')).toHaveLength(2);
    expect(clientsIn(shrunk.smallest, 'create')).toHaveLength(1);
    expect(shrunk.smallest).toMatchObject({ keys: 1, ops_per_client: 1, writes: 1 });
  });

  test('one that never fails again ends in words, with what was found instead', async () => {
    const failed = ran(() => false);
    await expect(failed).rejects.toThrow(NotReproduced);
    await expect(failed).rejects.toThrow('the cycle as recorded did not reproduce in 2 trials; found instead: nothing');
  });

  test('one that fails too seldom says how often, and which options ask for less', async () => {
    await expect(ran((_, n) => n % 3 === 0)).rejects.toThrow(
      /reproduced in \d of \d trials, below .* see --least-rate/,
    );
  });

  test('one that was lucky is not kept: fresh trials have the last word', async () => {
    // of one write alone it fails five times, and then no more
    let lucky = 5;
    const { shrunk } = await ran((schedule) => schedule.writes > 1 || lucky-- > 0);
    expect(shrunk.smallest.writes).toBeGreaterThan(1);
    expect(shrunk.tried.filter(({ made_smaller, kept }) => made_smaller === 'confirm' && !kept).length).toBeGreaterThan(
      0,
    );
  });

  test('where the time is over, what was found by then is confirmed and kept', async () => {
    const { shrunk } = await ran(
      () => true,
      () => true,
    );
    expect(shrunk).toMatchObject({ isDone: false, smallest: RECORDED });
  });
});
