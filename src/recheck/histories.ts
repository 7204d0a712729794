// Today's checkers over the histories that a campaign stored. A history of an older format did not record everything:
// what it cannot show is named, and counts neither for the subject nor against it.

import { anomalyFindings } from '../checkers/anomaly-findings.ts';
import { type Findings, findingsOf } from '../checkers/findings.ts';
import type { AnomalyFinding } from '../contract/anomalies.ts';
import { type Promises, promisesSchema, promisesUnder } from '../contract/invariants.ts';
import { asObject } from '../contract/json-object.ts';
import { messageOf } from '../contract/message.ts';
import type { Change, RecheckedHistory } from '../contract/recheck.ts';
import { modelOf, rulesOf } from '../history/model.ts';
import type { CycleRules, HistoryOp } from '../history/ops.ts';
import { type Documents, numberIn } from './documents.ts';
import { recordedFindings } from './recorded.ts';

export interface StoredHistory {
  file: string;
  /** By cycle, in order; an error where the file could not be read. */
  cycles: ReadonlyMap<number, readonly HistoryOp[]> | Error;
}

const QUORUM_DEFAULTS = { writes: 2, timeout_ms: 2_000 } as const;
/** Phase 2 always waited so long, whatever the profile says. */
const PHASE2_TIMEOUT_MS = 2_000;

export function recheckHistory({ file, cycles }: StoredHistory, documents: Documents): RecheckedHistory {
  const name = /^history-(.+)\.jsonl\.gz$/.exec(file)?.[1] ?? file;
  const fault = name === 'phase2' ? null : name;
  const head = { file, phase: fault === null ? (2 as const) : (4 as const), fault };
  const none = { ...head, cycles: 0, anomalies: [], changes: [], cannot_show: [] };
  if (cycles instanceof Error) return { ...none, problem: cycles.message };
  try {
    const rules = rulesIn(documents.summary, fault);
    const models = [...cycles]
      .toSorted(([x], [y]) => x - y)
      .map(([cycle, ops]) => ({ cycle, model: modelOf(ops, rules) }));
    const judged = models.map(({ cycle, model }) => ({ cycle, findings: findingsOf(model) }));
    const all = anomalyFindings(judged, promisesUnder(fault, promisesIn(documents.summary)));
    const old = models.every(({ model }) => !model.recorded.stages);
    const shown = all.filter(({ valid }) => !old || valid !== null);
    const cannot_show = all.filter(({ valid }) => old && valid === null).map((one) => one.name);
    const changes = changesIn(shown, recordedFindings(head, documents), judged);
    return { ...head, cycles: models.length, anomalies: shown, changes, cannot_show, problem: null };
  } catch (error) {
    return { ...none, problem: `could not be judged: ${messageOf(error)}` };
  }
}

/** Only for histories that do not name their rules themselves. */
function rulesIn(summary: Documents['summary'], fault: string | null): CycleRules {
  const settings = asObject(summary?.settings);
  const writes = numberIn(settings.quorum_writes) ?? QUORUM_DEFAULTS.writes;
  const timeout = numberIn(settings.quorum_timeout_ms) ?? QUORUM_DEFAULTS.timeout_ms;
  return rulesOf(writes, fault === null ? PHASE2_TIMEOUT_MS : timeout);
}

function promisesIn(summary: Documents['summary']): Promises {
  return promisesSchema.safeParse(asObject(summary?.capabilities).promises).data ?? {};
}

function changesIn(
  today: readonly AnomalyFinding[],
  recorded: ReadonlyMap<string, boolean | null>,
  cycles: readonly { findings: Findings }[],
): Change[] {
  return today.flatMap(({ name, valid, found_in, evidence }) => {
    const before = recorded.get(name);
    // what nobody looked for and nobody finds is no news
    if (before === valid || (before === undefined && valid === true)) return [];
    const first = evidence[0];
    const sentence =
      valid === false && first
        ? `in ${found_in} of ${cycles.length} cycles; cycle ${first.cycle}: ${first.sentence}`
        : valid === null
          ? 'cannot be decided from this history'
          : 'is not found any more';
    return [{ name, ...(before === undefined ? {} : { recorded: before }), today: valid, sentence }];
  });
}
