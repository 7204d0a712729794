// The file of a history: lines that grow compressed under a temporary name, which becomes its own name when the file is
// whole. So a history that can be read was closed in an orderly way.

import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import type { PackedCycle } from '../contract/packed-history.ts';
import { piecesOf } from '../history/packed/pack.ts';

export interface HistoryFile {
  write(cycle: PackedCycle): void;
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
  const gzip = createGzip({ level: constants.Z_BEST_COMPRESSION, memLevel: constants.Z_MAX_MEMLEVEL });
  const sink = gzip.pipe(createWriteStream(partial));
  let failure: Error | null = null;
  const remember = (error: Error): void => {
    failure ??= error;
  };
  gzip.on('error', remember);
  sink.on('error', remember);
  let closed = false;
  return {
    write(cycle) {
      if (closed) throw new Error(`the history ${file} is closed`);
      // what cannot be written must not pile up: a soak goes on for days
      if (failure !== null) return;
      for (const piece of piecesOf(cycle)) {
        gzip.write(piece);
        // what comes is of another kind, and gets codes of its own
        gzip.flush(constants.Z_BLOCK);
      }
    },
    async close() {
      if (closed) return;
      closed = true;
      if (failure === null) gzip.end();
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
