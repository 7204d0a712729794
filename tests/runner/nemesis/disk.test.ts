// Disks that refuse, on real clusters: the reference acks nothing that it could not write and takes part again; a node
// that acks all the same is caught.

import { beforeAll, describe, expect, test } from 'vitest';
import { PLANTED } from '../../../src/scoreboard/planted.ts';
import { tryControl, tryDefect } from '../../../src/scoreboard/trial.ts';
import { needed } from '../../needed.ts';
import { foundIn } from './found.ts';

const compiler = needed('a disk that refuses', ['cc']);
const LIMIT = { timeout: 240_000 };
/** In every second one the node is ended before the look. */
const CYCLES = 4;
const SEEDS = [1, 2];

const planting = PLANTED.find(({ defect }) => defect === 'acks-when-full') ?? expect.unreachable('no planting');

describe.skipIf(compiler.isSkipped)(compiler.title, LIMIT, () => {
  beforeAll(() => compiler.demand());

  describe.each(SEEDS)('with seed %i', (seed) => {
    const trying = { seed, signal: new AbortController().signal };

    test.each(['disk_full', 'disk_read_only'])('nothing is found in %s without a defect', async (fault) => {
      const control = { phase: 4, class: fault, workloads: ['create', 'revise'], cycles: CYCLES } as const;
      expect(foundIn(await tryControl(control, trying))).toEqual([]);
    });

    // on a read-only disk it cannot: there the sync is refused as well, and it asks for one
    test('a node that acks what it could not write is caught by a full disk', async () => {
      const { caught, observed, caught_in } = await tryDefect({ ...planting, cycles: CYCLES }, trying);
      expect({ caught, caught_in }).toEqual({ caught: true, caught_in: CYCLES / 2 });
      expect(observed).toContain('forgotten');
    });
  });
});
