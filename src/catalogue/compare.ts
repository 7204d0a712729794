// What changed between two campaigns, check by check and finding by finding. Pure: a build, a browser and a command
// hand in what they have and get the same answer.

import type { DefectState } from './findings-in.ts';

/** One assertion of a campaign, as the judge or the machine-readable view gives it. */
export interface Asserted {
  id: string;
  label: string;
  expected: string;
  got: unknown;
  /** null: unknown. */
  ok: boolean | null;
}

export interface Side {
  checks: readonly Asserted[];
  findings: readonly DefectState[];
}

export interface ChangedCheck {
  id: string;
  label: string;
  expected: string;
  before: Asserted | null;
  after: Asserted | null;
}

export interface Changes {
  /** False before, true now. */
  fixed: ChangedCheck[];
  /** True before, false now. */
  broken: ChangedCheck[];
  stillBroken: ChangedCheck[];
  /** Decided in one of the two only: not there, or unknown, in the other. */
  inOne: ChangedCheck[];
  /** True in both. */
  held: number;
  findings: {
    /** Found now; looked for before, and absent. */
    fresh: DefectState[];
    /** Found now; nobody looked, or nothing could be decided, before. */
    firstLookedFor: DefectState[];
    /** Found before; looked for again, and absent. */
    gone: DefectState[];
    remaining: DefectState[];
    /** Found before; nobody looked, or nothing could be decided, since. */
    notLookedFor: DefectState[];
  };
}

export function changesBetween(before: Side, after: Side): Changes {
  const pairs = pairsOf(before.checks, after.checks);
  const where = (holds: (before: boolean | null, after: boolean | null) => boolean) =>
    pairs.filter((pair) => holds(pair.before?.ok ?? null, pair.after?.ok ?? null));
  return {
    fixed: where((was, is) => was === false && is === true),
    broken: where((was, is) => was === true && is === false),
    stillBroken: where((was, is) => was === false && is === false),
    inOne: where((was, is) => (was === null) !== (is === null)),
    held: where((was, is) => was === true && is === true).length,
    findings: findingsBetween(before.findings, after.findings),
  };
}

function pairsOf(before: readonly Asserted[], after: readonly Asserted[]): ChangedCheck[] {
  const earlier = new Map(before.map((check) => [check.id, check]));
  const later = new Map(after.map((check) => [check.id, check]));
  return [...new Set([...earlier.keys(), ...later.keys()])].flatMap((id) => {
    const [was, is] = [earlier.get(id) ?? null, later.get(id) ?? null];
    const known = is ?? was;
    return known ? [{ id, label: known.label, expected: known.expected, before: was, after: is }] : [];
  });
}

function findingsBetween(before: readonly DefectState[], after: readonly DefectState[]): Changes['findings'] {
  const found = (findings: readonly DefectState[]) => findings.filter(({ state }) => state === 'found');
  const statesOf = (findings: readonly DefectState[]) => new Map(findings.map(({ id, state }) => [id, state]));
  const [was, is] = [statesOf(before), statesOf(after)];
  return {
    fresh: found(after).filter(({ id }) => was.get(id) === 'absent'),
    firstLookedFor: found(after).filter(({ id }) => !was.has(id)),
    remaining: found(after).filter(({ id }) => was.get(id) === 'found'),
    gone: found(before).filter(({ id }) => is.get(id) === 'absent'),
    notLookedFor: found(before).filter(({ id }) => !is.has(id)),
  };
}
