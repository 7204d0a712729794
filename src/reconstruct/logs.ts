// Log archives and log texts, as raw logs with what their names say: `0_job.txt` holds a job, `job/3_step.txt` one
// of its steps. Archives without jobs, or with steps only, occur; a step file and its job's file repeat each other.

import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { messageOf } from '../contract/message.ts';
import { archiveEntries, isArchive } from './archive.ts';
import type { RawLog } from './extract.ts';
import { ReconstructFailure } from './failure.ts';
import { ARCHIVE_BYTES_MAX, LOG_BYTES_MAX } from './limits.ts';

const JOB_FILE = /^(-?\d+)_(.+)\.txt$/s;
const STEP_FILE = /^(.+)\/(\d+)_(.+)\.txt$/s;

export async function* archiveLogs(bytes: Buffer): AsyncGenerator<RawLog> {
  const wanted = (name: string) => JOB_FILE.test(name) || STEP_FILE.test(name);
  for await (const entry of archiveEntries(bytes, wanted, LOG_BYTES_MAX)) {
    yield { ...named(entry.name), text: decoded(entry.bytes), truncated: entry.truncated };
  }
}

export const textLog = (log: string, bytes: Buffer, origin?: Partial<RawLog>): RawLog => ({
  log,
  job: null,
  jobId: null,
  step: null,
  stepNumber: null,
  truncated: bytes.length > LOG_BYTES_MAX,
  ...origin,
  text: decoded(bytes.subarray(0, LOG_BYTES_MAX)),
});

/** A file given by hand: an archive, or any text. */
export async function readLogFile(path: string): Promise<{ bytes: Buffer; form: 'archive' | 'text' }> {
  const chunks: Buffer[] = [];
  let length = 0;
  let max = LOG_BYTES_MAX + 1;
  try {
    // A pipe would be waited for, perhaps for ever.
    const found = kindOf(await stat(path));
    if (found !== 'file') throw new Error(`found a ${found}`);
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      if (length === 0 && isArchive(chunk)) max = ARCHIVE_BYTES_MAX + 1;
      chunks.push(chunk);
      length += chunk.length;
      if (length >= max) break;
    }
  } catch (error) {
    const why = messageOf(error);
    throw new ReconstructFailure('usage', `--log ${path}: expected a log file or a run-log archive; ${why}.`, {
      cause: error,
    });
  }
  const bytes = Buffer.concat(chunks, length);
  if (!isArchive(bytes)) return { bytes: bytes.subarray(0, LOG_BYTES_MAX + 1), form: 'text' };
  if (bytes.length > ARCHIVE_BYTES_MAX) {
    throw new ReconstructFailure(
      'too large',
      `${basename(path)} is above ${ARCHIVE_BYTES_MAX} bytes; unpack it and give one job's log.`,
    );
  }
  return { bytes, form: 'archive' };
}

function kindOf(found: Stats): string {
  if (found.isFile()) return 'file';
  if (found.isDirectory()) return 'folder';
  if (found.isFIFO()) return 'pipe (FIFO): write it to a file first';
  return found.isSocket() ? 'socket' : 'device';
}

function named(name: string): Omit<RawLog, 'text' | 'truncated'> {
  const step = STEP_FILE.exec(name);
  if (step) return { log: name, job: step[1] ?? null, jobId: null, step: step[3] ?? null, stepNumber: Number(step[2]) };
  return { log: name, job: JOB_FILE.exec(name)?.[2] ?? null, jobId: null, step: null, stepNumber: null };
}

/** Bytes that are no UTF-8 become replacement signs, as in the log's own making; UTF-16 is what PowerShell writes. */
function decoded(bytes: Buffer): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
