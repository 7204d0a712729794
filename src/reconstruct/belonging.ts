// Is this log of the run that the folder holds? Evidence of two runs must never stand in one folder, whatever their
// campaigns are called. The folder says so by the run it names, or by a recorded document that the log prints otherwise.

import { isDeepStrictEqual } from 'node:util';
import { SUMMARY_FILE } from '../contract/names.ts';
import { isReconstruction, type ReconstructionSource } from '../contract/reconstruction.ts';
import type { Candidate } from './record.ts';

type Documents = ReadonlyMap<string, Record<string, unknown>>;

/** Why the folder is of another run; null where nothing says so. */
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
  const other = candidates.find((candidate) => candidate.exact && differs(documents.get(candidate.file), candidate));
  return other
    ? `${other.file} in the folder differs from what this log holds: it is of another run, or was changed since`
    : null;
}

/**
 * A document carried over or rebuilt by someone else may well differ from the log, and so does the summary of a
 * runner that never came to write its last one; any other that the run wrote may not.
 */
function differs(document: Record<string, unknown> | undefined, candidate: Candidate): boolean {
  if (!document || document.state === 'running' || '_reconstructed_from' in document || '_transcribed_from' in document)
    return false;
  try {
    return !isDeepStrictEqual(document, JSON.parse(candidate.bytes.toString('utf8')));
  } catch {
    return false;
  }
}

interface Run {
  repository: unknown;
  run_id: string;
  attempt: number | null;
}

/** The run that a summary names, where it ran in Actions, or that an earlier reconstruction came from. */
export function runOf(documents: Documents): Run | null {
  const ci = objectOf(documents.get(SUMMARY_FILE)?.ci);
  if (typeof ci?.run_id === 'string') {
    return { repository: ci.repository, run_id: ci.run_id, attempt: Number(ci.run_attempt) || null };
  }
  for (const [file, document] of documents) {
    const source = isReconstruction(file) ? objectOf(document.source) : null;
    if (typeof source?.run_id !== 'string') continue;
    return { repository: source.repository, run_id: source.run_id, attempt: Number(source.run_attempt) || null };
  }
  const page = /([\w.-]+\/[\w.-]+)\/actions\/runs\/(\d+)(?:\/attempts\/(\d+))?/.exec(
    String(documents.get(SUMMARY_FILE)?._reconstructed_from ?? ''),
  );
  return page?.[2] ? { repository: page[1], run_id: page[2], attempt: Number(page[3]) || null } : null;
}

const objectOf = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
