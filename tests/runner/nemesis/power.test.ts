// Loss of power on real clusters: the reference keeps what it acked; a node that never syncs forgets it, and a kill alone
// does not show that.

import { beforeAll, describe, expect, test } from 'vitest';
import { PLANTED } from '../../../src/scoreboard/planted.ts';
import { tryControl, tryDefect } from '../../../src/scoreboard/trial.ts';
import { needed } from '../../needed.ts';
import { foundIn } from './found.ts';

const compiler = needed('a loss of power', ['cc']);
const LIMIT = { timeout: 240_000 };
const CYCLES = 3;
const SEEDS = [1, 2];

const planting = PLANTED.find(({ defect }) => defect === 'never-syncs') ?? expect.unreachable('no planting');

describe.skipIf(compiler.isSkipped)(compiler.title, LIMIT, () => {
  beforeAll(() => compiler.demand());

  describe.each(SEEDS)('with seed %i', (seed) => {
    const trying = { seed, signal: new AbortController().signal };

    test.each(['power_loss', 'power_loss_all'])('nothing is found in %s without a defect', async (fault) => {
      const control = { phase: 4, class: fault, workloads: ['create', 'revise'], cycles: CYCLES } as const;
      expect(foundIn(await tryControl(control, trying))).toEqual([]);
    });

    test('a node that never syncs is caught by a loss of power', async () => {
      const { caught, observed, caught_in } = await tryDefect({ ...planting, cycles: CYCLES }, trying);
      expect({ caught, observed, caught_in }).toEqual({ caught: true, observed: ['forgotten'], caught_in: CYCLES });
    });

    test('and not by a kill', async () => {
      const kill = { ...planting, class: 'kill_primary_mid_write', cycles: CYCLES };
      expect(await tryDefect(kill, trying)).toMatchObject({ caught: false, observed: [] });
    });
  });
});
