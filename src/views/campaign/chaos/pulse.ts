// All cycles of a class in one picture: how long writes took, on a scale of powers of ten, and how many were acked in
// 100 ms, before and after the moment at which the fault began to hold. Geometry only, and pure: a step of time is a box
// of whole numbers, and boxes of one kind are one path, so that it weighs a few kilobytes.

import { type Cell, type Ledger, numbers, words } from '../../ledger.ts';
import { grouped, milliseconds } from '../../rounding.ts';
import type { Text } from '../timeline/timeline-head.ts';
import { stepOf, type Tick } from '../timeline/timeline-scale.ts';
import type { Around, Mark, Part, Spread, Step } from './around-injection.ts';

export interface PulseView {
  name: string;
  /** What is shown, in one sentence. */
  sentence: string;
  description: string;
  width: number;
  height: number;
  /** Where the fault began to hold: inside the panels, so that no word lies upon the line. */
  zero: string;
  /** Each a line from the earliest to the latest, its words above it. */
  marks: { line: string; median: string; text: Text }[];
  panels: Panel[];
  /** Of the acked: from the fastest twentieth to the slowest, and the median. */
  band: string;
  median: string;
  refused: string;
  unknown: string;
  bars: string;
  axis: { y: number; from: number; to: number; ticks: Tick[] };
  ledger: Ledger;
}

interface Panel {
  title: string;
  titleY: number;
  /** Horizontal rules with their labels. */
  rules: { y: number; label: string }[];
}

const WIDTH = 840;
const LEFT = 64;
const RIGHT = 826;
/** Of a mark: its height, and in it the places of its words and of its line. */
const MARK = 26;
const MARK_WORDS = 12;
const MARK_LINE = 20;
const TITLE = 20;
const LATENCY = 150;
const PACE = 84;
const GAP = 14;
const AXIS = 34;
const TICKS_MAX = 9;
const PACE_TICKS_MAX = 3;
const TICK_WIDTH = 44;
const POWER_MIN = -1;
/** Room that the words of a mark need. */
const MARK_WORDS_WIDTH = 330;

/** @param name the fault class */
export function pulseView(around: Around, name: string): PulseView {
  const { steps, step_ms, marks } = around;
  const first = steps[0]?.from_ms ?? 0;
  const last = (steps.at(-1)?.from_ms ?? 0) + step_ms;
  const x = (ms: number): number =>
    Math.round(LEFT + ((Math.min(last, Math.max(first, ms)) - first) / (last - first)) * (RIGHT - LEFT));
  const latencyTop = marks.length * MARK + TITLE;
  const latencyBottom = latencyTop + LATENCY;
  const paceTop = latencyBottom + GAP + TITLE;
  const paceBottom = paceTop + PACE;
  const latency = logScale(steps, latencyTop, latencyBottom);
  const pace = paceScale(steps, paceTop, paceBottom);
  const boxes = steps.map((step) => ({
    step,
    x: x(step.from_ms),
    width: Math.max(1, x(step.from_ms + step_ms) - x(step.from_ms)),
  }));
  const drawn = (of: (box: (typeof boxes)[number]) => string): string => boxes.map(of).join('');
  return {
    name,
    sentence: sentenceOf(around, name),
    description: describe(around),
    width: WIDTH,
    height: paceBottom + AXIS,
    zero: `M${x(0)} ${latencyTop}V${latencyBottom}M${x(0)} ${paceTop}V${paceBottom}`,
    marks: marks.map((mark, index) => markOf(mark, index * MARK, x)),
    panels: [
      { title: 'Milliseconds until the answer', titleY: latencyTop - 7, rules: latency.rules },
      { title: 'Acked in 100 ms, mean of the cycles that were writing', titleY: paceTop - 7, rules: pace.rules },
    ],
    band: drawn(({ step: { acked }, x: at, width }) =>
      acked ? `M${at} ${latency.y(acked.p95)}h${width}V${latency.y(acked.p5)}h-${width}z` : '',
    ),
    median: drawn(({ step: { acked }, x: at, width }) => (acked ? `M${at} ${latency.y(acked.p50)}h${width}` : '')),
    refused: drawn(({ step: { refused_ms: ms }, x: at, width }) =>
      ms === null ? '' : `M${middle(at, width) - 3} ${latency.y(ms) - 3}l6 6m0-6l-6 6`,
    ),
    unknown: drawn(({ step: { unknown_ms: ms }, x: at, width }) =>
      ms === null ? '' : `M${middle(at, width)} ${latency.y(ms)}h0`,
    ),
    bars: drawn(({ step: { acked_per_100ms: rate }, x: at, width }) =>
      rate ? `M${at} ${paceBottom}V${pace.y(rate)}h${Math.max(1, width - 1)}V${paceBottom}z` : '',
    ),
    axis: { y: paceBottom, from: LEFT, to: RIGHT, ticks: ticksOf(first, last, x) },
    ledger: ledgerOf(around),
  };
}

const middle = (x: number, width: number): number => x + Math.round(width / 2);

type Scale = { y: (value: number) => number; rules: Panel['rules'] };

