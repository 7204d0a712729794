// Phase documents in the established shape, with figures of their own: a harbour pilots' log book as the subject.

import { DEFAULT_FAULTS, NODES } from '../contract/names.ts';
import type { JsonObject } from '../contract/reading.ts';
import type { Random } from './random.ts';

export interface Facts {
  id: string;
  ref: string;
  completed_at: string;
  random: Random;
}

export interface PhaseFiles {
  [file: string]: JsonObject;
}

/** Documents of all four phases that pass, by file name. */
export const phaseFiles = (facts: Facts): PhaseFiles => ({
  ...Object.fromEntries(NODES.map((node) => [`phase1-node-${node}.json`, phase1(facts, node)])),
  'phase2.json': phase2(facts),
  'phase3.json': phase3(),
  'phase4.json': phase4(),
});

export const summaryOf = (
  { id, ref, completed_at }: Facts,
  overall_pass: boolean,
  phases: JsonObject[],
): JsonObject => ({
  campaign_id: id,
  ai_memory_git_ref: ref,
  completed_at,
  overall_pass,
  phases,
});

function phase1({ id, ref, random }: Facts, node: string): JsonObject {
  const total = random.whole(2, 9);
  return {
    phase: 1,
    host: `${id.replaceAll('.', '-')}-node-${node}`,
    version: `pilot-book ${ref}`,
    pass: true,
    reasons: [''],
    stats: {
      total,
      by_shelf: [{ shelf: 'tides', count: total }],
      open_links: 0,
      bytes_on_disk: random.whole(80, 200) * 1024,
    },
    curator: {
      began_at: '2032-05-01T06:00:00Z',
      took_ms: random.whole(0, 9),
      entries_read: total,
      entries_due: total,
      rewritten: 0,
      groups: { formed: 0, merged: 0, forgotten: 0, errors: [] },
      errors: ['no LLM client configured'],
      dry_run: true,
    },
    mcp_tool_count: random.whole(31, 44),
    recall_count: random.whole(1, total),
    snapshot_count: 1,
    manifest_count: 1,
  };
}

function phase2({ random }: Facts): JsonObject {
  const total_writes = random.whole(60, 90) * 4;
  const quorum_not_met = random.whole(0, 6);
  const ok = total_writes - quorum_not_met;
  return {
    phase: 2,
    pass: true,
    total_writes,
    ok,
    quorum_not_met,
    fail: 0,
    counts: { a: ok, b: ok - random.whole(0, 3), c: ok - random.whole(0, 3) },
    probe1_single_peer_down: '201',
    probe2_both_peers_down: '503',
    reasons: [''],
  };
}

const report = (from: string, to: string): JsonObject => ({
  batches: 2,
  dry_run: false,
  errors: [],
  from_store: from,
  memories_read: 1000,
  memories_written: 1000,
  to_store: to,
});

const phase3 = (): JsonObject => ({
  phase: 3,
  pass: true,
  report_forward: report('sqlite://quay.db', 'postgres://127.0.0.1/quay'),
  report_idempotent: report('sqlite://quay.db', 'postgres://127.0.0.1/quay'),
  report_reverse: report('postgres://127.0.0.1/quay', 'sqlite://back.db'),
  src_count: 1000,
  dst_count: 1000,
  reasons: [''],
});

const phase4 = (): JsonObject => ({
  phase: 4,
  pass: true,
  cycles_per_fault: 20,
  writes_per_cycle: 50,
  convergence_by_fault: Object.fromEntries(DEFAULT_FAULTS.map((name) => [name, 1])),
  reasons: [''],
});
