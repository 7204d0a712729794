// Records operations as they happen: append-only, in the order in which they reached this process, each with
// the time of a monotonic clock. Only the cycles that still run are kept in memory: a soak of days needs no more of it
// than a smoke test. A cycle goes to the file when it has ended.

import { createHash } from 'node:crypto';
import { opSchema } from '../contract/artifacts.ts';
import { type CycleHistory, type HistoryOp, type Nanoseconds, TICK_NS } from '../history/ops.ts';
import { packCycle } from '../history/packed/pack.ts';
import { openHistoryFile } from './history-file.ts';

export interface RecordedCycle extends CycleHistory {
  /** Nothing can be appended afterwards. @param isSound nothing is wrong in it: it is written shorter */
  end(isSound: boolean): void;
}

export interface History {
  cycle(number: number): RecordedCycle;
  now(): Nanoseconds;
  /** Ends the cycles that have not ended. Nothing can be appended afterwards. */
  close(): Promise<void>;
}

/**
 * @param file path of `history-<name>.jsonl.gz`; must not exist
 * @param seen called with every operation as it is recorded
 * @throws what openHistoryFile throws
 */
export function openHistory(file: string, seen: (op: HistoryOp) => void = () => {}): History {
  const { write, close } = openHistoryFile(file);
  const now = clock();
  const open = new Set<RecordedCycle>();
  let isClosed = false;
  return {
    now,
    async close() {
      for (const cycle of open) cycle.end(false);
      isClosed = true;
      await close();
    },
    cycle(number) {
      const { ops, append } = recording(number, now, seen);
      let hasEnded = false;
      const cycle: RecordedCycle = {
        ops,
        now,
        append(op) {
          if (hasEnded || isClosed) throw new Error(`cycle ${number} of ${file} is closed`);
          return append(op);
        },
        end(isSound) {
          if (hasEnded) return;
          hasEnded = true;
          open.delete(cycle);
          if (ops.length > 0) write(packCycle(number, ops, isSound ? sha256 : null));
        },
      };
      open.add(cycle);
      return cycle;
    },
  };
}

/** A recorder that keeps its operations and writes no file: for tests and for judging in memory. */
export function memoryHistory(): RecordedCycle {
  const now = clock();
  const { ops, append } = recording(1, now, (op) => {
    opSchema.parse(op);
  });
  return { ops, now, append, end() {} };
}

function recording(cycle: number, now: () => Nanoseconds, seen: (op: HistoryOp) => void) {
  const ops: HistoryOp[] = [];
  return {
    ops,
    append(op: Parameters<CycleHistory['append']>[0]): HistoryOp {
      // what is recorded later is later: no tick is given twice
      const time_ns = Math.max(now(), (ops.at(-1)?.time_ns ?? -TICK_NS) + TICK_NS);
      const placed = { index: ops.length, cycle, time_ns, ...op } as HistoryOp;
      ops.push(placed);
      seen(placed);
      return placed;
    },
  };
}

/** Nanoseconds from now on, in whole ticks. */
function clock(): () => Nanoseconds {
  const began = process.hrtime.bigint();
  return () => Math.floor(Number(process.hrtime.bigint() - began) / TICK_NS) * TICK_NS;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
