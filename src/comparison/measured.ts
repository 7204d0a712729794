// From histories to figures, pure and the same for both harnesses: what was acked, what happened inside the fault,
// and what the nodes hold by identity. Only `bound_as_counted` is each harness's own.

import { type Findings, findingsOf, reasonsOf } from '../checkers/findings.ts';
import type { ComparedCycle, Measured } from '../contract/comparison.ts';
import { NODES } from '../contract/names.ts';
import { modelOf, rulesOf } from '../history/model.ts';
import type { HistoryOp, NodeName } from '../history/ops.ts';

/** One cycle as a harness ran it. */
export interface RanCycle {
  cycle: number;
  took_ms: number;
  ops: readonly HistoryOp[];
  /** The nodes that ran at the end and were looked at. */
  nodes: readonly NodeName[];
  /** Rows of each peer's one list, where the harness counts so. */
  listed?: Partial<Record<NodeName, number | null>>;
  effect: string;
  reasons: readonly string[];
}

export interface FaultWindow {
  ops_in_window: number;
  in_flight_at_strike: number;
}

/** null where nothing was injected. A fault that is never healed has a window to the end. */
export function faultWindow(ops: readonly HistoryOp[]): FaultWindow | null {
  const injected = ops.findIndex((op) => op.f === 'inject' && op.type === 'invoke');
  if (injected === -1) return null;
  const holds = ops.findIndex((op) => op.f === 'inject' && op.type === 'info');
  const heals = ops.findIndex((op) => op.f === 'heal' && op.type === 'invoke');
  const inside = holds === -1 ? [] : ops.slice(holds, heals === -1 ? undefined : heals);
  const before = ops.slice(0, injected).filter((op) => op.f === 'write');
  return {
    ops_in_window: invoked(inside),
    in_flight_at_strike: invoked(before) - (before.length - invoked(before)),
  };
}

export function comparedCycle(ran: RanCycle): { cycle: ComparedCycle; findings: Findings } {
  // of the quorum and its time-out nothing is asked here
  const findings = findingsOf(modelOf(ran.ops, { ...rulesOf(0, 0), nodes: [...ran.nodes] }));
  const window = faultWindow(ran.ops);
  return {
    findings,
    cycle: {
      cycle: ran.cycle,
      took_ms: Math.round(ran.took_ms),
      sent: invoked(ran.ops),
      acked: findings.acked,
      ops_in_window: window?.ops_in_window ?? null,
      in_flight_at_strike: window?.in_flight_at_strike ?? null,
      ...(ran.listed ? { listed: ran.listed } : {}),
      bound_by_identity: findings.convergence_bound,
      missing_for_good: new Set(Object.values(findings.absent).flat()).size,
      missing_by_node: mapped(findings.absent, (keys) => keys.length),
      lost: findings.lost ?? 0,
      looked_up_on: [...ran.nodes],
      effect: ran.effect,
      reasons: [...new Set([...ran.reasons, ...reasonsOf(findings)])],
    },
  };
}

/** @param counted the harness's own arithmetic; without it, identity is how it counts */
export function measured(
  injects: string,
  ran: readonly RanCycle[],
  counted?: (cycles: readonly ComparedCycle[]) => number,
): Measured {
  const judged = ran.map(comparedCycle);
  const cycles = judged.map((one) => one.cycle);
  const sum = (of: (cycle: ComparedCycle) => number): number => cycles.reduce((total, one) => total + of(one), 0);
  const acked = sum((one) => one.acked);
  const took_ms = sum((one) => one.took_ms);
  const identity = boundByIdentity(judged.map((one) => one.findings));
  return {
    injects,
    took_ms,
    seconds_per_cycle: perCycle(took_ms / 1000, cycles.length),
    cycles: cycles.length,
    sent: sum((one) => one.sent),
    acked,
    acked_per_cycle: perCycle(acked, cycles.length),
    ops_in_window: sumOfKnown(cycles.map((one) => one.ops_in_window)),
    in_flight_at_strike: sumOfKnown(cycles.map((one) => one.in_flight_at_strike)),
    bound_as_counted: counted ? counted(cycles) : identity,
    bound_by_identity: identity,
    missing_for_good: sum((one) => one.missing_for_good),
    missing_by_node: Object.fromEntries(
      NODES.filter((node) => cycles.some((one) => node in one.missing_by_node)).map((node) => [
        node,
        sum((one) => one.missing_by_node[node] ?? 0),
      ]),
    ),
    lost: sum((one) => one.lost),
    per_cycle: cycles,
  };
}

/** null where one cycle cannot tell: what it did not show, the others cannot make good. */
function boundByIdentity(findings: readonly Findings[]): number | null {
  const present = findings.map((one) => one.present_everywhere);
  const acked = findings.reduce((sum, one) => sum + one.acked, 0);
  if (acked === 0 || present.includes(null)) return null;
  return present.reduce<number>((sum, one) => sum + (one ?? 0), 0) / acked;
}

const invoked = (ops: readonly HistoryOp[]): number =>
  ops.filter((op) => op.f === 'write' && op.type === 'invoke').length;

/** null where no part is known. */
function sumOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

const perCycle = (total: number, cycles: number): number => (cycles === 0 ? 0 : Math.round((total / cycles) * 10) / 10);

const mapped = <T>(record: Partial<Record<string, T>>, map: (value: T) => number): Record<string, number> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value as T)]));
