// The file of a history: lines that grow compressed under a temporary name, which becomes its own name when the file is
// whole. So a history that can be read was closed in an orderly way.

import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';

/** Lines are handed to the compressor in groups: it runs on another thread, and each call costs more than a line. */
const GROUP_CHARACTERS = 64 * 1024;

export interface HistoryFile {
  write(op: object): void;
  /** Ends the file and gives it its name. Nothing can be written afterwards. */
  close(): Promise<void>;
}

/**
 * @param file path of `history-<name>.jsonl.gz`; must not exist
 * @throws Error where the file exists; `close` rejects where it could not be written (a full disk), and then leaves
 *   nothing of it: half a compressed history cannot be read, and its room may be needed
 */
export function openHistoryFile(file: string): HistoryFile {
  if (existsSync(file)) throw new Error(`expected a new history, found ${file}: evidence is never overwritten`);
  const partial = `${file}.partial`;
  const gzip = createGzip({ level: constants.Z_BEST_COMPRESSION });
  const sink = gzip.pipe(createWriteStream(partial));
  let failure: Error | null = null;
  const remember = (error: Error): void => {
    failure ??= error;
  };
  gzip.on('error', remember);
  sink.on('error', remember);
  let closed = false;
  let group = '';
  return {
    write(op) {
      if (closed) throw new Error(`the history ${file} is closed`);
      group += `${JSON.stringify(op)}\n`;
      if (group.length < GROUP_CHARACTERS) return;
      // what cannot be written must not pile up: a soak goes on for days
      if (failure === null) gzip.write(group);
      group = '';
    },
    async close() {
      if (closed) return;
      closed = true;
      if (failure === null) gzip.end(group);
      else gzip.destroy();
      await finished(sink).catch(remember);
      if (failure) {
        await rm(partial, { force: true });
        throw new Error(`expected to write ${file}, found ${failure.message}`, { cause: failure });
      }
      await rename(partial, file);
    },
  };
}
