// The lane of one node below the writers: from the moment at which it could begin to catch up to the one at
// which it held everything, or at which the wait for it ended.

import { milliseconds } from '../../rounding.ts';
import type { NodeEvent } from './timeline-events.ts';
import type { Text } from './timeline-head.ts';
import type { TimeScale } from './timeline-scale.ts';
import { lackingInWords } from './timeline-words.ts';

export interface NodeLane {
  y: number;
  label: string;
  /** The line from the one moment to the other. */
  line: string;
  converged: boolean;
  mark: string;
  text: Text;
}

interface Frame {
  left: number;
  right: number;
  /** When the last write had been acked and the fault was healed. */
  settling: number;
}

/** Room that the words need on the left of the line, and on its right. */
const WORDS_WIDTH = 170;

/** @param after milliseconds, as the cycle's own line gives them; null or undefined where it gives none */
export function laneOfNode(
  { node, at_ns, converged, missing }: NodeEvent,
  y: number,
  after: number | null | undefined,
  x: TimeScale['x'],
  { left, right, settling }: Frame,
): NodeLane {
  const to = x(at_ns);
  const from = Math.min(to, x(settling));
  const took = typeof after === 'number' ? `all there after ${milliseconds(after)} ms` : 'all there in time';
  const words = converged ? took : lackingInWords(missing);
  return {
    y,
    label: node.slice(0, 4),
    line: `M${from} ${y}H${to}`,
    converged,
    mark: converged ? `M${to} ${y}h0` : `M${to - 4} ${y - 4}l8 8m0-8l-8 8`,
    text: placed(words, y + 4, from, to, { left, right }),
  };
}

/** Before the line, else behind it, else upon it: always inside the picture. */
function placed(words: string, y: number, from: number, to: number, { left, right }: Omit<Frame, 'settling'>): Text {
  if (from - left > WORDS_WIDTH) return { x: from - 8, y, anchor: 'end', words };
  if (right - to > WORDS_WIDTH) return { x: to + 9, y, anchor: 'start', words };
  return { x: from + 8, y, anchor: 'start', words };
}
