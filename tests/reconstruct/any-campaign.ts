// Campaigns of any result, in the established shape and in ours.

import fc from 'fast-check';
import type { Folder, JsonObject, Reading } from '../../src/contract/reading.ts';
import type { CampaignVerdict } from '../../src/contract/verdict.ts';
import { judge } from '../../src/verdict/judge.ts';
import * as shape from './log-shapes.ts';

export interface Campaign {
  phases: JsonObject[];
  summary: JsonObject;
}

export const fileOf = (phase: JsonObject): string =>
  phase.phase === 1 ? `phase1-node-${String(phase.host).slice(-1)}.json` : `phase${phase.phase}.json`;

export function verdictOf(documents: readonly (readonly [string, JsonObject])[]): CampaignVerdict {
  const files = documents.map(([file, document]): Reading => {
    return { file, bytes: 1, sha256: null, state: 'document', document };
  });
  const folder: Folder = { id: shape.CAMPAIGN, files, leftOut: [] };
  return judge(folder);
}

export const verdictOfCampaign = ({ phases, summary }: Campaign): CampaignVerdict =>
  verdictOf([['campaign-summary.json', summary], ...phases.map((phase) => [fileOf(phase), phase] as const)]);

/** Mostly the good value, so that whole campaigns pass often enough. */
const mostly = <T>(good: T, ...bad: T[]): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: fc.constant(good), weight: 24 }, { arbitrary: fc.constantFrom(...bad), weight: 1 });

const phase1 = (node: string) =>
  fc.record({
    ...constants({ phase: 1, host: `sample-node-${node}`, version: 'subject 1.2.0' }),
    stats: mostly({ total: 3 }, { total: 0 }),
    curator: mostly({ errors: ['no LLM client configured'] }, { errors: ['disk full'] }),
    mcp_tool_count: mostly(36, 12),
    recall_count: mostly(2, 0),
    snapshot_count: mostly(1, 0, 2),
    manifest_count: mostly(1, 0),
  });

const burst = fc
  .record({
    ok: mostly(200, 19, 0),
    quorum_not_met: mostly(0, 7),
    fail: mostly(0, 9),
    b: mostly(0, 30),
    c: mostly(1, 30),
  })
  .map(({ ok, quorum_not_met, fail, b, c }) => ({
    total_writes: ok + quorum_not_met + fail,
    ok,
    quorum_not_met,
    fail,
    counts: { a: ok, b: Math.max(0, ok - b), c: Math.max(0, ok - c) },
  }));
const phase2 = fc.tuple(burst, mostly('201', '503'), mostly('503', '201', '000')).map(([counted, probe1, probe2]) => {
  return { phase: 2, ...counted, probe1_single_peer_down: probe1, probe2_both_peers_down: probe2 };
});

const report = fc.record({
  memories_read: mostly(1000, 998),
  memories_written: mostly(1000, 0),
  errors: mostly<string[]>([], ['row 7: constraint'], ['row 7', 'row 8']),
});
const phase3 = fc.record({
  ...constants({ phase: 3 }),
  src_count: mostly(1000, 999),
  dst_count: mostly(1000, 17),
  report_forward: report,
  report_idempotent: report,
  report_reverse: report,
});

const CLASSES = ['kill_primary_mid_write', 'partition_minority', 'drop_random_acks'];
const bounds = fc
  .tuple(fc.subarray(CLASSES, { minLength: 1 }), fc.array(mostly(1, 0.2, 0.9975, 0.99), { minLength: 3, maxLength: 3 }))
  .map(([classes, found]) => Object.fromEntries(classes.map((name, at) => [name, found[at] ?? 1])));
const phase4 = fc.record({
  ...constants({ phase: 4, cycles_per_fault: 2, writes_per_cycle: 100 }),
  convergence_by_fault: bounds,
});

/** What our own shape adds, as bad as the rest. */
const ours = fc.record({
  restored: mostly(12, 3),
  equal: mostly(0, 40),
  differing: mostly(0, 5),
  lost: fc.array(mostly(0, 17), { minLength: 3, maxLength: 3 }),
  took: mostly(true, false),
});
type Ours = typeof ours extends fc.Arbitrary<infer T> ? T : never;

