// What the folder's own list of hashes says of its files. A folder without a list vouches for nothing
// and is judged as it lies; one with a list is held to it, byte for byte.

import { type EvidenceList, evidenceListSchema, type Provenance } from '../contract/artifacts.ts';
import { EVIDENCE_LIST_FILE, isLater } from '../contract/names.ts';
import type { Reading } from '../contract/reading.ts';
import type { Departure } from '../contract/verdict.ts';

type Line = EvidenceList['artifacts'][number];

export interface Integrity {
  /** How a file departs from the list; null where it agrees or no list exists. */
  departs: (reading: Reading) => Departure | null;
  /** Lines whose file is gone. */
  gone: readonly Line[];
  /** The provenance that the list records for a file that agrees with its line. */
  recordedProvenance: (file: string) => Provenance | null;
  /** Facts about the list itself. */
  problem: string | null;
}

const NO_LIST: Integrity = { departs: () => null, gone: [], recordedProvenance: () => null, problem: null };

export function integrityOf(files: readonly Reading[]): Integrity {
  const listFile = files.find(({ file }) => file === EVIDENCE_LIST_FILE);
  if (!listFile) return NO_LIST;
  const { lines, problem } = readLines(listFile);
  const present = new Set(files.map(({ file }) => file));
  return {
    departs: (reading) => (isUnlistable(reading.file) ? null : departure(reading, lines.get(reading.file))),
    gone: [...lines.values()].filter(({ file }) => !present.has(file)),
    recordedProvenance: (file) => lines.get(file)?.provenance ?? null,
    problem,
  };
}

/** The list cannot hold its own hash, nor what is written later. */
const isUnlistable = (file: string): boolean => file === EVIDENCE_LIST_FILE || isLater(file);

function readLines(listFile: Reading): { lines: Map<string, Line>; problem: string | null } {
  const nothing = (problem: string) => ({ lines: new Map<string, Line>(), problem });
  if (listFile.state !== 'document') {
    const detail = listFile.state === 'unreadable' ? listFile.why.detail : 'it is no document';
    return nothing(`${EVIDENCE_LIST_FILE} cannot be read, so it lists nothing: ${detail}`);
  }
  const parsed = evidenceListSchema.safeParse(listFile.document);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return nothing(`${EVIDENCE_LIST_FILE} lists nothing: at ${issue?.path.join('.') || 'its root'}, ${issue?.message}`);
  }
  const lines = new Map(parsed.data.artifacts.map((line) => [line.file, line]));
  return lines.size === parsed.data.artifacts.length
    ? { lines, problem: null }
    : nothing(`${EVIDENCE_LIST_FILE} names a file twice, so it lists nothing`);
}

function departure(reading: Reading, line: Line | undefined): Departure | null {
  if (!line) return { how: 'not listed', detail: `${reading.file} is not in ${EVIDENCE_LIST_FILE}` };
  if (reading.sha256 === line.sha256 && reading.bytes === line.bytes) return null;
  const found = reading.sha256 === null ? 'no regular file' : `${reading.bytes} bytes, sha256 ${reading.sha256}`;
  const expected = `${line.bytes} bytes, sha256 ${line.sha256}`;
  return {
    how: 'differs',
    detail: `${reading.file} differs from ${EVIDENCE_LIST_FILE}: expected ${expected}; found ${found}`,
  };
}
