// The findings of one campaign: every defect that a check or a checker looked for, found or not. Pure, so that a build
// and a browser come to the same list.
//
// One defect has one id, whoever found it: `phase1.restore`, `phase4.partition_minority.missing`. Checks of single
// nodes and row counts are one defect; a bound below its threshold, an older checker's I2 and today's anomaly
// `missing` are one defect too, so that the ledger can say since when it is there and since when it is gone.

import type { AnomalyName } from '../contract/anomaly-names.ts';
import type { Invariant } from '../contract/invariants.ts';
import { asObject, objectAt } from '../contract/json-object.ts';
import { ANOMALIES_MAX, FAULT_CLASSES_MAX, isFaultClass } from '../contract/names.ts';
import type { JsonObject } from '../contract/reading.ts';
import { defectInWords, isAnomaly } from './defect-words.ts';

/** A defect that was looked for, and whether it was found. */
export interface DefectState {
  id: string;
  state: 'found' | 'absent';
  /** The defect in words. */
  words: string;
  /** Where on the campaign's page it is shown: the id of a check, or of a phase. */
  at: string;
  /** Whether this version promises that it does not happen; null where it says nothing. Checks are always promised. */
  promised: boolean | null;
  /** The fault class and the first cycle that show it, where the campaign has cycles. */
  cycle: { name: string; cycle: number } | null;
}

type Checks = readonly { id: string; label: string; ok: boolean | null }[];

/**
 * One line for each defect that could be decided. Found wins over absent, a checker's line over that of a check; that
 * a check asks for it is a promise, whatever the version says.
 */
export function findingsIn({ checks, recorded }: { checks: Checks; recorded: readonly DefectState[] }): DefectState[] {
  const byId = new Map<string, DefectState>();
  for (const finding of [...recorded, ...findingsOfChecks(checks)]) {
    const known = byId.get(finding.id);
    if (!known || (known.state === 'absent' && finding.state === 'found')) byId.set(finding.id, finding);
    else if (known.state === finding.state && finding.promised) byId.set(finding.id, { ...known, promised: true });
  }
  return [...byId.values()];
}

/** What the checkers wrote into the documents: `anomalies`, or the older `invariants` where there are none. */
export function recordedFindings(phase2: JsonObject | null, phase4: JsonObject | null): DefectState[] {
  const faults = Object.entries(objectAt(phase4, 'faults')).filter(([name]) => isFaultClass(name));
  return [
    ...recordedIn(phase2, 'phase2', 'phase-2', null),
    ...faults
      .slice(0, FAULT_CLASSES_MAX)
      .flatMap(([name, fault]) => recordedIn(asObject(fault), `phase4.${name}`, `phase4.${name}`, name)),
  ];
}

/** A check that decides makes its defect found or absent; the pass flag and contradictions are no defects. */
function findingsOfChecks(checks: Checks): DefectState[] {
  return checks.flatMap((check) => {
    const id = check.ok === null ? null : defectOf(check.id);
    if (id === null) return [];
    const state = check.ok ? 'absent' : 'found';
    return [{ id, state, words: defectInWords(id, check.label), at: check.id, promised: true, cycle: null }];
  });
}

const NO_DEFECT = /\.(pass_flag|consistent|document|injected)$/;

/** The defect that a check looks for; null for checks that look for none. */
function defectOf(check: string): string | null {
  if (NO_DEFECT.test(check)) return null;
  const [phase = '', name = '', ...rest] = check.split('.');
  if (phase === 'phase1') return `phase1.${rest.join('.')}`;
  if (phase === 'phase2' && (name === 'identity' || name === 'convergence')) return 'phase2.missing';
  if (phase === 'phase2') return name === 'anomaly' ? `phase2.${rest.join('.')}` : `phase2.${name}`;
  if (phase === 'phase3') return `phase3.${name}`;
  if (!isFaultClass(name)) return null;
  return `phase4.${name}.${rest.length === 0 ? 'missing' : rest.at(-1)}`;
}

function recordedIn(document: JsonObject | null, prefix: string, at: string, name: string | null): DefectState[] {
  if (document === null) return [];
  if (Array.isArray(document.anomalies)) {
    // as many as the judge reads
    return document.anomalies.slice(0, ANOMALIES_MAX).flatMap((one) => anomalyIn(one, prefix, at, name));
  }
  return Object.entries(objectAt(document, 'invariants')).flatMap(([id, one]) =>
    invariantIn(id, asObject(one), prefix, at, name),
  );
}

function anomalyIn(value: unknown, prefix: string, at: string, name: string | null): DefectState[] {
  const { name: anomaly, valid, promised, excluded_by, evidence } = asObject(value);
  if (!isAnomaly(anomaly) || typeof valid !== 'boolean') return [];
  const id = `${prefix}.${anomaly}`;
  const says = excluded_by === 'always' ? true : typeof promised === 'boolean' ? promised : null;
  const first = asObject(Array.isArray(evidence) ? evidence[0] : null).cycle;
  return [{ id, ...found(!valid, name, first), words: defectInWords(id), at, promised: says }];
}

function invariantIn(
  invariant: string,
  finding: JsonObject | null,
  prefix: string,
  at: string,
  name: string | null,
): DefectState[] {
  const anomaly = Object.hasOwn(OLDER, invariant) ? OLDER[invariant as keyof typeof OLDER] : undefined;
  const [judged, broken] = [finding?.judged, finding?.broken];
  if (!anomaly || typeof judged !== 'number' || typeof broken !== 'number' || judged === 0) return [];
  const id = `${prefix}.${anomaly}`;
  const first = asObject(finding?.evidence).cycle;
  return [{ id, ...found(broken > 0, name, first), words: defectInWords(id), at, promised: null }];
}

function found(is: boolean, name: string | null, cycle: unknown): Pick<DefectState, 'state' | 'cycle'> {
  const hasCycle = is && name !== null && typeof cycle === 'number' && Number.isSafeInteger(cycle) && cycle > 0;
  return { state: is ? 'found' : 'absent', cycle: hasCycle ? { name, cycle } : null };
}

/** What the older checker's invariants are called today. */
const OLDER = {
  I1: 'under_replicated',
  I2: 'missing',
  I3: 'refused_yet_there',
  I4: 'forgotten',
  I5: 'acked_without_quorum',
  I6: 'unexpected',
  I7: 'late_answer',
  I8: 'duplicated',
} as const satisfies Partial<Record<Invariant, AnomalyName>>;
