// Defects planted in the reference's nodes, each looked for by the class that is meant to catch it: eight cycles, two
// seeds, and the same seeds without it. A defect counts as caught only by its own anomaly, on the nodes and rows that
// it harmed, and never by a mere exit code.

import { describe, expect, test } from 'vitest';
import type { AnomalyName } from '../../src/contract/anomalies.ts';
import { isWriting, keysOf, type OnKey } from '../../src/history/keys.ts';
import type { WriteOp } from '../../src/history/ops.ts';
import { Run } from '../../src/machine/run.ts';
import { type ClassRun, runClass as classRun } from '../../src/runner/class-run.ts';
import { PROFILES } from '../../src/runner/profiles.ts';
import type { WorkloadName } from '../../src/runner/workloads/in-cycle.ts';
import { type CyclePlan, planCycle } from '../../src/runner/workloads/schedule.ts';
import { openSubject } from '../../src/subjects/registry.ts';

const CYCLES = 8;
const SEEDS = [1, 2];
const LIMIT_MS = 180_000;

async function runClass(
  fault: string,
  seed: number,
  defect: string | null,
  workloads = PROFILES.gate.workloads,
): Promise<ClassRun> {
  const run = new Run();
  try {
    const subject = openSubject('reference', { run, binary: null, ref: null, defect });
    const signal = new AbortController().signal;
    const work_dir = run.newFolder('defect');
    return await classRun({ subject, fault, cycles: CYCLES, seed, workloads, work_dir, signal });
  } finally {
    await run.close();
  }
}

/** The invocation of a write that a finding names. */
function writeIn({ histories }: ClassRun, cycle: number, key: string): Extract<WriteOp, { type: 'invoke' }> {
  const found = histories.get(cycle)?.find((op) => op.f === 'write' && op.type === 'invoke' && op.value.key === key);
  if (found?.f !== 'write' || found.type !== 'invoke') throw new Error(`cycle ${cycle} has no write ${key}`);
  return found;
}

/** What was done to a shared key that a finding names. */
function keyIn({ histories }: ClassRun, cycle: number, key: string): readonly OnKey[] {
  const found = keysOf(histories.get(cycle) ?? []).get(key);
  if (!found) throw new Error(`cycle ${cycle} has no key ${key}`);
  return found.ops;
}

interface Case {
  defect: string;
  fault: string;
  raises: AnomalyName;
  /** Beyond those of a gate. */
  workloads?: readonly WorkloadName[];
  /** What must hold of a write that the finding names, and of the nodes that it names. */
  harms?(write: { node: string | undefined; word: string | undefined }, nodes: readonly string[]): void;
  /** The same of a shared key, with what was done to it. */
  harmsKey?(done: Done, nodes: readonly string[], plan: CyclePlan): void;
}

/** The nodes through which a key was written, how often it was to be created, and how often each kind was acked. */
interface Done {
  through: string[];
  creates: number;
  acked: Record<string, number>;
}

function doneTo(ops: readonly OnKey[]): Done {
  const acked = ops.filter(({ outcome }) => outcome === 'acked');
  const kinds = Map.groupBy(acked, ({ kind }) => kind);
  return {
    creates: ops.filter(({ kind }) => kind === 'create').length,
    through: [...new Set(ops.filter(isWriting).map(({ node }) => node))],
    acked: Object.fromEntries([...kinds].map(([kind, those]) => [kind, those.length])),
  };
}

const onEvery = (nodes: readonly string[]) => expect(['a', 'b', 'c']).toEqual(expect.arrayContaining([...nodes]));

