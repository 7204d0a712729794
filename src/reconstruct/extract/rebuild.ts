// From what the logs hold to the documents of one campaign. For every phase the best source counts: the document
// inside a printed aggregate, one printed alone, else the progress lines.

import { type PhaseNumber, SUMMARY_FILE } from '../../contract/names.ts';
import { nodeLetter } from '../embedded.ts';
import type { FoundDocument, PhaseDocument } from './campaign-documents.ts';
import { contradictions } from './contradictions.ts';
import { withoutDoubtful } from './doubtful.ts';
import type { JobFact, Origin } from './evidence.ts';
import { maskedPaths, withMember } from './masked.ts';
import { phase1Values, phaseValues } from './phase-values.ts';
import type { RebuiltFile } from './rebuilt-file.ts';
import type { CampaignEvidence } from './scope.ts';
import { stepSucceeded } from './steps.ts';
import { summaryValues } from './summary-values.ts';
import { documentOf, statements, unknown, type Value } from './values.ts';

export interface Rebuilt {
  files: RebuiltFile[];
  /** Something in the log names the campaign. */
  tied: boolean;
  /** Where a summary is whose campaign is masked. */
  masked: readonly Origin[];
  reached: PhaseNumber[];
  /** Files that did not come back, or not whole; `phase1-node-*.json` where no node is known. */
  partial: string[];
  maskedValues: number;
  notes: string[];
}

interface Given {
  campaignId: string;
  /** Goes into `_reconstructed_from`. */
  from: string;
  jobs: readonly JobFact[];
}

const NOTE = 'Rebuilt from a log; the values that it does not give are left out. See reconstruction.json.';
const MASKED = 'masked by the runner (***)';

export function rebuild(evidence: CampaignEvidence, given: Given): Rebuilt {
  const notes = [...evidence.notes];
  const reached = reachedPhases(evidence, given.jobs);
  const usable = withoutDoubtful(evidence, notes);
  const phases = ([1, 2, 3, 4] as const).flatMap((phase) =>
    phase === 1 ? phase1Files(usable, given, notes) : laterFile(phase, usable, given, notes),
  );
  const summary = summaryFile(usable, given, phases, notes);
  const unmarked = [...(summary ? [summary] : []), ...phases];
  const against = contradictions(evidence, unmarked);
  const files = unmarked.map((file) => ({ ...file, contradictedBy: against.get(file.file) ?? [] }));
  return {
    files,
    tied: evidence.tied,
    masked: evidence.masked,
    reached,
    partial: partialFiles(files, reached, evidence),
    maskedValues: files
      .flatMap((file) => file.values)
      .filter((value) => value.label === 'unknown' && value.reason === MASKED).length,
    notes,
  };
}

function reachedPhases(evidence: CampaignEvidence, jobs: readonly JobFact[]): PhaseNumber[] {
  const named = jobs
    .flatMap((job) => job.steps)
    .flatMap((step) => {
      const match = /\bphase[ _-]?([1-4])\b/i.exec(step.name);
      return match && step.conclusion !== null && step.conclusion !== 'skipped' ? [Number(match[1])] : [];
    });
  const seen = new Set<number>([
    ...named,
    ...evidence.progress.flatMap((line) => (line.phase === null ? [] : [line.phase])),
    ...evidence.phases.map((document) => document.phase),
  ]);
  return ([1, 2, 3, 4] as const).filter((phase) => seen.has(phase));
}

function summaryFile(
  evidence: CampaignEvidence,
  given: Given,
  phases: readonly RebuiltFile[],
  notes: string[],
): RebuiltFile | null {
  const { aggregate } = evidence;
  if (evidence.differing.length > 0) return null;
  if (!aggregate) return fromValues(SUMMARY_FILE, summaryValues(evidence.progress, given.campaignId), given);
  // Alone in its folder it would be judged by the phases inside it, which are in doubt.
  if (aggregate.phases.length > 0 && phases.length === 0) {
    notes.push(`${SUMMARY_FILE}: none of the phases inside the printed summary can be used, and so neither can it`);
    return null;
  }
  return fromDocument(SUMMARY_FILE, aggregate, 'aggregate', given);
}

