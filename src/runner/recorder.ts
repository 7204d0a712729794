// Records operations as they happen: append-only, in the order in which they reached this process, each with
// the time of a monotonic clock. The file grows compressed under a temporary name and gets its own name when
// it is whole, so a history that can be read was closed in an orderly way.
// Only the cycles that still run are kept in memory: a soak of days needs no more of it than a smoke test.

import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { opSchema } from '../contract/artifacts.ts';
import type { CycleHistory, HistoryOp, Nanoseconds, Unplaced } from '../history/ops.ts';
import { compactor } from '../history/rows.ts';

/** Lines are handed to the compressor in groups: it runs on another thread, and each call costs more than a line. */
const GROUP_CHARACTERS = 64 * 1024;

export interface History {
  cycle(number: number): CycleHistory;
  now(): Nanoseconds;
  /** Ends the file and gives it its name. Nothing can be appended afterwards. */
  close(): Promise<void>;
}

/**
 * @param file path of `history-<name>.jsonl.gz`; must not exist
 * @param seen called with every operation as it is recorded
 * @throws Error where the file exists; `close` rejects where it could not be written (a full disk), and then leaves
 *   nothing of it: half a compressed history cannot be read, and its room may be needed
 */
export function openHistory(file: string, seen: (op: HistoryOp) => void = () => {}): History {
  if (existsSync(file)) throw new Error(`expected a new history, found ${file}: evidence is never overwritten`);
  const began = process.hrtime.bigint();
  const partial = `${file}.partial`;
  const gzip = createGzip({ level: constants.Z_BEST_COMPRESSION });
  const sink = gzip.pipe(createWriteStream(partial));
  let failure: Error | null = null;
  const remember = (error: Error): void => {
    failure ??= error;
  };
  gzip.on('error', remember);
  sink.on('error', remember);

  let index = 0;
  let closed = false;
  let group = '';
  const now = (): Nanoseconds => Number(process.hrtime.bigint() - began);

  function append(cycle: number, op: Unplaced, compact: (op: HistoryOp) => object): HistoryOp {
    if (closed) throw new Error(`the history ${file} is closed`);
    const placed = { index, cycle, time_ns: now(), ...op } as HistoryOp;
    index += 1;
    group += `${JSON.stringify(compact(placed))}\n`;
    if (group.length >= GROUP_CHARACTERS) {
      gzip.write(group);
      group = '';
    }
    seen(placed);
    return placed;
  }

  return {
    now,
    cycle(number) {
      const ops: HistoryOp[] = [];
      const compact = compactor();
      return {
        ops,
        now,
        append(op) {
          const placed = append(number, op, compact);
          ops.push(placed);
          return placed;
        },
      };
    },
    async close() {
      if (closed) return;
      closed = true;
      gzip.end(group);
      await finished(sink).catch(remember);
      if (failure) {
        await rm(partial, { force: true });
        throw new Error(`expected to write ${file}, found ${failure.message}`, { cause: failure });
      }
      await rename(partial, file);
    },
  };
}

/** A recorder that keeps its operations and writes no file: for tests and for judging in memory. */
export function memoryHistory(): CycleHistory {
  const began = process.hrtime.bigint();
  const ops: HistoryOp[] = [];
  const now = (): Nanoseconds => Number(process.hrtime.bigint() - began);
  return {
    ops,
    now,
    append(op) {
      const placed = opSchema.parse({ index: ops.length, cycle: 1, time_ns: now(), ...op }) as unknown as HistoryOp;
      ops.push(placed);
      return placed;
    },
  };
}
