// Is this log of the run that the folder holds? Evidence of two runs must never stand in one folder, whatever their
// campaigns are called. The folder says so by the run it names, by a recorded document that the log prints otherwise,
// or by the phases inside its summary. A log that nothing ties to the campaign gives nothing.

import { isDeepStrictEqual } from 'node:util';
import { asObject, isObject } from '../contract/json-object.ts';
import { isCampaignId, SUMMARY_FILE } from '../contract/names.ts';
import { isReconstruction, type ReconstructionSource } from '../contract/reconstruction.ts';
import { embeddedPhases } from './embedded.ts';
import type { Candidate } from './record.ts';

type Members = Record<string, unknown>;
type Documents = ReadonlyMap<string, Members>;

/** Why nothing of this source may be written here; null where nothing says so. */
export function strangeness(
  documents: Documents,
  source: ReconstructionSource,
  candidates: readonly Candidate[],
): string | null {
  const run = runOf(documents);
  if (run && source.run_id !== null && (source.repository !== run.repository || source.run_id !== run.run_id)) {
    return `the folder is of run ${run.run_id} of ${run.repository}, and this is run ${source.run_id} of ${source.repository}`;
  }
  if (run && source.run_id !== null && run.attempt !== null && run.attempt !== source.run_attempt) {
    return `the folder is of attempt ${run.attempt} of this run: give --attempt ${run.attempt}`;
  }
  const other = candidates.find((candidate) => differs(documents.get(candidate.file), candidate));
  if (other)
    return `${other.file} in the folder differs from what this log holds: it is of another run, or was changed since`;
  const inside = embeddedPhases(documents.get(SUMMARY_FILE));
  const stranger = candidates.find((candidate) => !agrees(inside.get(candidate.file), candidate, documents));
  return stranger
    ? `${stranger.file} differs from its copy inside ${SUMMARY_FILE} of the folder: it is of another run, or was changed since`
    : null;
}

/** The words of a run's title that can be a campaign. */
export const wordsOf = (title: string): string[] => title.split(/[\s,;:()[\]"']+/).filter(isCampaignId);

/** Why a candidate that names no campaign may not be written; null where the folder names the run that it is from. */
export function untied(documents: Documents, source: ReconstructionSource, campaignId: string): string | null {
  const run = runOf(documents);
  if (run && source.run_id !== null && run.run_id === source.run_id && run.repository === source.repository)
    return null;
  return `nothing in this log names ${campaignId}, and the folder names no run that it could be of`;
}

/**
 * A document carried over or rebuilt by someone else may well differ from the log, and so does the summary of a
 * runner that never came to write its last one; any other that the run wrote may not.
 */
function differs(document: Members | undefined, candidate: Candidate): boolean {
  if (!document || document.state === 'running' || isSecondHand(document)) return false;
  return candidate.from === 'progress' ? !holdsPrinted(document, candidate) : !isSame(document, candidate);
}

/** Of a summary at second hand only the flag of each phase counts: its figures may have been rounded. */
function agrees(inside: Members | undefined, candidate: Candidate, documents: Documents): boolean {
  const value = printedOf(candidate);
  if (!inside || !value) return true;
  if (isSecondHand(documents.get(SUMMARY_FILE) ?? {})) return value.pass !== true || inside.pass === true;
  return candidate.from === 'progress' ? holdsPrinted(inside, candidate) : isSame(inside, candidate);
}

/** Each value that a progress line printed is in the document too; what is derived or not printed is no difference. */
function holdsPrinted(recorded: Members, candidate: Candidate): boolean {
  return candidate.values.every((value) => {
    if (value.label !== 'printed' || value.path === 'ai_memory_git_ref') return true;
    const [head = '', ...rest] = value.path.split('.');
    const member = rest.length === 0 ? recorded[head] : asObject(recorded[head])[rest.join('.')];
    return isDeepStrictEqual(member, value.value);
  });
}

const isSecondHand = (document: Members): boolean =>
  '_reconstructed_from' in document || '_transcribed_from' in document;

/** Equal but for what the reconstruction added; a masked value may be any. */
function isSame(recorded: Members, candidate: Candidate): boolean {
  const printed = printedOf(candidate);
  return printed === null || sameUnderMask(withoutMarks(recorded), withoutMarks(printed));
}

function sameUnderMask(recorded: unknown, printed: unknown): boolean {
  if (typeof printed === 'string' && printed.includes('***')) return true;
  if (typeof printed !== 'object' || printed === null || typeof recorded !== 'object' || recorded === null)
    return isDeepStrictEqual(recorded, printed);
  const keys = Object.keys(printed);
  if (keys.some((key) => key.includes('***'))) return true;
  if (Array.isArray(printed) !== Array.isArray(recorded) || keys.length !== Object.keys(recorded).length) return false;
  return keys.every(
    (key) => Object.hasOwn(recorded, key) && sameUnderMask((recorded as Members)[key], (printed as Members)[key]),
  );
}

const withoutMarks = (document: Members): Members =>
  Object.fromEntries(Object.entries(document).filter(([key]) => !key.startsWith('_')));

function printedOf(candidate: Candidate): Members | null {
  if (!candidate.file.endsWith('.json')) return null;
  try {
    const value: unknown = JSON.parse(candidate.bytes.toString('utf8'));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

interface Run {
  repository: unknown;
  run_id: string;
  attempt: number | null;
}

/** The run that a summary names, where it ran in Actions, or that an earlier reconstruction came from. */
export function runOf(documents: Documents): Run | null {
  const ci = asObject(documents.get(SUMMARY_FILE)?.ci);
  if (typeof ci.run_id === 'string') {
    return { repository: ci.repository, run_id: ci.run_id, attempt: Number(ci.run_attempt) || null };
  }
  for (const [file, document] of documents) {
    const source = isReconstruction(file) ? asObject(document.source) : null;
    if (typeof source?.run_id !== 'string') continue;
    return { repository: source.repository, run_id: source.run_id, attempt: Number(source.run_attempt) || null };
  }
  const page = /([\w.-]+\/[\w.-]+)\/actions\/runs\/(\d+)(?:\/attempts\/(\d+))?/.exec(
    String(documents.get(SUMMARY_FILE)?._reconstructed_from ?? ''),
  );
  return page?.[2] ? { repository: page[1], run_id: page[2], attempt: Number(page[3]) || null } : null;
}
