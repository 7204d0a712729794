// Times of a cycle as places on its axis. What follows the last event of interest is often a long wait for
// a node that never gets there; where it would crowd out the rest, the axis is broken there, and says so.

import { NANOSECONDS_PER_MS } from '../../../history/ops.ts';
import { grouped } from '../../rounding.ts';

export interface TimeScale {
  x: (time_ns: number) => number;
  ticks: Tick[];
  /** Where the axis is broken; null where it is whole. */
  breakX: number | null;
}

export interface Tick {
  x: number;
  label: string;
  /** The last one would leave the picture. */
  anchor: 'middle' | 'end';
}

interface Span {
  /** The zero of the axis. */
  zero_ns: number;
  /** The last event that needs room. */
  knee_ns: number;
  to_ns: number;
  left: number;
  right: number;
}

const TICKS_MAX = 9;
/** A wait longer than all that came before it is shortened to this share of the axis. */
const WAIT_SHARE = 0.18;
const ROOM = 1.06;
const LABEL_WIDTH = 60;

export function timeScale({ zero_ns, knee_ns, to_ns, left, right }: Span): TimeScale {
  const span = Math.max(1, to_ns - zero_ns);
  const busy = Math.max(1, (knee_ns - zero_ns) * ROOM);
  const width = right - left;
  const isBroken = span - busy > busy;
  const breakX = isBroken ? Math.round(right - width * WAIT_SHARE) : null;
  const x = (time_ns: number): number => {
    const at = time_ns - zero_ns;
    if (breakX === null) return Math.round(left + (at / span) * width);
    if (at <= busy) return Math.round(left + (at / busy) * (breakX - left));
    return Math.round(breakX + ((at - busy) / (span - busy)) * (right - breakX));
  };
  const whole_ms = (isBroken ? busy : span) / NANOSECONDS_PER_MS;
  const step = stepOf(whole_ms, TICKS_MAX);
  const steps = Array.from({ length: Math.floor(whole_ms / step) + 1 }, (_, index) => index * step);
  const tick = (ms: number): Tick => {
    const at = x(zero_ns + ms * NANOSECONDS_PER_MS);
    return {
      x: at,
      label: ms === 0 ? '0' : `${grouped(Number(ms.toPrecision(6)))} ms`,
      anchor: right - at < LABEL_WIDTH / 2 ? 'end' : 'middle',
    };
  };
  return { x, ticks: [...steps, ...(isBroken ? [Math.floor(span / NANOSECONDS_PER_MS)] : [])].map(tick), breakX };
}

/** The smallest step of 1, 2 or 5 times a power of ten that keeps an axis legible. */
export function stepOf(span: number, ticks_max: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(span, 1e-6) / ticks_max));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => span / step <= ticks_max) ?? 10 * power;
}
