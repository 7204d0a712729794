// Every rule of a gate with what was found, met or not: those that each release has to meet, and those that the gate
// file asks for beyond them.

import type { Release } from '../catalogue/releases.ts';
import type { GateRule } from '../contract/gate.ts';
import { fact } from '../verdict/check.ts';
import { type Asked, ofAttempt, ofRelease } from './asked.ts';
import { classRules } from './class-rules.ts';
import { findingRules } from './finding-rules.ts';

const DAY_MS = 86_400_000;

export function gateRules(asked: Asked): GateRule[] {
  const { release, rules, speaker } = asked;
  return [
    ...release.verdict.rules.map((rule) => ofRelease(rule, rule.id === 'release.failed')),
    ...(speaker?.entry.clearing?.rules ?? []).map((rule) => ofAttempt(speaker, rule, false)),
    ...phaseRules(asked),
    ...Object.entries(rules.classes ?? {}).flatMap(([name, wanted]) =>
      classRules(speaker, name, wanted, rules.workloads ?? []),
    ),
    ...attemptRules(asked),
    ...freshRule(asked),
    ...findingRules(asked),
  ];
}

function phaseRules({ rules, speaker }: Asked): GateRule[] {
  return [...new Set(rules.phases ?? [])].map((wanted) => {
    const found = speaker?.entry.verdict.phases.find(({ phase }) => phase === wanted);
    const status = found?.status ?? null;
    const place = found?.documents[0];
    const rule = fact(`gate.phase.${wanted}`, `Phase ${wanted} passes`, 'PASS', status, status === 'PASS');
    return ofAttempt(speaker, { ...rule, file: place?.file ?? null, path: place?.path ?? [] }, status === 'FAIL');
  });
}

function attemptRules({ release, rules }: Asked): GateRule[] {
  const { at_least, undecided_at_most } = rules.attempts ?? {};
  const { attempts } = release.verdict;
  const undecided = attempts
    .filter(({ outcome, clearing }) => outcome !== 'FAIL' && !clearing.clears)
    .map(({ id }) => id);
  return [
    ...(at_least === undefined
      ? []
      : [
          fact(
            'gate.attempts.at_least',
            'Gate campaigns, all counted',
            `≥ ${at_least}`,
            attempts.length,
            attempts.length >= at_least,
          ),
        ]),
    ...(undecided_at_most === undefined
      ? []
      : [
          fact(
            'gate.attempts.undecided',
            'Gate campaigns that neither failed nor clear the release',
            `≤ ${undecided_at_most}`,
            undecided.length === 0 ? 0 : undecided,
            undecided.length <= undecided_at_most,
          ),
        ]),
  ].map((rule) => ofRelease(rule, false));
}

function freshRule({ release, rules, now }: Asked): GateRule[] {
  if (rules.fresh_days === undefined) return [];
  const completed = newestClearing(release);
  const days = completed === null ? null : dayNumber(now) - dayNumber(completed);
  const label = 'Days since the newest gate campaign that clears it';
  return [
    ofRelease(
      fact('gate.fresh', label, `≤ ${rules.fresh_days}`, days, days === null ? null : days <= rules.fresh_days),
      false,
    ),
  ];
}

/** Days of the calendar, in UTC: a rule holds for the whole of its last day. */
const dayNumber = (time: number): number => Math.floor(time / DAY_MS);

/** When it was completed, in milliseconds since 1970; null where none clears it, or none says when. */
function newestClearing({ campaigns, verdict }: Release): number | null {
  const clearing = new Set(verdict.attempts.flatMap(({ id, clearing: { clears } }) => (clears ? [id] : [])));
  const times = campaigns.flatMap(({ id, head }) =>
    clearing.has(id) && head.completed !== null ? [head.completed] : [],
  );
  return times.length === 0 ? null : Math.max(...times);
}

/** The last day on which the rules about time hold; null where there is none, or none of them holds. */
export function validUntil({ release, rules, now }: Asked): string | null {
  const completed = newestClearing(release);
  const today = new Date(now).toISOString().slice(0, 10);
  const days = [
    ...(rules.fresh_days !== undefined && completed !== null
      ? [new Date(completed + rules.fresh_days * DAY_MS).toISOString().slice(0, 10)]
      : []),
    ...rules.known_findings.map(({ expires }) => expires),
  ].filter((day) => day >= today);
  return days.toSorted()[0] ?? null;
}
