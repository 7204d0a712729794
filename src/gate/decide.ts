// One question to the gate: may this ref of this subject ship? Every campaign of it is in the answer.

import { type Catalogue, type Entry, findingsOf } from '../catalogue/catalogue.ts';
import { evidenceHash } from '../catalogue/gate-decisions.ts';
import { attemptsOf, type Release, subjectsOf } from '../catalogue/releases.ts';
import { sealOf } from '../catalogue/stored-decisions.ts';
import { GATE_FILE, type GateDecision, type GateRule } from '../contract/gate.ts';
import type { Decision } from '../contract/release.ts';
import { decisionByRules } from '../verdict/gate.ts';
import type { Asked } from './asked.ts';
import { attemptOf } from './attempt.ts';
import { GateCannotRun, type GateFile } from './gate-file.ts';
import { gateRules, validUntil } from './rules.ts';

/** @throws GateCannotRun where there is nothing to decide on, or no rules to decide by */
export function decide(
  read: Catalogue,
  { subject, ref }: { subject: string; ref: string },
  file: GateFile,
  runner_version: string,
): GateDecision {
  const rules = Object.hasOwn(file.subjects, subject) ? file.subjects[subject] : undefined;
  if (!rules)
    throw new GateCannotRun(
      `${GATE_FILE}: expected rules for the subject ${subject}, found rules for ${Object.keys(file.subjects).join(', ') || 'none'}`,
    );
  const release = releaseNamed(read, subject, ref);
  const speaker = speakerOf(release);
  const asked: Asked = {
    release,
    rules,
    speaker: speaker ? attemptOf(read, speaker) : null,
    findings: release.campaigns.map((entry) => ({ campaign: entry.id, findings: findingsOf(entry) })),
    now: read.now,
  };
  const found = asJson(gateRules(asked));
  const decision = decisionByRules(found);
  const made = {
    subject,
    ref,
    decision,
    why: whyOf(decision, found),
    decided_at: new Date(read.now).toISOString(),
    valid_until: validUntil(asked),
    runner_version,
    gate_file: { name: GATE_FILE, sha256: file.sha256 },
    campaigns: release.campaigns.map((entry) => ({ id: entry.id, evidence: evidenceHash(entry) })),
    rules: found,
  };
  return { ...made, seal: sealOf(made) };
}

/** As it is read back: what JSON cannot hold is null in both. */
const asJson = (rules: readonly GateRule[]): GateRule[] => JSON.parse(JSON.stringify(rules));

/** With its own verdict from the evidence alone: what was stored before decides nothing. */
function releaseNamed(read: Catalogue, subject: string, ref: string): Release {
  const alone = { ...read, gateDecisions: [] };
  const found = subjectsOf(alone).find(({ name }) => name === subject);
  const release = found?.releases.find((one) => one.ref === ref);
  if (release) return release;
  const refs = found?.releases.slice(0, 10).map((one) => one.ref) ?? [];
  throw new GateCannotRun(
    `expected campaigns of ${subject} at ${ref} in ${read.root}, found ${refs.length === 0 ? `none of ${subject}` : `those of ${refs.join(', ')}`}`,
  );
}

/** The newest gate campaign that clears the release; where none does, the newest. */
function speakerOf(release: Release): Entry | undefined {
  const attempts = attemptsOf(release);
  return attempts.find(({ clearing }) => clearing?.clears) ?? attempts[0];
}

function whyOf(decision: Decision, rules: readonly GateRule[]): string {
  if (decision === 'ship') return `Every one of ${rules.length} rules is met.`;
  const wanted =
    decision === 'do not ship'
      ? rules.filter(({ ok, speaks_against }) => ok === false && speaks_against)
      : rules.filter(({ ok }) => ok !== true);
  const [first] = wanted;
  if (!first) return 'There was no rule to decide by.';
  const others = wanted.length - 1;
  const more = others === 0 ? '' : `, and ${others} more`;
  return decision === 'do not ship' ? `Against it: ${first.label}${more}.` : `Not shown: ${first.label}${more}.`;
}
