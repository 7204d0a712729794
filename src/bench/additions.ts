// What our own runner adds: restore drills, identity, round trips, receipts, cycles, histories.

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { DEFAULT_FAULTS, EVIDENCE_LIST_FILE, NODES, SUMMARY_FILE } from '../contract/names.ts';
import type { JsonObject } from '../contract/reading.ts';
import { type Facts, type PhaseFiles, phaseFiles, summaryOf } from './documents.ts';
import type { Random } from './random.ts';

export interface OwnRun {
  profile: 'smoke' | 'gate';
  cycles: number;
  writes_per_cycle: number;
  /** Operations kept in each class's history; none where 0. */
  history_ops: number;
}

/** A whole passing folder of our own runner, its list of evidence included. */
export function ownFiles(facts: Facts, run: OwnRun): Record<string, Buffer> {
  const phases = ownPhases(facts, run);
  const summary = { ...summaryOf(facts, true, Object.values(phases)), ...ownSummary(facts, run) };
  const files: Record<string, Buffer> = {
    [SUMMARY_FILE]: asJson(summary),
    ...Object.fromEntries(Object.entries(phases).map(([file, document]) => [file, asJson(document)])),
  };
  for (const name of DEFAULT_FAULTS) {
    files[`phase4-${name}.jsonl`] = asLines(upTo(run.cycles, (cycle) => cycleOf(facts.random, run, cycle)));
    if (run.history_ops > 0)
      files[`history-${name}.jsonl.gz`] = gzipSync(asLines(historyOf(facts.random, name, run.history_ops)));
  }
  return { ...files, [EVIDENCE_LIST_FILE]: asJson({ artifacts: Object.entries(files).map(lineOf) }) };
}

export const asJson = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
const asLines = (values: readonly unknown[]): Buffer =>
  Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
const upTo = <T>(count: number, make: (number: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index + 1));

function lineOf([file, bytes]: [string, Buffer]): JsonObject {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { file, bytes: bytes.length, sha256, provenance: 'recorded' };
}

const ownSummary = ({ ref, completed_at, random }: Facts, { profile }: OwnRun): JsonObject => ({
  schema_version: 1,
  started_at: completed_at,
  subject: { name: 'pilot-book', version: ref, ref, binary_sha256: null },
  environment: { os: 'linux', kernel: '7.1', arch: 'x64', cpus: 2, node: '24.21.0' },
  runner_version: '0.1.0',
  seed: random.whole(1, 99_999),
  profile,
  network: 'proxy',
  planned_phases: [1, 2, 3, 4],
  state: 'complete',
});

function ownPhases(facts: Facts, run: OwnRun): PhaseFiles {
  const established = phaseFiles(facts);
  const added: PhaseFiles = {
    'phase2.json': identity(established['phase2.json']),
    'phase3.json': roundTrips(run),
    'phase4.json': faults(facts, run),
  };
  for (const node of NODES) added[`phase1-node-${node}.json`] = restore(facts.random);
  return Object.fromEntries(
    Object.entries(established).map(([file, document]) => [file, { ...document, ...added[file], verdict: 'pass' }]),
  );
}

function restore(random: Random): JsonObject {
  const rows_in_snapshot = random.whole(20, 60);
  return { restore: { rows_in_snapshot, rows_written_after: 10, rows_restored: rows_in_snapshot, integrity: 'ok' } };
}

function identity(phase2: JsonObject | undefined): JsonObject {
  const acked = phase2?.ok;
  const held = { acked, present_equal: acked, missing: 0, differing: 0, converged_ms: 85 };
  return { identity: Object.fromEntries(NODES.map((node) => [node, held])) };
}

function roundTrips({ profile }: OwnRun): JsonObject {
  const trip = (rows: number) => ({
    rows,
    read: rows,
    written: rows,
    back: rows,
    differing_fields: { created_at: rows },
    declared_coarser: ['created_at'],
  });
  return { expected_count: 1000, round_trips: (profile === 'gate' ? [1000, 2500] : [1000]).map(trip) };
}

