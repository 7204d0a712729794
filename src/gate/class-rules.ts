// What a gate asks of one fault class.

import type { GateRule, GateRules } from '../contract/gate.ts';
import { historyFile } from '../contract/names.ts';
import type { Check } from '../contract/verdict.ts';
import { fact } from '../verdict/check.ts';
import { asNumber } from '../verdict/field.ts';
import { ofAttempt } from './asked.ts';
import { type Attempt, figureOf } from './attempt.ts';

type ClassRules = NonNullable<GateRules['classes']>[string];

const FIGURES = {
  cycles: 'cycles',
  acked: 'acked creations',
  lower95: 'lower limit of the bound, 95 %, if writes were independent',
} as const;

export function classRules(
  attempt: Attempt | null,
  fault: string,
  wanted: ClassRules,
  workloads: readonly string[],
): GateRule[] {
  const least = (Object.keys(FIGURES) as (keyof typeof FIGURES)[]).flatMap((key) =>
    wanted[key] === undefined ? [] : [atLeast(attempt, fault, key, wanted[key])],
  );
  return [
    ofAttempt(attempt, everyCheck(attempt, fault), true),
    ...[...least, ...workloads.map((workload) => workloadRule(attempt, fault, workload))].map((rule) =>
      ofAttempt(attempt, rule, false),
    ),
  ];
}

/** Bound, receipts, rows and anomalies: every check that the judge makes of the class. */
function everyCheck(attempt: Attempt | null, fault: string): Check {
  const prefix = `phase4.${fault}`;
  const checks = (attempt?.entry.verdict.phases ?? [])
    .flatMap((phase) => phase.checks)
    .filter(({ id }) => id === prefix || id.startsWith(`${prefix}.`));
  const count = (wanted: boolean | null) => checks.filter(({ ok }) => ok === wanted).length;
  const [held, broken, unknown] = [count(true), count(false), count(null)];
  const ok = broken > 0 ? false : unknown > 0 || held === 0 ? null : true;
  const got = checks.length === 0 ? null : `${held} hold, ${broken} are false, ${unknown} are unknown`;
  const first = checks.find((check) => check.ok !== true) ?? checks[0];
  const rule = fact(`gate.${fault}.checks`, `${fault}: every check holds`, 'all hold', got, ok);
  return { ...rule, file: first?.file ?? null, path: first?.path ?? [] };
}

function atLeast(attempt: Attempt | null, fault: string, key: keyof typeof FIGURES, least: number): Check {
  const found = attempt ? figureOf(attempt, fault, key) : null;
  const value = asNumber(found);
  const rule = fact(
    `gate.${fault}.${key}`,
    `${fault}: ${FIGURES[key]}`,
    `≥ ${least}`,
    found,
    value === null ? null : value >= least,
  );
  const place = attempt?.phase4;
  return { ...rule, file: place?.file ?? null, path: [...(place?.base ?? []), 'faults', fault, key] };
}

function workloadRule(attempt: Attempt | null, fault: string, workload: string): Check {
  const ran = attempt?.workloadsOf(fault) ?? null;
  const rule = fact(
    `gate.${fault}.workload.${workload}`,
    `${fault}: clients ran the workload ${workload}`,
    workload,
    ran,
    ran === null ? null : ran.includes(workload),
  );
  return { ...rule, file: ran === null ? null : historyFile(fault) };
}