function widened(phases: readonly JsonObject[], own: Ours): JsonObject[] {
  const [a, b, c, second, third, fourth] = phases as [JsonObject, JsonObject, JsonObject, Burst, JsonObject, Chaos];
  const restore = { rows_in_snapshot: 12, rows_written_after: 5, rows_restored: own.restored, integrity: 'ok' };
  const identity = (lacking: number) => ({
    acked: second.ok,
    present_equal: Math.max(0, second.ok - lacking),
    missing: lacking,
    differing: 0,
    converged_ms: 40,
  });
  const trip = { rows: 1000, read: 1000, written: 1000, back: 1000, declared_coarser: [] };
  const receipt = (cycle: number) => ({
    cycle,
    kind: 'process_gone',
    took_effect: own.took,
    healed: true,
    ops_in_window: 6,
    detail: `cycle ${cycle}`,
  });
  const classes = Object.keys(fourth.convergence_by_fault);
  const fault = (at: number) => ({
    injected: true,
    acked: 100,
    refused: 2,
    unknown: 1,
    lost: own.lost[at] ?? 0,
    missing_by_node: { a: 0, b: 0, c: 0 },
    duplicated: 0,
    corrupted: 0,
    unexpected: 0,
    recovered: 1,
    cycles: 2,
    cycles_clean: 2,
    receipts: [receipt(1), receipt(2)],
    seed: 41,
  });
  return [
    { ...a, restore },
    { ...b, restore },
    { ...c, restore },
    { ...second, identity: { a: identity(0), b: identity(own.equal), c: identity(0) } },
    { ...third, expected_count: 1000, round_trips: [{ ...trip, differing_fields: { content: own.differing } }] },
    { ...fourth, planned_faults: classes, faults: Object.fromEntries(classes.map((name, at) => [name, fault(at)])) },
  ];
}
type Burst = JsonObject & { ok: number };
type Chaos = JsonObject & { convergence_by_fault: Record<string, number> };

/** `honest`: each document's own flag is what the judge makes of the rest of it. Another claims a pass whatever it is. */
export const campaigns = (honest: boolean): fc.Arbitrary<Campaign> =>
  fc
    .tuple(phase1('a'), phase1('b'), phase1('c'), phase2, phase3, phase4, fc.option(ours))
    .map(([a, b, c, second, third, fourth, own]): Campaign => {
      const plain: JsonObject[] = [a, b, c, second, third, fourth];
      const facts = own === null ? plain : widened(plain, own);
      const claimed = facts.map((phase) => flagged(phase, true, own !== null));
      const phases = honest ? claimed.map((phase) => flagged(phase, passes(phase, claimed), own !== null)) : claimed;
      return {
        phases,
        summary: shape.summary(
          phases,
          phases.every(({ pass }) => pass === true),
        ),
      };
    });

function passes(phase: JsonObject, all: readonly JsonObject[]): boolean {
  const others = phase.phase === 1 ? all.filter((one) => one.phase === 1) : [];
  const verdict = verdictOf([phase, ...others].map((one) => [fileOf(one), one] as const));
  const own = verdict.phases.find((one) => one.phase === phase.phase)?.checks ?? [];
  const node = phase.phase === 1 ? `phase1.${String(phase.host).slice(-1)}.` : 'phase';
  const status = verdict.phases.find((one) => one.phase === phase.phase)?.status;
  return phase.phase === 1
    ? own.filter(({ id }) => id.startsWith(node)).every(({ ok }) => ok === true)
    : status === 'PASS';
}

function flagged(phase: JsonObject, pass: boolean, own: boolean): JsonObject {
  const { phase: number, ...rest } = phase;
  const flags = { pass, ...(own ? { verdict: pass ? 'pass' : 'fail' } : {}), reasons: [pass ? '' : 'seen by the run'] };
  return { phase: number, ...rest, ...flags };
}

function constants<T extends Record<string, unknown>>(values: T): { [K in keyof T]: fc.Arbitrary<T[K]> } {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fc.constant(value)])) as {
    [K in keyof T]: fc.Arbitrary<T[K]>;
  };
}
