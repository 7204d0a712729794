// The marks of a cycle's writes, each kind one path: a line from sending to the answer, and what came. A write with a
// page of its own gets a mark of its own too, for it is a link.

import { grouped } from '../../rounding.ts';
import type { WriteEvent } from './timeline-events.ts';
import type { TimeScale } from './timeline-scale.ts';

export interface Marks {
  /** From invocation to answer, one segment a write. */
  waiting: string;
  acked: string;
  refused: string;
  unknown: string;
  /** Acked writes that some node lacks at the end. */
  missing: string;
}

/** A write that has a page. */
export interface LinkedMark {
  key: string;
  href: string;
  mark: string;
  isMissing: boolean;
}

const LANES_MAX = 40;
const WRITES_MAX = 1200;

export function lanesOf(writes: readonly WriteEvent[]): {
  lanes: number[];
  shown: WriteEvent[];
  leftOut: string | null;
} {
  const all = [...new Set(writes.map(({ process }) => process))].sort((a, b) => a - b);
  const lanes = all.slice(0, LANES_MAX);
  const shown = writes.filter(({ process }) => lanes.includes(process)).slice(0, WRITES_MAX);
  const hidden = writes.length - shown.length;
  const leftOut = `${grouped(hidden)} of ${grouped(writes.length)} writes are not drawn.`;
  return { lanes, shown, leftOut: hidden === 0 ? null : leftOut };
}

/** Marks that would fall upon each other are drawn once. @param hrefs the pages of writes, by key */
export function marksOf(
  writes: readonly WriteEvent[],
  hrefs: ReadonlyMap<string, string>,
  yOf: (process: number) => number,
  x: TimeScale['x'],
): Marks {
  const paths: Record<keyof Marks, Set<string>> = {
    waiting: new Set(),
    acked: new Set(),
    refused: new Set(),
    unknown: new Set(),
    missing: new Set(),
  };
  for (const { key, process, from_ns, to_ns, outcome, isMissing } of writes) {
    const y = yOf(process);
    const from = x(from_ns);
    const to = x(to_ns ?? from_ns);
    if (to - from > 1) paths.waiting.add(`M${from} ${y}H${to}`);
    if (isMissing && hrefs.has(key)) continue;
    if (isMissing) paths.missing.add(diamond(to, y));
    else if (outcome === 'refused') paths.refused.add(`M${to - 2} ${y - 2}l4 4m0-4l-4 4`);
    else paths[outcome].add(`M${to} ${y}h0`);
  }
  const drawn = (kind: keyof Marks) => [...paths[kind]].join('');
  return {
    waiting: drawn('waiting'),
    acked: drawn('acked'),
    refused: drawn('refused'),
    unknown: drawn('unknown'),
    missing: drawn('missing'),
  };
}

/** @param hrefs the pages of writes, by key */
export function linkedMarks(
  writes: readonly WriteEvent[],
  hrefs: ReadonlyMap<string, string>,
  yOf: (process: number) => number,
  x: TimeScale['x'],
): LinkedMark[] {
  return writes.flatMap(({ key, process, from_ns, to_ns, isMissing }) => {
    const href = hrefs.get(key);
    return href ? [{ key, href, mark: diamond(x(to_ns ?? from_ns), yOf(process)), isMissing }] : [];
  });
}

const diamond = (x: number, y: number): string => `M${x} ${y - 5}l4 5-4 5-4-5z`;
