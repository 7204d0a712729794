// Parts of a stored history, for drawing them. A history is the one artifact that is compressed and long,
// so everything about reading it is bounded: what is inflated, which lines are parsed, how many are kept.

import { gunzipSync } from 'node:zlib';
import { historyOpSchema, type StoredOp } from '../contract/history.ts';
import { packedCycleSchema } from '../contract/packed-history.ts';
import type { HistoryOp } from '../history/ops.ts';
import { unpackCycle } from '../history/packed/pack.ts';
import { expander } from '../history/rows.ts';
import { readBeginning } from './text.ts';

const COMPRESSED_BYTES_MAX = 16 * 1024 * 1024;
const INFLATED_BYTES_MAX = 64 * 1024 * 1024;
/** A cycle of a gate campaign has some hundreds. */
const CYCLE_OPS_MAX = 20_000;

const LINE_FEED = 10;
/** What a line with a whole cycle says that it is. */
const PACKED = 'cycle';
/** Of a line: index, cycle, time, process and kind fit. */
const HEAD_BYTES = 160;

export interface HistoryExcerpt {
  /** By cycle, in the order of the file. */
  cycles: ReadonlyMap<number, readonly HistoryOp[]>;
  /** Why there is nothing, or less than there should be, in words; null where all was read. */
  problem: string | null;
}

/** Whether an operation of this kind (`write`, `read`, ...) in this cycle is wanted; no other is parsed. */
export type Wanted = (cycle: number, f: string) => boolean;

/**
 * The wanted operations of `history-<name>.jsonl.gz`. Never throws: what cannot be read says why. Reads are only given
 * back rightly where all reads of their cycle are wanted: each says what changed since the one before.
 */
export function readExcerpt(root: string, id: string, file: string, wanted: Wanted): HistoryExcerpt {
  const cycles = new Map<number, HistoryOp[]>();
  const expanders = new Map<number, (op: StoredOp) => HistoryOp>();
  const lines = inflated(root, id, file);
  if (typeof lines === 'string') return { cycles, problem: lines };
  let unknown = 0;
  let beyond = 0;
  // a read names most of its rows by the writes that they are
  const needed: Wanted = (cycle, f) => wanted(cycle, f) || (f === 'write' && wanted(cycle, 'read'));
  const take = (op: HistoryOp): void => {
    if (!wanted(op.cycle, op.f)) return;
    const ops = cycles.get(op.cycle) ?? [];
    if (ops.length < CYCLE_OPS_MAX) ops.push(op);
    else beyond += 1;
    cycles.set(op.cycle, ops);
  };
  for (const line of linesOf(lines, needed)) {
    const cycle = cycleIn(line);
    const expand = expanders.get(cycle) ?? expander();
    expanders.set(cycle, expand);
    try {
      // of a cycle that does not hold together, nothing is shown as if it were all
      for (const op of [...opsOn(line, wanted, expand)]) take(op);
    } catch {
      unknown += 1;
    }
  }
  const problems = [
    ...(unknown > 0 ? [`${unknown} lines of ${file} hold no operation of the known shape`] : []),
    ...(beyond > 0 ? [`${beyond} operations beyond the first ${CYCLE_OPS_MAX} of a cycle were left out`] : []),
  ];
  return { cycles, problem: problems.length > 0 ? problems.join('; ') : null };
}

function inflated(root: string, id: string, file: string): Buffer | string {
  try {
    const { bytes, cut } = readBeginning(root, id, file, COMPRESSED_BYTES_MAX);
    if (cut) return `${file} holds more than ${COMPRESSED_BYTES_MAX} bytes and is not drawn from`;
    return gunzipSync(bytes, { maxOutputLength: INFLATED_BYTES_MAX });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ERR_BUFFER_TOO_LARGE'
      ? `${file} inflates to more than ${INFLATED_BYTES_MAX} bytes and is not drawn from`
      : `${file} could not be read: ${code ?? 'error'}`;
  }
}

/** The lines that are wanted. What a line is stands at its beginning: most others need not be decoded to be left out. */
function* linesOf(bytes: Buffer, wanted: Wanted): Generator<string> {
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(LINE_FEED, from);
    const to = found === -1 ? bytes.length : found;
    const head = bytes.toString('latin1', from, Math.min(to, from + HEAD_BYTES));
    const isAtHead = !Number.isNaN(cycleIn(head)) && kindIn(head) !== '';
    const isWanted = (text: string): boolean => kindIn(text) === PACKED || wanted(cycleIn(text), kindIn(text));
    if (to > from && (!isAtHead || isWanted(head))) {
      const line = bytes.toString('utf8', from, to);
      if (isAtHead || isWanted(line)) yield line;
    }
    from = to + 1;
  }
}

/** Which cycle a line says it belongs to, before the line is parsed; NaN where it does not say. */
const cycleIn = (line: string): number => Number(/"cycle"\s*:\s*(\d{1,9})\b/.exec(line)?.[1]);

/** Likewise of which kind it is; empty where it does not say. */
const kindIn = (line: string): string => /"f"\s*:\s*"([a-z]{1,20})"/.exec(line)?.[1] ?? '';

/**
 * The operations on a line: of a packed cycle all, of which only the wanted ones are held to their schema.
 * @throws Error for what is no operation and no cycle
 */
function* opsOn(line: string, wanted: Wanted, expand: (op: StoredOp) => HistoryOp): Generator<HistoryOp> {
  const value = JSON.parse(line);
  if (value?.f !== PACKED) yield expand(historyOpSchema.parse(value));
  else {
    for (const op of unpackCycle(packedCycleSchema.parse(value))) {
      if (wanted(op.cycle, op.f)) yield historyOpSchema.parse(op) as unknown as HistoryOp;
    }
  }
}
