// What a campaign said: the anomalies and checks that were false, and those that it could not decide, by name.

import { type AnomalyFinding, anomalyFindingsSchema } from '../contract/anomalies.ts';
import { objectAt } from '../contract/json-object.ts';
import { historyFile } from '../contract/names.ts';
import type { JsonObject } from '../contract/reading.ts';
import type { CampaignVerdict, Check } from '../contract/verdict.ts';
import { readExcerpt } from '../evidence/history.ts';
import { modelOf, UNNAMED_RULES } from '../history/model.ts';
import { planCycle } from '../runner/workloads/schedule.ts';
import type { Planting } from './planted.ts';
import { type Judged, TRIAL_PROFILE } from './short-campaign.ts';

const NOT_DECIDED = ' (not decided)';
export const undecidedName = (name: string): string => `${name}${NOT_DECIDED}`;

/** By name, without the claim of the artifact: that is no finding of its own. */
export function observedIn(verdict: CampaignVerdict, phase: number): string[] {
  const checks = verdict.phases.find((one) => one.phase === phase)?.checks ?? [];
  const named = checks
    .filter(({ ok, id }) => ok !== true && !id.endsWith('.pass_flag'))
    .map(({ ok, id }) => (ok === false ? nameOf(id) : undecidedName(nameOf(id))));
  return [...new Set(named)].toSorted();
}

/** `phase4.<class>.anomaly.missing` is `missing`; `phase1.a.restore`, of whatever node, is `phase1.restore`. */
function nameOf(id: Check['id']): string {
  const [phase = '', second = '', ...rest] = id.split('.');
  if (phase === 'phase4') return rest[0] === 'anomaly' ? (rest[1] ?? id) : (rest[0] ?? `bound of ${second}`);
  if (rest[0] !== undefined && second === 'anomaly') return rest[0];
  return phase === 'phase1' ? [phase, ...rest].join('.') : id;
}

/** What the class reports of an anomaly; null where it reports none of that name. */
export function findingIn(phase4: JsonObject, fault: string, name: string): AnomalyFinding | null {
  const anomalies = objectAt(objectAt(phase4, 'faults'), fault).anomalies;
  return anomalyFindingsSchema.safeParse(anomalies).data?.find((one) => one.name === name) ?? null;
}

/** The writes and keys that a finding names and that the defect did not harm, in words; none where all is as it should be. */
export function wronglyAccused(
  { root, id }: Judged,
  { class: fault, harms, harmsKey }: Planting,
  finding: AnomalyFinding,
  seed: number,
): string[] {
  if (fault === null) return [];
  const { cycles, problem } = readExcerpt(root, id, historyFile(fault), () => true);
  if (problem !== null) return [problem];
  return finding.evidence.flatMap(({ cycle, ids, nodes }) => {
    const model = modelOf(cycles.get(cycle) ?? [], UNNAMED_RULES);
    const writes = new Map(model.writes.map((write) => [write.key, write]));
    const plan = planCycle(seed, fault, cycle, TRIAL_PROFILE);
    return ids.flatMap((key) => {
      const write = writes.get(key);
      const shared = model.keys.get(key);
      const isHarmed = write ? harms?.(write, nodes) : shared ? harmsKey?.(shared.ops, nodes, plan) : undefined;
      return isHarmed === false ? [`cycle ${cycle}: ${key} on ${nodes.join(', ')}`] : [];
    });
  });
}
