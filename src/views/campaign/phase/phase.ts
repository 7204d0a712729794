// One phase of one campaign, shown whatever its status.

import type { Entry } from '../../../catalogue/catalogue.ts';
import { onPage } from '../../../catalogue/shown-checks.ts';
import { documentOf, linesOfChecks } from '../../../catalogue/texts.ts';
import { figuresInText } from '../../../contract/figure-form.ts';
import { objectAt } from '../../../contract/json-object.ts';
import { type PhaseNumber, phaseOf, SUMMARY_FILE } from '../../../contract/names.ts';
import type { JsonObject } from '../../../contract/reading.ts';
import type { ArtifactVerdict, PhaseVerdict } from '../../../contract/verdict.ts';
import type { Ledger } from '../../ledger.ts';
import { leftOut } from '../../left-out.ts';
import type { Link } from '../../link.ts';
import { PHASE_WORDS, type PhaseWords } from '../../phase-words.ts';
import { grouped } from '../../rounding.ts';
import { apiPath, withBase } from '../../site.ts';
import { type Mark, markOf, meaningOf } from '../../words.ts';
import { placeChecks } from '../chaos/bound-checks.ts';
import { type ChaosView, chaosView } from '../chaos/chaos.ts';
import { linksToAnomaly } from '../ops/address.ts';
import { inlineRaw, lineHref, type RawView } from '../raw.ts';
import { withRawLinks } from '../raw-figures.ts';
import { anomaliesLedger } from './anomalies.ts';
import { placeAnomalyChecks } from './anomaly-checks.ts';
import { type CheckGroup, type CheckGroups, checkGroups } from './check-groups.ts';
import { checkRow } from './checks.ts';
import { invariantsLedger } from './invariants.ts';
import { identityLedger, roundTripLedger } from './phase-ledgers.ts';

export interface PhaseView {
  number: number;
  words: PhaseWords;
  status: string;
  mark: Mark;
  /** Null where the status says it: the checks below say the rest. */
  meaning: string | null;
  /** Why nothing, or not enough, could be concluded; checks that fail speak in their own rows. */
  reasons: string[];
  notes: string[];
  provenance: string | null;
  embedded: { text: string; href: string | null }[];
  checks: CheckGroups;
  /** What fails, then what is undecided, but for what stands beside its figure. */
  top: CheckGroup[];
  /** In words, and where they are: what is too much for a page. */
  more: Link[];
  /** What the phase measured beyond its checks. */
  ledgers: Ledger[];
  chaos: ChaosView | null;
  said: string[];
  raws: RawView[];
}

const SAID_MAX = 20;
const SENTENCES_MAX = 20;
const SENTENCE_CHARS_MAX = 600;
/** Nodes of phase 1, in the main. */
const RAWS_MAX = 6;
const EMBEDDED_MAX = 20;

export function phaseViews(root: string, entry: Entry): PhaseView[] {
  return entry.verdict.phases.map((phase) => phaseView(root, entry, phase));
}

function phaseView(root: string, entry: Entry, phase: PhaseVerdict): PhaseView {
  const shown = onPage(phase);
  const lines = linesOfChecks(root, entry, shown);
  const documents = phase.documents
    .map(({ file, path }) => documentOf(root, entry, file, path))
    .filter((document) => document !== undefined);
  const artifacts = entry.verdict.artifacts.filter(
    ({ file, bytes }) => phaseOf(file)?.phase === phase.phase && bytes !== null,
  );
  const said = [...new Set(documents.flatMap(saidReasons))];
  const embedded = phase.documents.filter(({ path }) => path.length > 0);
  const shownReasons =
    phase.status === 'FAIL' || phase.checks.length > 0 ? phase.reasons.filter(isNoCheck) : phase.reasons;
  const checks = checkGroups(
    shown.checks.map((check, index) =>
      checkRow(entry, check, lines[index] ?? null, check.id === 'phase2.burst' ? burst(documents[0]) : null),
    ),
  );
  return {
    number: phase.phase,
    words: PHASE_WORDS[phase.phase],
    status: phase.status,
    mark: markOf(phase.status),
    meaning: phase.status === 'PASS' || phase.status === 'FAIL' ? null : meaningOf(phase.status),
    reasons: sentences(shownReasons),
    notes: sentences(phase.notes),
    provenance: phase.provenance,
    embedded: embedded
      .slice(0, EMBEDDED_MAX)
      .map(({ file, path }) => ({ text: `${file}, ${path.join('.')}`, href: lineHref(entry, file, null) })),
    checks,
    ...placed(checks, measured(root, entry, phase, documents[0])),
    said: said.slice(0, SAID_MAX),
    more: moreOf(entry, phase, shown, { files: artifacts.length, said: said.length, embedded: embedded.length }),
    raws: artifacts.slice(0, RAWS_MAX).map((artifact) => rawOf(root, entry, artifact, phase)),
  };
}

