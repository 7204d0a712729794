// A campaign as the formats of other tools take it: suites of cases. One model, so that no format says more or less
// than another by itself. Nothing that was not decided or never ran is among the passed.

import { type Catalogue, type Entry, findingsOf } from '../catalogue/catalogue.ts';
import { attemptsOf, releaseOf } from '../catalogue/releases.ts';
import { linesOfChecks } from '../catalogue/texts.ts';
import type { Outcome, PhaseStatus, PhaseVerdict } from '../contract/verdict.ts';
import { visibleLine } from '../contract/visible-text.ts';
import { gotOf } from '../views/campaign/phase/got.ts';
import { PHASE_WORDS } from '../views/phase-words.ts';

export const CASE_STATES = ['passed', 'failed', 'unknown', 'never run'] as const;
export type CaseState = (typeof CASE_STATES)[number];

export interface ReportCase {
  id: string;
  label: string;
  state: CaseState;
  expected: string;
  got: string;
  file: string | null;
  line: number | null;
}

export interface ReportSuite {
  id: string;
  title: string;
  cases: ReportCase[];
  /** Checks that the judge made and nobody keeps: a document may give rise to any number. */
  left_out: number;
}

export interface Report {
  id: string;
  subject: string | null;
  ref: string | null;
  profile: string | null;
  outcome: Outcome;
  disputed: boolean;
  reasons: string[];
  /** Milliseconds since 1970. */
  completed: number | null;
  ci: Entry['head']['ci'];
  /** The address of its page; null where nobody said at which address the site is. */
  page: string | null;
  suites: ReportSuite[];
  /** Gate campaigns of the same release, this one among them where it is one; newest first. */
  attempts: { id: string; outcome: Outcome; clears: boolean }[];
  findings: { id: string; words: string; promised: boolean | null }[];
}

const TEXT_CHARS_MAX = 400;
const short = (text: string): string => visibleLine(text, TEXT_CHARS_MAX);

/** @param page the address of a campaign's page, where it is known */
export function reportOf(read: Catalogue, entry: Entry, page: string | null): Report {
  const { id, head, verdict } = entry;
  const release = releaseOf(read, entry);
  return {
    id,
    subject: head.subject === null ? null : short(head.subject),
    ref: head.ref === null ? null : short(head.ref),
    profile: head.profile === null ? null : short(head.profile),
    outcome: verdict.outcome,
    disputed: verdict.claim.disputed,
    reasons: verdict.reasons.map(short),
    completed: head.completed,
    ci: head.ci,
    page,
    suites: [campaignSuite(entry), ...verdict.phases.map((phase) => phaseSuite(read, entry, phase))],
    attempts: release
      ? attemptsOf(release).map((one) => ({
          id: one.id,
          outcome: one.verdict.outcome,
          clears: one.clearing?.clears === true,
        }))
      : [],
    findings: findingsOf(entry)
      .filter(({ state }) => state === 'found')
      .map(({ id: finding, words, promised }) => ({ id: finding, words: short(words), promised })),
  };
}

export const casesIn = ({ suites }: Report): ReportCase[] => suites.flatMap(({ cases }) => cases);

export const countOf = (cases: readonly ReportCase[], wanted: CaseState): number =>
  cases.filter(({ state }) => state === wanted).length;

/** `expected ≥ 0.995, got 0.2`. */
export const sentenceOf = ({ expected, got }: ReportCase): string => `expected ${expected}, got ${got}`;

/** The whole as one case: whoever counts only what failed still sees that an incomplete campaign is no pass. */
function campaignSuite({ verdict }: Entry): ReportSuite {
  const { outcome, reasons } = verdict;
  const state = ({ PASS: 'passed', FAIL: 'failed', INCOMPLETE: 'unknown' } as const)[outcome];
  const why = reasons.length === 0 ? '' : `: ${reasons.map(short).slice(0, 8).join('; ')}`;
  const whole = {
    id: 'campaign.outcome',
    label: 'The campaign passes',
    state,
    expected: 'PASS',
    got: `${outcome}${why}`,
  };
  return {
    id: 'campaign',
    title: 'The campaign as a whole',
    cases: [{ ...whole, file: null, line: null }],
    left_out: 0,
  };
}

const STATES: Record<PhaseStatus, CaseState> = {
  PASS: 'passed',
  FAIL: 'failed',
  UNREADABLE: 'unknown',
  INCONCLUSIVE: 'unknown',
  'NOT REACHED': 'never run',
  'NOT RUN': 'never run',
};

function phaseSuite(read: Catalogue, entry: Entry, phase: PhaseVerdict): ReportSuite {
  const lines = linesOfChecks(read.root, entry, phase);
  const id = `phase${phase.phase}`;
  const whole: ReportCase = {
    id: `${id}.status`,
    label: `Phase ${phase.phase} passes`,
    state: STATES[phase.status],
    expected: 'PASS',
    got:
      phase.reasons.length === 0 ? phase.status : `${phase.status}: ${phase.reasons.map(short).slice(0, 8).join('; ')}`,
    file: phase.documents[0]?.file ?? null,
    line: null,
  };
  const checks = phase.checks.map(
    (check, index): ReportCase => ({
      id: check.id,
      label: short(check.label),
      state: check.ok === null ? 'unknown' : check.ok ? 'passed' : 'failed',
      expected: short(check.expected),
      got: short(gotOf(check).got),
      file: check.file,
      line: lines[index] ?? null,
    }),
  );
  const title = `Phase ${phase.phase}: ${PHASE_WORDS[phase.phase].title}`;
  return { id, title, cases: [whole, ...checks], left_out: phase.checks_left_out ?? 0 };
}
