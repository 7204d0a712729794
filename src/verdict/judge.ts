// The judge: a folder as read in, a verdict out. Pure. What the artifacts claim never makes a pass; it can only take one
// away.
//
// A phase is judged from its documents, check by check; its status is the worst that the checks, the
// files and the folder's list of hashes allow. The outcome follows from the four statuses. Taking
// evidence away may turn a fail into an incomplete; where a list or a second file of the phase remains, it never makes a
// pass.

import { EVIDENCE_LIST_FILE, phaseOf, SUMMARY_FILE } from '../contract/names.ts';
import type { Folder, JsonObject, Reading } from '../contract/reading.ts';
import type { ArtifactVerdict, CampaignVerdict, Check, PhaseStatus, PhaseVerdict } from '../contract/verdict.ts';
import { consistentCheck } from './consistent.ts';
import { type PhaseDocuments, phaseDocuments, provenanceOf, unreadablePhase } from './documents.ts';
import { shortJson, valueAt } from './field.ts';
import { type Integrity, integrityOf } from './integrity.ts';
import { objectionsTo } from './objections.ts';
import { outcomeOf } from './outcome.ts';
import { phase1Checks } from './phase1.ts';
import { phase2Checks, phase2Vacuous } from './phase2.ts';
import { phase3Checks } from './phase3.ts';
import { phase4Checks, phase4Vacuous } from './phase4.ts';
import { reasonOf } from './reason.ts';

const KNOWN_SCHEMA_VERSION = 1;

export function judge(folder: Folder): CampaignVerdict {
  const integrity = integrityOf(folder.files);
  const summary = summaryOf(folder.files, integrity);
  const documents = phaseDocuments(folder.files, summary, integrity);
  const phases: PhaseVerdict[] = [];
  for (const ofPhase of documents) phases.push(judgePhase(ofPhase, phases, notApplicable(summary, ofPhase.phase)));
  const artifacts = artifactVerdicts(folder.files, integrity);
  return {
    ...outcomeOf(phases, summary, artifacts, objections(folder, summary, documents)),
    phases,
    artifacts,
    notes: [...(integrity.problem ? [integrity.problem] : []), ...versionNote(summary)],
  };
}

/** The summary that may be believed at all: present, readable and as listed. */
export function summaryOf(files: readonly Reading[], integrity: Integrity = integrityOf(files)): JsonObject | null {
  const reading = files.find(({ file }) => file === SUMMARY_FILE);
  return reading?.state === 'document' && integrity.departs(reading) === null ? reading.document : null;
}

function objections(...given: Parameters<typeof objectionsTo>): string[] {
  try {
    return objectionsTo(...given);
  } catch (error) {
    return [failed('campaign', error)];
  }
}

const failed = (on: 'campaign' | 'phase', error: unknown): string =>
  `the judge failed on this ${on}, so nothing is concluded: ${String(error).slice(0, 300)}`;

/** The subject's own sentence on a phase that means nothing to it; null: it has none. */
function notApplicable(summary: JsonObject | null, phase: number): string | null {
  const said = summary && valueAt(summary, ['capabilities', 'not_applicable', String(phase)]);
  return typeof said === 'string' ? said : null;
}

/** @param not_applicable why nobody ran the phase, where the subject says so: it takes no pass, and gives none */
function judgePhase(
  documents: PhaseDocuments,
  earlier: readonly PhaseVerdict[],
  not_applicable: string | null,
): PhaseVerdict {
  if (not_applicable !== null && documents.sources.length + documents.unreadable.length === 0)
    return { ...judgePhase(documents, [], null), reasons: [not_applicable] };
  const { phase, sources, unreadable, unused, provenance, notes } = documents;
  const head = {
    phase,
    provenance,
    documents: sources.map(({ file, node, base }) => ({ file, node, path: base })),
    notes,
  };
  try {
    const checks = [...phaseChecks(documents), ...consistentCheck(phase, sources)];
    const vacuous = vacuousness(documents);
    const status = statusOf(checks, vacuous, documents, earlier);
    return {
      ...head,
      status,
      checks,
      reasons: [
        ...unreadable.map(({ detail }) => detail),
        ...(unused === null ? [] : [unused]),
        ...reasonsOf(checks, vacuous),
      ],
    };
  } catch (error) {
    return { ...head, status: 'INCONCLUSIVE', checks: [], reasons: [failed('phase', error)] };
  }
}

function phaseChecks({ phase, sources, nodes }: PhaseDocuments): Check[] {
  if (phase === 1) return phase1Checks(sources, nodes);
  if (phase === 2) return sources.flatMap((source) => phase2Checks(source, nodes));
  return sources.flatMap({ 3: phase3Checks, 4: phase4Checks }[phase]);
}

/** Why documents that hold nothing false prove nothing, or null. */
function vacuousness({ phase, sources: [source] }: PhaseDocuments): string | null {
  if (!source) return null;
  return phase === 2 ? phase2Vacuous(source) : phase === 4 ? phase4Vacuous(source) : null;
}

function statusOf(
  checks: readonly Check[],
  vacuous: string | null,
  { sources, unreadable }: PhaseDocuments,
  earlier: readonly PhaseVerdict[],
): PhaseStatus {
  if (checks.some(({ ok }) => ok === false)) return 'FAIL';
  if (unreadable.length > 0) return 'UNREADABLE';
  if (sources.length === 0) return earlier.some(stopsTheRun) ? 'NOT REACHED' : 'NOT RUN';
  if (vacuous !== null || checks.some(({ ok }) => ok === null)) return 'INCONCLUSIVE';
  return 'PASS';
}

/**
 * As harnesses stop that run their phases in order. A runner that goes on leaves documents of the later phases, and a
 * phase of it that has none was not recorded. Both are called NOT REACHED: a reader can trust neither phase.
 */
const stopsTheRun = ({ status }: PhaseVerdict): boolean =>
  status === 'FAIL' || status === 'UNREADABLE' || status === 'INCONCLUSIVE';

const reasonsOf = (checks: readonly Check[], vacuous: string | null): string[] => [
  ...checks.filter(({ ok }) => ok === false).map(reasonOf),
  ...(vacuous === null ? [] : [vacuous]),
  ...checks.filter(({ ok }) => ok === null).map(reasonOf),
];

function artifactVerdicts(files: readonly Reading[], integrity: Integrity): ArtifactVerdict[] {
  const found = files.map((reading): ArtifactVerdict => {
    const departs = integrity.departs(reading);
    const phase = phaseOf(reading.file)?.phase;
    const why = reading.state === 'unreadable' ? reading.why : phase ? unreadablePhase(reading, phase) : null;
    const state = departs !== null ? 'altered' : why ? 'unreadable' : reading.state;
    const { file, bytes, sha256 } = reading;
    return { file, bytes, sha256, provenance: provenanceOf(reading, integrity), state, why, departs };
  });
  const gone = integrity.gone.map(({ file, provenance }): ArtifactVerdict => {
    const departs = { how: 'gone', detail: `${file} is in ${EVIDENCE_LIST_FILE} and not in the folder` } as const;
    return { file, bytes: null, sha256: null, provenance, state: 'altered', why: null, departs };
  });
  return [...found, ...gone].sort((a, b) => (a.file < b.file ? -1 : 1));
}

function versionNote(summary: JsonObject | null): string[] {
  const version = summary?.schema_version;
  if (version === undefined || version === KNOWN_SCHEMA_VERSION) return [];
  const given = shortJson(version, 40);
  return [
    `${SUMMARY_FILE} has schema_version ${given}; this reader knows ${KNOWN_SCHEMA_VERSION} and judges what it recognises`,
  ];
}
