// Records operations as they happen: append-only, in the order in which they reached this process, each with
// the time of a monotonic clock. Only the cycles that still run are kept in memory: a soak of days needs no more of it
// than a smoke test.

import { opSchema } from '../contract/artifacts.ts';
import type { CycleHistory, HistoryOp, Nanoseconds } from '../history/ops.ts';
import { compactor } from '../history/rows.ts';
import { openHistoryFile } from './history-file.ts';

export interface History {
  cycle(number: number): CycleHistory;
  now(): Nanoseconds;
  /** Nothing can be appended afterwards. */
  close(): Promise<void>;
}

/**
 * @param file path of `history-<name>.jsonl.gz`; must not exist
 * @param seen called with every operation as it is recorded
 * @throws what openHistoryFile throws
 */
export function openHistory(file: string, seen: (op: HistoryOp) => void = () => {}): History {
  const { write, close } = openHistoryFile(file);
  const began = process.hrtime.bigint();
  const now = (): Nanoseconds => Number(process.hrtime.bigint() - began);
  let index = 0;
  return {
    now,
    close,
    cycle(number) {
      const ops: HistoryOp[] = [];
      const compact = compactor();
      return {
        ops,
        now,
        append(op) {
          const placed = { index, cycle: number, time_ns: now(), ...op } as HistoryOp;
          write(compact(placed));
          index += 1;
          ops.push(placed);
          seen(placed);
          return placed;
        },
      };
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
