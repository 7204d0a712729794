// What is above the lanes of a cycle's picture: when the fault began and was healed, in words beside their lines, and
// the stages as a strip where the history has them. No word lies upon a line or upon another word.

import type { stagesOf } from '../../../history/stages.ts';
import { milliseconds } from '../../rounding.ts';
import type { FaultEvent } from './timeline-events.ts';
import type { TimeScale } from './timeline-scale.ts';

export interface Text {
  x: number;
  y: number;
  anchor: 'start' | 'end';
  words: string;
}

export interface Edge {
  x: number;
  from: number;
  to: number;
  text: Text;
}

/** One stage in the strip. */
export interface StageBox {
  x: number;
  width: number;
  /** Where its name begins; null where the box is too narrow for it. */
  nameX: number | null;
  name: string;
}

export type Stages = ReturnType<typeof stagesOf>;

const UPPER = 11;
const LOWER = 26;
/** Of the words at their size, a little more than the widest letters take. */
const CHAR_WIDTH = 7;
const NAME_CHAR_WIDTH = 5.6;
const GAP = 5;
/** Of the line above the baseline of its words. */
const RISE = 9;

/** The two moments of the fault. A line goes down from its words, so the lower words keep away from the upper line. */
export function edgesOf(
  fault: FaultEvent | null,
  x: TimeScale['x'],
  since: (time_ns: number) => number,
  { right, bottom }: { right: number; bottom: number },
): Edge[] {
  if (fault === null) return [];
  const { injected_ns, healing_ns, healed_ns } = fault;
  const begun = { x: x(injected_ns), words: `inject ${milliseconds(since(injected_ns))} ms` };
  const ended =
    healed_ns === null
      ? { x: x(healing_ns ?? injected_ns), words: 'never seen to heal' }
      : { x: x(healed_ns), words: `heal ${milliseconds(since(healed_ns))} ms` };
  const fits = (at: number, words: string) => at + GAP + words.length * CHAR_WIDTH <= right;
  const edge = ({ x: at, words }: { x: number; words: string }, y: number, anchor: Text['anchor']): Edge => ({
    x: at,
    from: y - RISE,
    to: bottom,
    text: { x: anchor === 'start' ? at + GAP : at - GAP, y, anchor, words },
  });
  const startsRight = fits(begun.x, begun.words) ? 'start' : 'end';
  if (fits(ended.x, ended.words)) return [edge(begun, UPPER, startsRight), edge(ended, LOWER, 'start')];
  const isFree = ended.x - GAP - ended.words.length * CHAR_WIDTH > begun.x;
  // where the line of the injection would cross the words of the heal, those go above it, and its own to its left
  return isFree
    ? [edge(begun, UPPER, startsRight), edge(ended, LOWER, 'end')]
    : [edge(begun, LOWER, 'end'), edge(ended, UPPER, 'end')];
}

/** A stage that never ended reaches to the end of the picture. */
export function stripOf(stages: Stages, xOfMs: (ms: number) => number, right: number): StageBox[] {
  return stages.map(({ stage, from_ms, to_ms }) => {
    const x = xOfMs(from_ms);
    const width = Math.max(1, (to_ms === null ? right : xOfMs(to_ms)) - x);
    const isWide = stage.length * NAME_CHAR_WIDTH + 4 <= width;
    return { x, width, nameX: isWide ? x + Math.round(width / 2) : null, name: stage };
  });
}

/** The same for whoever cannot see it, and the names that found no room. */
export function stagesInWords(stages: Stages): string | null {
  if (stages.length === 0) return null;
  const each = stages.map(({ stage, from_ms, to_ms, found }) => {
    const end = to_ms === null ? 'never ended' : `to ${milliseconds(to_ms)}`;
    return `${stage} ${milliseconds(from_ms)} ${end}${to_ms !== null && found !== 'done' ? ` (${found.slice(0, 80)})` : ''}`;
  });
  return `Stages, in milliseconds: ${each.join('; ')}.`;
}