const faults = ({ random }: Facts, run: OwnRun): JsonObject => ({
  cycles_per_fault: run.cycles,
  writes_per_cycle: run.writes_per_cycle,
  planned_faults: [...DEFAULT_FAULTS],
  faults: Object.fromEntries(DEFAULT_FAULTS.map((name) => [name, faultOf(random, run)])),
});

const faultOf = (random: Random, { cycles, writes_per_cycle }: OwnRun): JsonObject => ({
  injected: true,
  ...counted(cycles * writes_per_cycle),
  recovered: random.whole(0, 3),
  cycles,
  cycles_clean: cycles,
  count_bound: 1,
  convergence_ms: { p50: 40, p95: 120, p99: 180, max: random.whole(181, 400) },
  lower95: 0.9994,
  cycle_failure_upper95: 1 - 0.05 ** (1 / cycles),
  receipts: upTo(cycles, (cycle) => receiptOf(random, cycle)),
  seed: random.whole(1, 99_999),
});

const counted = (acked: number): JsonObject => ({
  acked,
  refused: 2,
  unknown: 1,
  lost: 0,
  missing_by_node: { a: 0, b: 0, c: 0 },
  duplicated: 0,
  corrupted: 0,
  unexpected: 0,
});

const receiptOf = (random: Random, cycle: number): JsonObject => ({
  cycle,
  kind: 'relay_bytes_dropped',
  took_effect: true,
  healed: true,
  ops_in_window: random.whole(3, 40),
  detail: `${random.whole(1, 90) * 512} bytes dropped from a to b`,
});

const cycleOf = (random: Random, { writes_per_cycle }: OwnRun, cycle: number): JsonObject => ({
  cycle,
  seed: random.whole(1, 99_999),
  ...counted(writes_per_cycle),
  recovered: 0,
  bound: 1,
  clean: true,
  injected_ms: random.whole(5, 40),
  healed_ms: random.whole(300, 2600),
  converged_ms: { a: 0, b: random.whole(2, 90), c: random.whole(2, 90) },
  receipt: receiptOf(random, cycle),
  reasons: [],
});

/** So many cycles hold the operations; each says its rules, and its fault is injected between writes. */
const HISTORY_CYCLES = 25;

/** Of one class: every write invoked and answered. */
function historyOf(random: Random, name: string, ops: number): JsonObject[] {
  let time_ns = 0;
  const own = Math.max(1, Math.round(ops / HISTORY_CYCLES / 2) - 2);
  const of = (cycle: number) => {
    const write = (number: number): JsonObject[] => {
      const key = `${name}-${cycle}-${number}`;
      const client = { process: number, f: 'write' };
      return [
        { ...client, type: 'invoke', value: { key, digest: `${random.whole(1e8, 9e8)}`, node: NODES[number % 3] } },
        { ...client, type: 'ok', value: { key, id: `berth-${key}` } },
      ];
    };
    const nemesis = (f: string, type: string) => ({ process: 'nemesis', f, type, value: { fault: name } });
    const writes = upTo(own, write);
    return [
      { process: 'cycle', f: 'begin', type: 'info', value: { fault: name, ...RULES } },
      ...writes.slice(0, own >> 1).flat(),
      nemesis('inject', 'invoke'),
      nemesis('inject', 'info'),
      ...writes.slice(own >> 1).flat(),
      nemesis('heal', 'invoke'),
    ].map((op) => {
      time_ns += random.whole(1_000, 900_000);
      return { cycle, time_ns, ...op };
    });
  };
  return upTo(HISTORY_CYCLES, of)
    .flat()
    .map((op, index) => ({ index, ...op }));
}

const RULES = {
  workload: 'create',
  nodes: NODES,
  quorum_writes: 2,
  quorum_timeout_ms: 400,
  catchup_round_ms: 200,
};
