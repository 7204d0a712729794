// The note that a run keeps of itself on disk: who runs it, and which processes it started. It is written
// before anything depends on it, so that the next start can clear away what a killed run left.

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const identitySchema = z.object({ pid: z.int().min(2), started: z.string() });

const runRecordSchema = z.object({
  run_id: z.string().regex(/^[0-9a-f]{12}$/),
  number_space: z.string().describe('where the process numbers below mean something'),
  runner: identitySchema,
  processes: z.array(identitySchema.extend({ what: z.string() })),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

/** Set for every process that a run starts, and inherited by what those start. */
export const RUN_VARIABLE = 'PROOFHOUSE_RUN';

const PREFIX = 'proofhouse-';

/** The one folder that a run may fill outside its campaign: stores, logs, snapshots. */
export const runFolder = (run_id: string): string => join(tmpdir(), PREFIX + run_id);

/** The run that a folder of the temporary directory belongs to; null where it is none of ours. */
export const runIdOf = (folder_name: string): string | null =>
  /^proofhouse-([0-9a-f]{12})$/.exec(folder_name)?.[1] ?? null;

const FILE = 'run.json';
const NEW_FILE = `${FILE}.new`;

/** What a run has in its folder before it has a note; anything else there without one is not a run's. */
export const isPartOfNote = (file: string): boolean => file === FILE || file === NEW_FILE;

/** Replaces the note as a whole: a reader never meets half of one. */
export function writeRunRecord(record: RunRecord): void {
  const folder = runFolder(record.run_id);
  writeFileSync(join(folder, NEW_FILE), JSON.stringify(record));
  renameSync(join(folder, NEW_FILE), join(folder, FILE));
}

/** The note of a run; null where there is none that can be trusted. */
export function readRunRecord(run_id: string): RunRecord | null {
  try {
    const record = runRecordSchema.parse(JSON.parse(readFileSync(join(runFolder(run_id), FILE), 'utf8')));
    return record.run_id === run_id ? record : null;
  } catch {
    return null;
  }
}
