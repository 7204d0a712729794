// One phase of one campaign, shown whatever its status.

import type { Entry } from '../../../catalogue/catalogue.ts';
import { documentOf, linesOfChecks } from '../../../catalogue/texts.ts';
import { type PhaseNumber, phaseOf } from '../../../contract/names.ts';
import type { JsonObject } from '../../../contract/reading.ts';
import type { PhaseVerdict } from '../../../contract/verdict.ts';
import { objectAt } from '../../artifact-fields.ts';
import type { Ledger } from '../../ledger.ts';
import { PHASE_WORDS, type PhaseWords } from '../../phase-words.ts';
import { type Mark, markOf, meaningOf } from '../../words.ts';
import { type ChaosView, chaosView } from '../chaos/chaos.ts';
import { inlineRaw, lineHref, type RawView } from '../raw.ts';
import { anomaliesLedger } from './anomalies.ts';
import { type CheckRow, checkRow } from './checks.ts';
import { invariantsLedger } from './invariants.ts';
import { identityLedger, roundTripLedger } from './phase-ledgers.ts';

export interface PhaseView {
  number: number;
  words: PhaseWords;
  status: string;
  mark: Mark;
  meaning: string;
  /** Why nothing, or not enough, could be concluded; checks that fail speak in their own rows. */
  reasons: string[];
  notes: string[];
  provenance: string | null;
  embedded: { text: string; href: string | null }[];
  checks: CheckRow[];
  /** What the phase measured beyond its checks. */
  ledgers: Ledger[];
  chaos: ChaosView | null;
  said: string[];
  raws: RawView[];
}

const SAID_MAX = 20;

export function phaseViews(root: string, entry: Entry): PhaseView[] {
  return entry.verdict.phases.map((phase) => phaseView(root, entry, phase));
}

function phaseView(root: string, entry: Entry, phase: PhaseVerdict): PhaseView {
  const lines = linesOfChecks(root, entry, phase);
  const documents = phase.documents
    .map(({ file, path }) => documentOf(root, entry, file, path))
    .filter((document) => document !== undefined);
  const shownReasons =
    phase.status === 'FAIL' || phase.checks.length > 0 ? phase.reasons.filter(isNoCheck) : phase.reasons;
  return {
    number: phase.phase,
    words: PHASE_WORDS[phase.phase],
    status: phase.status,
    mark: markOf(phase.status),
    meaning: meaningOf(phase.status),
    reasons: shownReasons,
    notes: phase.notes,
    provenance: phase.provenance,
    embedded: phase.documents
      .filter(({ path }) => path.length > 0)
      .map(({ file, path }) => ({ text: `${file}, ${path.join('.')}`, href: lineHref(entry, file, null) })),
    checks: phase.checks.map((check, index) =>
      checkRow(entry, check, lines[index] ?? null, check.id === 'phase2.burst' ? burst(documents[0]) : null),
    ),
    ledgers: documents[0] ? ledgersOf(root, entry, phase.phase, documents[0]) : [],
    chaos: phase.phase === 4 && documents[0] ? chaosView(root, entry, phase.checks, documents[0]) : null,
    said: documents.flatMap(saidReasons).slice(0, SAID_MAX),
    raws: entry.verdict.artifacts
      .filter(({ file, bytes }) => phaseOf(file)?.phase === phase.phase && bytes !== null)
      .map((artifact) => inlineRaw(root, entry, artifact)),
  };
}

function ledgersOf(root: string, entry: Entry, phase: PhaseNumber, document: JsonObject): Ledger[] {
  const invariants = objectAt(document, 'invariants');
  const ledgers =
    phase === 2
      ? [
          identityLedger(document),
          anomaliesLedger([{ name: null, anomalies: document.anomalies }]) ??
            invariantsLedger(root, entry, [{ name: null, invariants }]),
        ]
      : phase === 3
        ? [roundTripLedger(document)]
        : [];
  return ledgers.filter((ledger) => ledger !== null);
}

/** A reason that repeats a check starts with the check's id. */
const isNoCheck = (reason: string): boolean => !/^phase[1-4]\.\S+ (failed|is unknown): /.test(reason);

function burst(document: JsonObject | undefined): string | null {
  const number = (key: string) => (typeof document?.[key] === 'number' ? String(document[key]) : '?');
  return document ? `of ${number('total_writes')}; ${number('ok')} acked, ${number('quorum_not_met')} refused` : null;
}

function saidReasons({ reasons }: JsonObject): string[] {
  if (!Array.isArray(reasons)) return [];
  return reasons.flatMap((reason) => (typeof reason === 'string' && reason !== '' ? reason.slice(0, 300) : []));
}
