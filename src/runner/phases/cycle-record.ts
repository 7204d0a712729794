// A cycle's line in phase4-<fault>.jsonl: what the checkers found, the receipt, the stages, and every reason why the
// cycle is not clean, in words.

import type { Checker } from '../../checkers/checker.ts';
import { countOf, type Findings, findingsOf, reasonsOf } from '../../checkers/findings.ts';
import { latencyOf } from '../../checkers/latency.ts';
import { isStanding } from '../../checkers/register/consistency.ts';
import type { Cycle, Receipt } from '../../contract/artifacts.ts';
import type { NodeName } from '../../contract/names.ts';
import { modelOf, rulesOf } from '../../history/model.ts';
import { type CycleHistory, inMs, type Nanoseconds } from '../../history/ops.ts';
import { stagesOf } from '../../history/stages.ts';
import type { ScriptResult } from '../stages/script-settings.ts';
import type { CyclePlan } from '../workloads/schedule.ts';

export interface CycleResult {
  line: Cycle;
  findings: Findings;
  /** A refusal in the subject's own words, where there was one. */
  refusal: string | null;
}

interface RanCycle {
  number: number;
  plan: CyclePlan;
  history: CycleHistory;
  began: Nanoseconds;
  ran: ScriptResult;
  rules: { nodes: readonly NodeName[]; quorum_writes: number; quorum_timeout_ms: number };
  checkers: readonly Checker[];
}

export function cycleRecord({ number, plan, history, began, ran, rules, checkers }: RanCycle): CycleResult {
  // of nodes that never became healthy the history has no line, so none that says the rules
  const model = modelOf(history.ops, rulesOf(rules.quorum_writes, rules.quorum_timeout_ms, rules.nodes));
  const findings = findingsOf(model, checkers);
  const { ops_in_window } = ran;
  const receipt = ran.reading && { cycle: number, ...ran.reading, ops_in_window };
  const all = [...ran.reasons, ...receiptReasons(receipt), ...reasonsOf(findings)];
  const since = (ns: Nanoseconds | null | undefined): number | null =>
    typeof ns === 'number' ? inMs(ns - began) : null;
  const line: Cycle = {
    cycle: number,
    ...(plan.cycle === number ? {} : { schedule_of_cycle: plan.cycle }),
    seed: plan.seed,
    acked: findings.acked,
    refused: findings.refused,
    unknown: findings.unknown,
    unsent: findings.unsent,
    lost: findings.lost,
    missing_by_node: Object.fromEntries(Object.entries(findings.absent).map(([node, keys]) => [node, keys.length])),
    duplicated: countOf(findings, 'duplicated'),
    corrupted: countOf(findings, 'corrupted'),
    unexpected: countOf(findings, 'unexpected'),
    recovered: findings.recovered.length,
    bound: findings.convergence_bound,
    clean: all.length === 0,
    as_planned: ran.reasons.length === 0,
    injected_ms: since(model.fault?.holds_ns),
    healed_ms: since(model.fault?.healed_ns),
    converged_ms: findings.converged_ms,
    receipt,
    valid: findings.valid,
    anomalies: findings.anomalies,
    ...consistencyLine(findings.consistency),
    reasons: all,
    hold_ms: plan.hold_ms,
    injected_after_acks: ran.injected_after_acks,
    stages: stagesOf(history.ops, began),
    latency: latencyOf(model),
    fresh: findings.fresh,
    took_ms: inMs(history.now() - began),
  };
  return { line, findings, refusal: ran.refusal };
}

function consistencyLine(consistency: Findings['consistency']): Pick<Cycle, 'consistency'> {
  if (consistency === null) return {};
  const { linearizable, sequential, eventual } = consistency.models;
  return {
    consistency: {
      keys: consistency.keys,
      linearizable: isStanding(linearizable),
      sequential: isStanding(sequential),
      eventual: isStanding(eventual),
    },
  };
}

function receiptReasons(receipt: Receipt | null): string[] {
  if (!receipt) return ['no receipt: nothing shows that the fault was injected and healed'];
  return [
    ...(receipt.took_effect ? [] : [`the fault took no effect: ${receipt.detail}`]),
    ...(receipt.healed ? [] : [`the fault was not healed: ${receipt.detail}`]),
    ...(receipt.ops_in_window > 0 ? [] : ['no operation was invoked while the fault held']),
  ];
}