function laterFile(phase: 2 | 3 | 4, evidence: CampaignEvidence, given: Given, notes: string[]): RebuiltFile[] {
  const file = `phase${phase}.json`;
  const printedOnes = evidence.phases.filter((document) => document.phase === phase);
  const [document, ...more] = printedOnes;
  if (document && more.length === 0) return [fromDocument(file, document, sourceOf(document), given)];
  if (more.length > 0) {
    notes.push(
      `${file}: ${printedOnes.length} different documents of phase ${phase} were printed; none of them counts`,
    );
    return [];
  }
  const lines = evidence.progress.filter((line) => line.phase === phase);
  if (lines.length === 0) return [];
  const succeeded = stepSucceeded(lines, evidence.progress, given.jobs);
  const environment = evidence.progress.filter((line) => line.statement.kind === 'environment');
  const rebuilt = fromValues(file, phaseValues(phase, { lines, environment, succeeded }), given);
  return rebuilt ? [rebuilt] : [];
}

function phase1Files(evidence: CampaignEvidence, given: Given, notes: string[]): RebuiltFile[] {
  const files = new Map<string, RebuiltFile>();
  const doubled = new Set<string>();
  for (const document of evidence.phases.filter((one) => one.phase === 1)) {
    const file = `phase1-node-${nodeLetter(document.value.host, document.position ?? 0)}.json`;
    if (files.has(file)) doubled.add(file);
    files.set(file, fromDocument(file, document, sourceOf(document), given));
  }
  for (const file of doubled) {
    notes.push(`${file}: more than one document of this node was printed; none of them counts`);
    files.delete(file);
  }
  for (const { statement, origin } of statements(evidence.progress, 'host')) {
    const node = /-([a-z])$/.exec(statement.host)?.[1];
    const file = `phase1-node-${node}.json`;
    if (!node || files.has(file) || doubled.has(file) || evidence.aggregate?.phases.some(isPhase1)) continue;
    const rebuilt = fromValues(file, phase1Values(statement.host, origin), given);
    if (rebuilt) files.set(file, rebuilt);
  }
  return [...files.values()];
}

const isPhase1 = (document: PhaseDocument): boolean => document.phase === 1;
const sourceOf = (document: PhaseDocument) => (document.embedded ? ('aggregate' as const) : ('document' as const));

function partialFiles(
  files: readonly RebuiltFile[],
  reached: readonly PhaseNumber[],
  evidence: CampaignEvidence,
): string[] {
  const hosts = statements(evidence.progress, 'host').flatMap(
    ({ statement }) => /-([a-z])$/.exec(statement.host)?.[1] ?? [],
  );
  const expected = reached.flatMap((phase) => {
    if (phase > 1) return [`phase${phase}.json`];
    if (hosts.length > 0) return hosts.map((node) => `phase1-node-${node}.json`);
    return files.some((file) => file.file.startsWith('phase1-node-')) ? [] : ['phase1-node-*.json'];
  });
  const absent = [SUMMARY_FILE, ...expected].filter((name) => !files.some((file) => file.file === name));
  const holed = files.filter((file) => file.values.some((value) => value.label === 'unknown')).map((file) => file.file);
  return [...new Set([...absent, ...holed])];
}

function fromDocument(file: string, found: FoundDocument, from: 'aggregate' | 'document', given: Given): RebuiltFile {
  const masked = maskedPaths(found.value);
  const origins: Origin[] = [found.origin];
  const exact = from === 'aggregate' && masked.length === 0 && !found.repaired && /^\{\n {2}\S/.test(found.text);
  const values: Value[] = [
    { path: '', label: 'printed', origins },
    ...masked.map((path) => unknown(path.join('.'), MASKED, origins)),
  ];
  const text = exact ? found.text : withMember(found.text, '_reconstructed_from', given.from);
  return { file, text: `${text}\n`, from, exact, values, contradictedBy: [] };
}

function fromValues(file: string, values: Value[], given: Given): RebuiltFile | null {
  if (!values.some((value) => value.label === 'printed')) return null;
  const document = { ...documentOf(values), _reconstructed_from: given.from, _reconstruction_note: NOTE };
  return {
    file,
    text: `${JSON.stringify(document, null, 2)}\n`,
    from: 'progress',
    exact: false,
    values,
    contradictedBy: [],
  };
}