const CASES: Case[] = [
  {
    defect: 'forgets-store',
    fault: 'kill_primary_mid_write',
    raises: 'forgotten',
    harms: ({ node }, nodes) => expect([node, nodes]).toEqual(['a', ['a']]),
  },
  {
    defect: 'acks-without-quorum',
    fault: 'partition_minority',
    raises: 'acked_without_quorum',
    harms: ({ node }, nodes) => expect(nodes).toEqual([node]),
  },
  {
    defect: 'acks-too-early',
    fault: 'partition_minority',
    raises: 'under_replicated',
    harms: (_, nodes) => onEvery(nodes),
  },
  {
    defect: 'loses-catch-up-rows',
    fault: 'partition_minority',
    raises: 'missing',
    harms: ({ node }, nodes) => expect(nodes, 'never only on the node that acked it').not.toEqual([node]),
  },
  {
    defect: 'hides-from-lists',
    fault: 'drop_random_acks',
    raises: 'unlisted',
    harms: (_, nodes) => onEvery(nodes),
  },
  {
    defect: 'skips-index-of-replicas',
    fault: 'drop_random_acks',
    raises: 'unsearchable',
    harms: ({ word }, nodes) => {
      expect(word).toMatch(/^w[0-9a-f]+$/);
      onEvery(nodes);
    },
  },
  {
    defect: 'rewrites-replicas',
    fault: 'drop_random_acks',
    raises: 'disagreement',
    harms: (_, nodes) => expect(nodes).toEqual(['a', 'b', 'c']),
  },
  {
    defect: 'keeps-updates',
    fault: 'drop_random_acks',
    raises: 'stale_for_good',
    harmsKey: ({ acked }) => expect(acked.update).toBeGreaterThan(0),
  },
  {
    defect: 'keeps-links',
    fault: 'drop_random_acks',
    raises: 'stale_for_good',
    workloads: ['create', 'links'],
    harmsKey: ({ acked }, nodes) => {
      expect(acked.create).toBe(1);
      onEvery(nodes);
    },
  },
  {
    defect: 'keeps-bulk-rows',
    fault: 'drop_random_acks',
    raises: 'missing',
    workloads: ['create', 'bulk'],
    harms: ({ node }, nodes) => {
      expect(['a', 'b', 'c']).toContain(node);
      expect(nodes.length, 'every peer of some node').toBeGreaterThan(1);
    },
  },
  {
    defect: 'keeps-consolidations',
    fault: 'drop_random_acks',
    raises: 'half_deleted',
    workloads: ['create', 'consolidate'],
    harmsKey: ({ acked }) => expect(acked).toMatchObject({ create: 1, delete: 1 }),
  },
  {
    defect: 'skips-index-of-replicas',
    fault: 'partition_minority',
    raises: 'unsearchable',
    workloads: ['create', 'search'],
    harmsKey: (_, nodes) => onEvery(nodes),
  },
  {
    defect: 'revives-deleted',
    fault: 'drop_random_acks',
    raises: 'resurrected',
    harmsKey: ({ acked }) => expect(acked.delete).toBeGreaterThan(0),
  },
  {
    defect: 'wins-by-wall-clock',
    fault: 'clock_skew_peer',
    raises: 'lost_update',
    // through the node whose clock was moved, alone or beside others: put back, it stamps below its own older versions
    harmsKey: ({ through }, _, { peer }) => expect(through).toContain(peer),
  },
  {
    defect: 'prefers-own-version',
    fault: 'drop_random_acks',
    raises: 'divergent',
    harmsKey: ({ through }) => expect(through.length).toBeGreaterThan(1),
  },
  {
    defect: 'drops-tombstones',
    fault: 'partition_minority',
    raises: 'half_deleted',
    harmsKey: ({ acked }) => expect(acked.delete).toBeGreaterThan(0),
  },
  {
    defect: 'stores-beside',
    fault: 'drop_random_acks',
    raises: 'duplicated',
    harmsKey: ({ creates }) => expect(creates).toBeGreaterThan(1),
  },
  {
    defect: 'goes-back-at-start',
    fault: 'clock_skew_peer',
    raises: 'non_monotonic_read',
    workloads: ['create', 'revise', 'sessions'],
    harmsKey: ({ acked }, nodes, { peer }) => {
      expect(acked.get).toBeGreaterThan(1);
      expect(nodes, 'the node that was started again').toEqual([peer]);
    },
  },
];

describe.each(SEEDS)('with seed %i', (seed) => {
  for (const { defect, fault, raises, workloads, harms, harmsKey } of CASES) {
    test(`${defect} is caught in ${fault} as ${raises}`, { timeout: LIMIT_MS }, async () => {
      // what harms creations is looked for among creations alone: beside shared keys a finding may name either
      const ran = await runClass(fault, seed, defect, workloads ?? (harms ? ['create'] : undefined));
      const finding = ran.findings.find(({ name }) => name === raises);
      expect(finding, ran.reasons.join('\n')).toMatchObject({ valid: false, promised: true });
      for (const { cycle, ids, nodes } of finding?.evidence ?? []) {
        expect(ids.length).toBeGreaterThan(0);
        for (const key of ids) {
          if (harms) {
            const { node, word } = writeIn(ran, cycle, key).value;
            harms({ node, word }, nodes);
          }
          harmsKey?.(doneTo(keyIn(ran, cycle, key)), nodes, planCycle(seed, fault, cycle, PROFILES.gate));
        }
      }
    });
  }

  for (const fault of new Set(CASES.map((one) => one.fault))) {
    test(`nothing is found in ${fault} without a defect`, { timeout: LIMIT_MS }, async () => {
      const { findings, reasons } = await runClass(fault, seed, null);
      expect(findings.filter(({ valid }) => valid !== true)).toEqual([]);
      expect(reasons).toEqual([]);
    });
  }
});
