// Defects planted in the reference's nodes, each looked for by the class that is meant to catch it: eight cycles, two
// seeds, and the same seeds without it. A defect counts as caught only by its own anomaly, on the nodes and rows that
// it harmed, and never by a mere exit code. The scoreboard has more of them, in fewer cycles.

import { describe, expect, test } from 'vitest';
import { PLANTED, type Planting } from '../../src/scoreboard/planted.ts';
import { tryControl, tryDefect } from '../../src/scoreboard/trial.ts';

const CYCLES = 8;
const SEEDS = [1, 2];
const LIMIT_MS = 240_000;

/** Those of creations, then those of keys that clients share. */
const DEFECTS = [
  'forgets-store',
  'acks-without-quorum',
  'acks-too-early',
  'loses-catch-up-rows',
  'hides-from-lists',
  'skips-index-of-replicas',
  'rewrites-replicas',
  'keeps-updates',
  'keeps-links',
  'keeps-bulk-rows',
  'keeps-consolidations',
  'revives-deleted',
  'wins-by-wall-clock',
  'prefers-own-version',
  'drops-tombstones',
  'stores-beside',
  'goes-back-at-start',
];

const plantingOf = (id: string): Planting => {
  const found = PLANTED.find(({ defect }) => defect === id);
  if (!found) throw new Error(`expected ${id} to be planted somewhere`);
  return { ...found, cycles: CYCLES };
};

describe.each(SEEDS)('with seed %i', { timeout: LIMIT_MS }, (seed) => {
  const { signal } = new AbortController();
  const plantings = DEFECTS.map(plantingOf);

  for (const planting of plantings) {
    test(`${planting.defect} is caught in ${planting.class}`, async () => {
      const { caught, escapes_because } = await tryDefect(planting, { seed, signal });
      expect({ caught, escapes_because }).toEqual({ caught: true, escapes_because: null });
    });
  }

  for (const fault of new Set(plantings.map((one) => one.class))) {
    test(`nothing is found in ${fault} without a defect`, async () => {
      const control = { phase: 4, class: fault, workloads: ['create', 'revise'], cycles: CYCLES } as const;
      expect(await tryControl(control, { seed, signal })).toMatchObject({ found: [], passed: true });
    });
  }
});
