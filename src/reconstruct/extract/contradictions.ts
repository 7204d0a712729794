// What the log says against the documents that it printed: figures of progress lines that differ, the rest of a second
// document that differs, a final verdict or a step that failed. Each such line goes into the document that it
// contradicts. A line that speaks of the whole run goes into the summary, and into every phase that claims a pass,
// unless one of the phases shows already why the run did not.

import { phaseOf, SUMMARY_FILE } from '../../contract/names.ts';
import type { Origin } from './evidence.ts';
import { failedSteps } from './failed-steps.ts';
import { figuresAgainst } from './figures.ts';
import { holdsMask } from './masked.ts';
import type { RebuiltFile } from './rebuilt-file.ts';
import type { CampaignEvidence } from './scope.ts';
import { type Stray, saidOf } from './strays.ts';
import { statements } from './values.ts';

type Members = Record<string, unknown>;
export type Contradictions = Map<string, Origin[]>;

interface Read {
  file: RebuiltFile;
  phase: number | null;
  value: Members;
}

export function contradictions(evidence: CampaignEvidence, files: readonly RebuiltFile[]): Contradictions {
  const read = files.map((file): Read => {
    return { file, phase: phaseOf(file.file)?.phase ?? null, value: JSON.parse(file.text) };
  });
  const found: Contradictions = new Map();
  const add = (one: Read, lines: readonly Origin[]) => {
    if (lines.length > 0) found.set(one.file.file, [...(found.get(one.file.file) ?? []), ...lines]);
  };
  for (const one of read) {
    if (one.file.from !== 'progress') add(one, figuresAgainst(one.phase, one.value, evidence.progress));
    add(one, documentsBeside(one, evidence));
  }
  for (const [phase, lines] of straysAgainst(read, evidence))
    for (const one of read) if (one.phase === phase) add(one, lines);
  const failed = failedSteps(evidence);
  for (const { phase, origin } of failed)
    for (const one of read) if (phase !== null && one.phase === phase && one.value.pass === true) add(one, [origin]);
  const ofRun = [...runFailures(evidence, read), ...failed.flatMap(({ phase, origin }) => (phase ? [] : [origin]))];
  const explained = read.some((one) => one.phase !== null && (one.value.pass !== true || found.has(one.file.file)));
  for (const one of read) {
    if (one.phase === null ? one.value.overall_pass !== false : !explained) add(one, ofRun);
  }
  return new Map([...found].map(([file, lines]) => [file, distinct(lines)]));
}

/** The final verdict, a member of a document that was not found whole, or summaries of which each says otherwise. */
function runFailures(evidence: CampaignEvidence, read: readonly Read[]): Origin[] {
  const summary = read.find(({ file }) => file.file === SUMMARY_FILE);
  const overall = statements(evidence.progress, 'overall').filter(({ statement }) => !statement.pass);
  const known = linesOf(read);
  const strays = evidence.strays.filter((stray) => {
    if (stray.phase !== null || stray.text.startsWith('"campaign_id"')) return false;
    if (/^"(?:overall_pass|pass)"\s*:\s*false/.test(stray.text)) return summary?.value.overall_pass !== false;
    return evidence.aggregate !== null && differs(stray, known);
  });
  return [...overall, ...strays, ...evidence.differing].map(({ origin }) => origin);
}

/** A phase whose document is only there in parts cannot be rebuilt from anything else as if it were not. */
function straysAgainst(read: readonly Read[], evidence: CampaignEvidence): Map<number, Origin[]> {
  const against = new Map<number, Origin[]>();
  for (const phase of new Set(evidence.strays.flatMap((stray) => stray.phase ?? []))) {
    const own = read.filter((one) => one.phase === phase);
    const strays = evidence.strays.filter((stray) => stray.phase === phase);
    const printed = own.filter(({ file }) => file.from !== 'progress');
    const known = linesOf(printed);
    const lines = printed.length === 0 ? strays.slice(0, 1) : strays.filter((stray) => differs(stray, known));
    if (lines.length > 0)
      against.set(
        phase,
        lines.map(({ origin }) => origin),
      );
  }
  return against;
}

/** A masked line says nothing, and the last line of a log that was cut off is the beginning of one. */
const differs = (stray: Stray, known: ReadonlySet<string>): boolean =>
  !known.has(stray.text) &&
  !holdsMask(stray.text) &&
  !(stray.endsLog && [...known].some((line) => line.startsWith(stray.text)));

/** A phase document that was printed alone as well, with another content than the summary holds. */
function documentsBeside({ phase, file, value }: Read, { phases, beside }: CampaignEvidence): Origin[] {
  const known = new Set(file.text.split('\n').map(saidOf));
  const inside = new Set(phases.map((document) => JSON.stringify(document.value)));
  return beside
    .filter((document) => document.phase === phase && (phase !== 1 || document.value.host === value.host))
    .filter((document) => !inside.has(JSON.stringify(document.value)))
    .flatMap((document) => {
      const lines = document.text.split('\n');
      const at = lines.findIndex((line) => !known.has(saidOf(line)) && !holdsMask(line));
      const line = document.lineNumbers[at] ?? document.origin.lineStart;
      return at < 0 ? [] : [{ ...document.origin, lineStart: line, lineEnd: line, text: lines[at] ?? '' }];
    });
}

/** As printed, and one member a line, for a document may have been printed on one line. */
function linesOf(read: readonly Read[]): Set<string> {
  const texts = read.flatMap(({ file, value }) => [file.text, JSON.stringify(value, null, 2)]);
  return new Set(texts.flatMap((text) => text.split('\n').map(saidOf)));
}

/** A line of a step is in the job's file too: the step's says more of where it was. */
function distinct(origins: readonly Origin[]): Origin[] {
  const seen = new Map<string, Origin>();
  for (const origin of origins) {
    const key = origin.stepNumber === null ? origin.text : `${origin.log}\n${origin.lineStart}`;
    if (!seen.has(key)) seen.set(key, origin);
  }
  const inSteps = new Set([...seen.values()].flatMap(({ stepNumber, text }) => (stepNumber === null ? [] : [text])));
  return [...seen.values()].filter(({ stepNumber, text }) => stepNumber !== null || !inSteps.has(text));
}