/** Powers of ten around all that is drawn. */
function logScale(steps: readonly Step[], top: number, bottom: number): Scale {
  const values = steps
    .flatMap(({ acked, refused_ms, unknown_ms }) => [acked?.p5, acked?.p95, refused_ms, unknown_ms])
    .filter((value): value is number => typeof value === 'number' && value > 0);
  const powers = values.map((value) => Math.max(POWER_MIN, Math.log10(value)));
  const low = Math.floor(powers.reduce((a, b) => Math.min(a, b), 3));
  const high = Math.max(low + 1, Math.ceil(powers.reduce((a, b) => Math.max(a, b), low)));
  const y = (value: number): number => {
    const power = Math.min(high, Math.max(low, Math.log10(Math.max(value, 10 ** POWER_MIN))));
    return Math.round(bottom - ((power - low) / (high - low)) * (bottom - top));
  };
  const rules = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)).map((value) => ({
    y: y(value),
    label: grouped(value),
  }));
  return { y, rules };
}

function paceScale(steps: readonly Step[], top: number, bottom: number): Scale {
  const most = steps.reduce((max, { acked_per_100ms }) => Math.max(max, acked_per_100ms ?? 0), 0);
  const step = stepOf(Math.max(most, 0.1), PACE_TICKS_MAX);
  const high = Math.ceil(Math.max(most, step) / step) * step;
  const y = (value: number): number => Math.round(bottom - (value / high) * (bottom - top));
  const rules = Array.from({ length: Math.round(high / step) + 1 }, (_, index) =>
    Number((index * step).toPrecision(6)),
  );
  return { y, rules: rules.map((value) => ({ y: y(value), label: grouped(value) })) };
}

function ticksOf(first: number, last: number, x: (ms: number) => number): PulseView['axis']['ticks'] {
  const step = stepOf(last - first, TICKS_MAX);
  const from = Math.ceil(first / step);
  const all = Array.from({ length: Math.floor(last / step) - from + 1 }, (_, index) => (from + index) * step);
  return all.map((ms) => ({
    x: x(ms),
    label: ms === 0 ? '0' : signed(ms),
    anchor: RIGHT - x(ms) < TICK_WIDTH / 2 ? 'end' : 'middle',
  }));
}

/** With a real minus sign. */
const signed = (ms: number): string => (ms < 0 ? `−${milliseconds(-ms)}` : milliseconds(ms));

const MARK_NAMES = { 'look inside': 'the look inside begins', heal: 'the heal begins', healed: 'healed' } as const;

/** From the earliest to the latest, with a tick at each end that the picture reaches. */
function markOf(mark: Mark, top: number, x: (ms: number) => number): PulseView['marks'][number] {
  const [from, at, to] = [x(mark.least_ms), x(mark.median_ms), x(mark.most_ms)];
  const y = top + MARK_LINE;
  const end = to < RIGHT ? `M${to} ${y - 3}v6` : '';
  const isRoom = RIGHT - from > MARK_WORDS_WIDTH;
  return {
    line: `M${from} ${y}H${to}M${from} ${y - 3}v6${end}`,
    median: `M${at} ${y}h0`,
    text: {
      x: isRoom ? from : RIGHT,
      y: top + MARK_WORDS,
      anchor: isRoom ? 'start' : 'end',
      words: markInWords(mark),
    },
  };
}

const markInWords = ({ name, least_ms, median_ms, most_ms }: Mark): string =>
  least_ms === most_ms
    ? `${MARK_NAMES[name]} after ${milliseconds(median_ms)} ms`
    : `${MARK_NAMES[name]} after ${milliseconds(least_ms)} to ${milliseconds(most_ms)} ms, median ${milliseconds(median_ms)}`;

function sentenceOf({ cycles, writes, step_ms, beyond }: Around, name: string): string {
  const all = cycles === 1 ? 'The one cycle' : `All ${grouped(cycles)} cycles`;
  const left =
    beyond > 0
      ? ` ${grouped(beyond)} ${beyond === 1 ? 'answer' : 'answers'} came earlier or later than the picture shows.`
      : '';
  return `${all} of ${name}, laid upon each other at the moment at which the fault began to hold: ${grouped(writes)} answers in steps of ${grouped(step_ms)} ms, each at the time at which it came.${left}`;
}

function describe({ parts, marks }: Around): string {
  const said = parts.filter(({ acked, refused, unknown }) => acked + refused + unknown > 0).map(partInWords);
  return [...said, ...marks.map((mark) => `${capital(markInWords(mark))}.`)].join(' ');
}

const partInWords = ({ name, acked, refused, unknown, acked_ms }: Part): string =>
  `${capital(name === 'before' ? 'before the fault' : name)}: ${grouped(acked)} acked${acked_ms ? `, half of them within ${milliseconds(acked_ms.p50)} milliseconds and 95 % within ${milliseconds(acked_ms.p95)}` : ''}, ${grouped(refused)} refused, ${grouped(unknown)} without a definite answer.`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The same as a table. */
function ledgerOf({ parts }: Around): Ledger {
  const ms = (spread: Spread | null, key: keyof Spread): Cell =>
    spread === null ? NOTHING_ACKED : { text: milliseconds(spread[key]) };
  const count = (value: number): Cell => ({ text: grouped(value) });
  return {
    caption: 'Answers by the time at which they came; milliseconds of the acked',
    columns: [...words('When'), ...numbers('Acked', 'Fastest 5 %', 'Median', '95 %', 'Refused', 'No definite answer')],
    rows: parts.map(({ name, acked, refused, unknown, acked_ms }) => ({
      mark: null,
      head: name === 'before' ? 'before the fault' : name,
      cells: [
        count(acked),
        ms(acked_ms, 'p5'),
        ms(acked_ms, 'p50'),
        ms(acked_ms, 'p95'),
        count(refused),
        count(unknown),
      ],
    })),
    note: null,
  };
}

/** What was not acked took no time. */
const NOTHING_ACKED: Cell = { text: 'none', tone: 'idle' };