/** What holds is read in its figures; the text behind them is open where something does not. */
function rawOf(root: string, entry: Entry, artifact: ArtifactVerdict, { status }: PhaseVerdict): RawView {
  const raw = inlineRaw(root, entry, artifact);
  return { ...raw, open: raw.open && status !== 'PASS' };
}

const sentences = (all: readonly string[]): string[] =>
  all.slice(0, SENTENCES_MAX).map((sentence) => sentence.slice(0, SENTENCE_CHARS_MAX));

function moreOf(
  entry: Entry,
  phase: PhaseVerdict,
  shown: PhaseVerdict,
  { files, said, embedded }: { files: number; said: number; embedded: number },
): Link[] {
  const artifact = lineHref(entry, phase.documents[0]?.file ?? '', null) ?? '#artifacts';
  const sentences = Math.max(phase.reasons.length, phase.notes.length);
  const counts = [
    [shown.checks_left_out ?? 0, 'checks, of values in the artifact', artifact],
    [sentences - SENTENCES_MAX, 'reasons or notes', withBase(apiPath(entry.id))],
    [said - SAID_MAX, 'sentences of what the artifact says of itself', artifact],
    [embedded - EMBEDDED_MAX, 'embedded documents', artifact],
    [files - RAWS_MAX, 'files of this phase, among all artifacts', '#artifacts'],
  ] as const;
  return counts.flatMap(([count, what, href]) => leftOut(count, href, what) ?? []);
}

type Measured = Pick<PhaseView, 'ledgers' | 'chaos'>;

/** Checks of phase 4 that are a row of its tables have their element there; nothing undecided comes before what fails. */
function placed(checks: CheckGroups, { ledgers, chaos }: Measured): Measured & Pick<PhaseView, 'top'> {
  const { rows, failing, undecided } = placeChecks(chaos?.rows ?? [], checks);
  if (chaos === null) return { ledgers, chaos, top: [...failing, ...undecided] };
  const mayFollow = rows.every(({ check }) => check === null || check.ok === 'false');
  const { ledger, rest } = placeAnomalyChecks(chaos.anomalies, mayFollow ? failing : []);
  const top = mayFollow ? rest : failing;
  const isBelow = rows.some(({ check }) => check !== null) || top.length < failing.length;
  return {
    ledgers,
    chaos: { ...chaos, rows, anomalies: ledger, undecided: isBelow ? undecided : [] },
    top: isBelow ? top : [...top, ...undecided],
  };
}

function measured(root: string, entry: Entry, phase: PhaseVerdict, document: JsonObject | undefined): Measured {
  const [source] = phase.documents;
  if (!document || !source) return { ledgers: [], chaos: null };
  return withRawLinks(root, entry, source, {
    ledgers: ledgersOf(root, entry, phase.phase, document),
    chaos: phase.phase === 4 ? chaosView(root, entry, phase.checks, document) : null,
  });
}

function ledgersOf(root: string, entry: Entry, phase: PhaseNumber, document: JsonObject): Ledger[] {
  const href = lineHref(entry, `phase${phase}.json`, null) ?? lineHref(entry, SUMMARY_FILE, null) ?? '';
  const invariants = objectAt(document, 'invariants');
  const ledgers =
    phase === 2
      ? [
          identityLedger(document, href),
          anomaliesLedger([{ name: null, anomalies: document.anomalies }], linksToAnomaly(entry, ['phase2']), href) ??
            invariantsLedger(root, entry, [{ name: null, invariants }]),
        ]
      : phase === 3
        ? [roundTripLedger(document, href)]
        : [];
  return ledgers.filter((ledger) => ledger !== null);
}

/** A reason that repeats a check starts with the check's id. */
const isNoCheck = (reason: string): boolean => !/^phase[1-4]\.\S+ (failed|is unknown): /.test(reason);

function burst(document: JsonObject | undefined): string | null {
  const number = (key: string) => (typeof document?.[key] === 'number' ? grouped(document[key] as number) : '?');
  return document ? `of ${number('total_writes')}; ${number('ok')} acked, ${number('quorum_not_met')} refused` : null;
}

function saidReasons({ reasons }: JsonObject): string[] {
  if (!Array.isArray(reasons)) return [];
  return reasons.flatMap((reason) =>
    typeof reason === 'string' && reason !== '' ? figuresInText(reason.slice(0, 300)) : [],
  );
}
