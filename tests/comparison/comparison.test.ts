// Both ways of measuring against live three-node clusters of the reference subject.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compare } from '../../src/comparison/comparison.ts';
import { type Comparison, comparisonSchema, isMeasured, type Measured } from '../../src/contract/comparison.ts';
import { Run } from '../../src/machine/run.ts';
import { PROFILES } from '../../src/runner/profiles.ts';
import { openSubject } from '../../src/subjects/registry.ts';
import type { Subject } from '../../src/subjects/subject.ts';

const TIMEOUT = { timeout: 240_000 };

let run: Run;
let dir: string;
beforeEach(async () => {
  run = new Run();
  dir = await mkdtemp(join(tmpdir(), 'comparison-'));
});
afterEach(async () => {
  await run.close();
  await rm(dir, { recursive: true, force: true });
});

function compared(writes: number, faults: string[], change = (subject: Subject): Subject => subject) {
  return compare({
    subject: change(openSubject('reference', { run, binary: null, ref: null, defect: null })),
    // acks are counted exactly here: no write may be refused since the machine is busy
    profile: { ...PROFILES.gate, cycles: 1, writes_per_cycle: writes, quorum_timeout_ms: 2_000 },
    faults,
    seed: 1,
    work_dir: dir,
    command: 'npm run harness-compare',
    tell: () => {},
    signal: new AbortController().signal,
  });
}

function side(document: Comparison, fault: string, harness: 'established' | 'ours'): Measured {
  const found = document.classes.find((one) => one.fault === fault)?.[harness];
  if (!found || !isMeasured(found)) throw new Error(`${fault} was not measured by ${harness}`);
  return found;
}

describe('a cluster that loses nothing', () => {
  test(
    'scores 0.2 the established way with 100 writes, without any fault too, and 1 by identity',
    TIMEOUT,
    async () => {
      const document = comparisonSchema.parse(await compared(100, ['partition_minority', 'clock_skew_peer']));
      expect(document.classes.map((one) => one.fault)).toEqual(['no_fault', 'partition_minority', 'clock_skew_peer']);
      for (const { fault } of document.classes) {
        const { per_cycle, ...found } = side(document, fault, 'established');
        expect(found, fault).toMatchObject({
          acked: 100,
          bound_as_counted: 0.2,
          bound_by_identity: 1,
          missing_for_good: 0,
        });
        expect(per_cycle[0]?.listed, fault).toEqual({ b: 20, c: 20 });
        const ours = side(document, fault, 'ours');
        expect(ours, fault).toMatchObject({ bound_as_counted: 1, bound_by_identity: 1, missing_for_good: 0 });
        expect(ours.acked, fault).toBeGreaterThanOrEqual(100);
      }
      expect(side(document, 'partition_minority', 'established')).toMatchObject({
        ops_in_window: 0,
        in_flight_at_strike: 0,
      });
      expect(side(document, 'partition_minority', 'ours').ops_in_window).toBeGreaterThan(0);
      expect(side(document, 'clock_skew_peer', 'established').ops_in_window).toBeNull();
      expect(side(document, 'no_fault', 'ours').ops_in_window).toBeNull();
    },
  );

  test('scores 1 the established way with as many writes as one list holds', TIMEOUT, async () => {
    const document = await compared(20, ['drop_random_acks']);
    for (const fault of ['no_fault', 'drop_random_acks'])
      expect(side(document, fault, 'established')).toMatchObject({
        acked: 20,
        bound_as_counted: 1,
        bound_by_identity: 1,
      });
  });
});

test('after a kill the established way goes on writing to a dead port, and looks perfect', TIMEOUT, async () => {
  const document = await compared(10, ['kill_primary_mid_write']);
  const established = side(document, 'kill_primary_mid_write', 'established');
  expect(established).toMatchObject({ sent: 10, acked: 3, in_flight_at_strike: 0, bound_as_counted: 1 });
  expect(established.missing_by_node).toEqual({ b: 0, c: 0 });
  expect(side(document, 'kill_primary_mid_write', 'ours').in_flight_at_strike).toBeGreaterThan(0);
});

test(
  'acks for writes that were never made leave the established figure as it is, and lower ours',
  TIMEOUT,
  async () => {
    let n = 0;
    const lying = (subject: Subject): Subject => ({
      ...subject,
      client: (node) => {
        const client = subject.client(node);
        return {
          ...client,
          create: async (memory, agent, timeout_ms) =>
            ++n % 4 === 0 ? { type: 'ok', value: { id: `made-up-${n}` } } : client.create(memory, agent, timeout_ms),
        };
      },
    });
    const document = await compared(30, [], lying);
    const established = side(document, 'no_fault', 'established');
    expect(established.lost).toBeGreaterThan(0);
    // 20 listed of 30 acked, as from a cluster that keeps everything
    expect(established.bound_as_counted).toBe(0.666);
    expect(established.bound_by_identity).toBeLessThan(0.8);
    expect(side(document, 'no_fault', 'ours').bound_by_identity).toBeLessThan(1);
  },
);

test('a class that one harness does not have is not made up for it', TIMEOUT, async () => {
  const document = await compared(5, ['pause_peer']);
  const found = document.classes.find((one) => one.fault === 'pause_peer');
  expect(found?.established).toEqual({ injected: false, reason: 'the established harness has no class of this name' });
  expect(side(document, 'pause_peer', 'ours').ops_in_window).toBeGreaterThan(0);
});
