// A cycle's line in phase4-<fault>.jsonl: what the checker found, the receipt, and every reason why the cycle
// is not clean, in words.

import { check } from '../../checkers/check.ts';
import type { Findings } from '../../checkers/findings.ts';
import { type BrokenInvariants, brokenIn, countsOf } from '../../checkers/invariants.ts';
import type { Cycle, Receipt } from '../../contract/artifacts.ts';
import { type CycleHistory, NANOSECONDS_PER_MS, type Nanoseconds } from '../../history/ops.ts';
import { NODE_NAMES } from '../network/links.ts';
import type { CyclePlan } from '../workloads/schedule.ts';

export interface CycleResult {
  line: Cycle;
  findings: Findings;
  invariants: BrokenInvariants;
}

interface CycleOutcome {
  number: number;
  plan: CyclePlan;
  history: CycleHistory;
  began: Nanoseconds;
  receipt: Receipt | null;
  quorum_writes: number;
  quorum_timeout_ms: number;
  /** What kept the cycle from running as planned. */
  reasons: readonly string[];
}

export function cycleRecord(outcome: CycleOutcome): CycleResult {
  const { number, plan, history, began, receipt, reasons } = outcome;
  const findings = check(history.ops, NODE_NAMES);
  const invariants = brokenIn(history.ops, findings, { nodes: NODE_NAMES.length, ...outcome });
  const all = [...reasons, ...receiptReasons(receipt), ...findings.reasons];
  const at = (f: 'inject' | 'heal'): number | null => {
    const op = history.ops.find((one) => one.f === f && one.type === 'info');
    return op ? sinceMs(began, op.time_ns) : null;
  };
  const line: Cycle = {
    cycle: number,
    ...(plan.cycle === number ? {} : { schedule_of_cycle: plan.cycle }),
    seed: plan.seed,
    acked: findings.acked,
    refused: findings.refused,
    unknown: findings.unknown,
    lost: findings.lost.length,
    missing_by_node: Object.fromEntries(Object.entries(findings.missing).map(([node, keys]) => [node, keys.length])),
    duplicated: findings.duplicated.length,
    corrupted: findings.corrupted.length,
    unexpected: findings.unexpected.length,
    recovered: findings.recovered.length,
    bound: findings.convergence_bound,
    clean: all.length === 0,
    injected_ms: at('inject'),
    healed_ms: at('heal'),
    converged_ms: findings.converged_ms,
    receipt,
    invariants: countsOf(invariants),
    reasons: all,
    hold_ms: plan.hold_ms,
    inject_after_acks: plan.inject_after_acks,
    took_ms: sinceMs(began, history.now()),
  };
  return { line, findings, invariants };
}

function receiptReasons(receipt: Receipt | null): string[] {
  if (!receipt) return ['no receipt: nothing shows that the fault struck and was healed'];
  return [
    ...(receipt.took_effect ? [] : [`the fault took no effect: ${receipt.detail}`]),
    ...(receipt.healed ? [] : [`the fault was not healed: ${receipt.detail}`]),
    ...(receipt.ops_in_window > 0 ? [] : ['no operation was invoked while the fault held']),
  ];
}

const sinceMs = (began: number, time_ns: number): number =>
  Math.round((time_ns - began) / (NANOSECONDS_PER_MS / 10)) / 10;
