// The stored decisions of gates, each held against the evidence that is here: made from it, from other evidence, or
// changed since. Nothing is decided anew.

import { createHash } from 'node:crypto';
import type { GateDecision, StandingDecision } from '../contract/gate.ts';
import { isLater } from '../contract/names.ts';
import type { ReleaseVerdict } from '../contract/release.ts';
import { decisionByRules } from '../verdict/gate.ts';
import type { Catalogue, Entry } from './catalogue.ts';
import { sealOf } from './stored-decisions.ts';

/** The hash of all that a campaign recorded; an analysis that comes later changes nothing of it. */
export function evidenceHash({ id, verdict }: Entry): string {
  const sha = createHash('sha256').update(`${id}\n`);
  for (const { file, sha256, state } of verdict.artifacts)
    if (!isLater(file)) sha.update(`${file}\0${sha256}\0${state}\n`);
  return sha.digest('hex');
}

interface Release {
  subject: string;
  ref: string;
  campaigns: readonly Entry[];
  verdict: ReleaseVerdict;
}

/** What the gate said of this release; null where nobody asked it. */
export function standingDecision(read: Catalogue, release: Release): StandingDecision | null {
  const decision = read.gateDecisions.find(({ subject, ref }) => subject === release.subject && ref === release.ref);
  if (!decision) return null;
  const stale = [
    ...changesSince(decision, release.campaigns),
    ...fileChanged(decision, read.gateFile),
    ...lapsed(decision, read.now),
  ];
  return { decision, stale, not_believed: contradictions(decision, release.verdict, stale.length === 0) };
}

function changesSince({ campaigns }: GateDecision, entries: readonly Entry[]): string[] {
  const then = new Map(campaigns.map(({ id, evidence }) => [id, evidence]));
  const now = new Map(entries.map((entry) => [entry.id, evidenceHash(entry)]));
  return [
    ...[...now.keys()].filter((id) => !then.has(id)).map((id) => `${id} came after it`),
    ...[...then.keys()].filter((id) => !now.has(id)).map((id) => `${id}, which it counted, is not here`),
    ...[...now]
      .filter(([id, evidence]) => then.has(id) && then.get(id) !== evidence)
      .map(([id]) => `${id} has changed since`),
  ];
}

const fileChanged = ({ gate_file }: GateDecision, today: Catalogue['gateFile']): string[] =>
  today !== null && today.sha256 !== gate_file.sha256 ? [`${gate_file.name} has changed since`] : [];

const lapsed = ({ valid_until }: GateDecision, now: number): string[] =>
  valid_until !== null && new Date(now).toISOString().slice(0, 10) > valid_until
    ? [`a rule of it about time held until ${valid_until}`]
    : [];

/** @param isSame it was made from exactly what is here */
function contradictions(decision: GateDecision, verdict: ReleaseVerdict, isSame: boolean): string[] {
  return [
    ...(sealOf(decision) === decision.seal ? [] : ['it was changed after it was made']),
    ...(decisionByRules(decision.rules) === decision.decision ? [] : ['it does not follow from its own rules']),
    ...(isSame && decision.decision === 'ship' && verdict.decision !== 'ship'
      ? [`it says ship, and the same evidence says ${verdict.decision}`]
      : []),
  ];
}
