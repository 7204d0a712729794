// Detection power: recorded histories of a gate are judged again with acked writes taken out of what one node holds at the
// end, each with some chance. How often the checkers name one is the chance that a gate sees a defect of that rate.

import { findingsOf } from '../checkers/findings.ts';
import { historyFile } from '../contract/names.ts';
import type { Power } from '../contract/scoreboard.ts';
import { readExcerpt } from '../evidence/history.ts';
import { modelOf, UNNAMED_RULES, type Write } from '../history/model.ts';
import type { HistoryOp, NodeName } from '../history/ops.ts';
import { defaultFaults } from '../runner/nemesis/classes.ts';
import { type Random, randomOf } from '../runner/workloads/random.ts';
import { proportionLower, proportionUpper } from '../statistics/confidence.ts';

export const RATES = [1e-3, 1e-4, 1e-5];

interface RecordedCycle {
  ops: readonly HistoryOp[];
  acked: readonly Write[];
  nodes: readonly NodeName[];
}

/**
 * @param trials for each rate
 * @throws Error where a history of the campaign cannot be read, or what it shows is not clean as it is
 */
export function measurePower(root: string, campaign: string, trials: number, seed: number): Power {
  const cycles = defaultFaults().flatMap((fault) => cyclesOf(root, campaign, fault));
  const acked = cycles.reduce((sum, cycle) => sum + cycle.acked.length, 0);
  const rates = RATES.map((rate) => {
    const seen = Array.from({ length: trials }, (_, n) => isSeen(cycles, rate, randomOf(seed, 'power', rate, n)));
    const found = seen.filter(Boolean).length;
    return {
      ...{ rate, trials, seen: found },
      lower95: proportionLower(found, trials) ?? 0,
      upper95: proportionUpper(found, trials) ?? 1,
      theory: 1 - (1 - rate) ** acked,
    };
  });
  return { campaign, acked, rates };
}

function cyclesOf(root: string, campaign: string, fault: string): RecordedCycle[] {
  const { cycles, problem } = readExcerpt(root, campaign, historyFile(fault), () => true);
  if (problem !== null) throw new Error(`${campaign}: ${historyFile(fault)}: ${problem}`);
  return [...cycles.values()].map((ops) => {
    const model = modelOf(ops, UNNAMED_RULES);
    if (findingsOf(model).anomalies.length > 0)
      throw new Error(`${campaign}: ${fault}: expected cycles in which nothing is found, found an anomaly`);
    return { ops, acked: model.acked, nodes: model.rules.nodes };
  });
}

/** Cycles that lost nothing are clean, as recorded: the first one that lost something decides, or the next. */
function isSeen(cycles: readonly RecordedCycle[], rate: number, random: Random): boolean {
  return cycles.some((cycle) => {
    const lost = cycle.acked.filter(() => random.next() < rate);
    if (lost.length === 0) return false;
    const gone = new Map(lost.map(({ key }) => [key, random.pick(cycle.nodes)]));
    const findings = findingsOf(modelOf(without(cycle.ops, gone), UNNAMED_RULES));
    return findings.valid.missing === false;
  });
}

/** The history as it would be, had the node not held the write at the final look. */
const without = (ops: readonly HistoryOp[], gone: ReadonlyMap<string, NodeName>): HistoryOp[] =>
  ops.map((op) => {
    if (op.f !== 'read' || op.type !== 'ok' || op.value.look !== 'final') return op;
    const rows = op.value.rows.filter(([, key]) => gone.get(key) !== op.value.node);
    return { ...op, value: { ...op.value, rows } };
  });
