// One write on one time line: a lane for its client, a lane for each node, and a numbered mark for everything that was
// sent, answered or read. The numbers are those of the table beside it. Geometry only, and pure.

import { NANOSECONDS_PER_MS } from '../../../history/ops.ts';
import type { WriteStory } from '../../../history/story.ts';
import type { Step, StepState } from '../../../history/story-steps.ts';
import { type StageBox, stripOf } from '../timeline/timeline-head.ts';
import { type TimeScale, timeScale } from '../timeline/timeline-scale.ts';

export interface WritePicture {
  width: number;
  height: number;
  lanes: { y: number; label: string }[];
  laneRules: string;
  band: { x: number; y: number; width: number; height: number } | null;
  strip: { y: number; height: number; boxes: StageBox[] } | null;
  /** From sending to the answer. */
  waiting: string;
  marks: { kind: Kind; d: string }[];
  numbers: { x: number; y: number; text: string }[];
  axis: { y: number; from: number; to: number; ticks: TimeScale['ticks']; breakX: number | null };
}

/** By what it means: there as it should be, not there, otherwise, nobody knows, said no. */
export type Kind = 'there' | 'lacking' | 'otherwise' | 'silent' | 'refused' | 'sent';

const KINDS: Record<StepState, Kind> = {
  sent: 'sent',
  acked: 'there',
  held: 'there',
  lacking: 'lacking',
  other: 'otherwise',
  differs: 'otherwise',
  refused: 'refused',
  unsent: 'refused',
  unknown: 'silent',
  absent: 'lacking',
  unread: 'silent',
};

const WIDTH = 840;
const LEFT = 64;
const RIGHT = 826;
const HEAD = 8;
const STRIP = 18;
const LANE = 34;
const AXIS = 24;
/** Two numbers closer than this would lie upon each other: the later is left to the table. */
const NUMBER_WIDTH = 16;

export function writePicture(story: WriteStory): WritePicture {
  const { steps, stages, fault, nodes } = story;
  const head = HEAD + (stages.length > 0 ? STRIP : 0);
  const names = ['client', ...nodes.map((node) => `node ${node}`)];
  const yOf = (index: number): number => head + index * LANE + LANE / 2;
  const bottom = head + names.length * LANE;
  const { x, ticks, breakX } = scaleOf(story);
  const at = (ms: number): number => Math.min(RIGHT, Math.max(LEFT, x(ms * NANOSECONDS_PER_MS)));
  const lanesAt = (step: Step): number[] => {
    if (step.what === 'sent' || step.what === 'answer') return [0];
    // That nodes differ is said of none of them, and its mark would hide what each of them gave.
    return step.node === null ? [] : [nodes.indexOf(step.node) + 1];
  };
  const placed = steps.flatMap((step, index) =>
    lanesAt(step).map((lane) => ({ step, number: index + 1, lane, x: at(step.at_ms), y: yOf(lane) })),
  );
  const [sent, answer] = ['sent', 'answer'].map((what) => placed.find(({ step }) => step.what === what));
  return {
    width: WIDTH,
    height: bottom + AXIS,
    lanes: names.map((label, index) => ({ y: yOf(index), label })),
    laneRules: names.map((_, index) => `M${LEFT} ${yOf(index)}H${RIGHT}`).join(''),
    band: fault?.holds_ms == null ? null : bandOf(fault.holds_ms, fault.healing_ms, at, head, bottom),
    strip: stages.length > 0 ? { y: HEAD, height: STRIP - 4, boxes: stripOf(stages, at, RIGHT) } : null,
    waiting: sent && answer ? `M${sent.x} ${sent.y}H${answer.x}` : '',
    marks: placed.map((one) => ({ kind: KINDS[one.step.state], d: markOf(KINDS[one.step.state], one.x, one.y) })),
    numbers: numbersOf(placed),
    axis: { y: bottom, from: LEFT, to: RIGHT, ticks, breakX },
  };
}

/** The waits before the look at the end are shortened where they would crowd out what came before. */
function scaleOf({ steps, stages, fault }: WriteStory): TimeScale {
  const times = [
    0,
    ...steps.map(({ at_ms }) => at_ms),
    ...stages.flatMap(({ from_ms, to_ms }) => [from_ms, to_ms ?? from_ms]),
    ...[fault?.healed_ms ?? fault?.healing_ms ?? fault?.holds_ms ?? 0],
  ];
  const early = steps.filter(
    ({ what }) => what === 'sent' || what === 'answer' || what === 'lookup' || what === 'inside',
  );
  const knee = [fault?.healed_ms ?? 0, ...early.map(({ at_ms }) => at_ms)];
  const max = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b));
  return timeScale({
    zero_ns: times.reduce((a, b) => Math.min(a, b)) * NANOSECONDS_PER_MS,
    knee_ns: max(knee) * NANOSECONDS_PER_MS,
    to_ns: max(times) * NANOSECONDS_PER_MS,
    left: LEFT,
    right: RIGHT,
  });
}

function bandOf(
  holds_ms: number,
  healing_ms: number | null,
  at: (ms: number) => number,
  y: number,
  bottom: number,
): WritePicture['band'] {
  const x = at(holds_ms);
  return { x, y, width: Math.max(1, (healing_ms === null ? RIGHT : at(healing_ms)) - x), height: bottom - y };
}

function markOf(kind: Kind, x: number, y: number): string {
  if (kind === 'lacking') return `M${x} ${y - 6}l5 6-5 6-5-6z`;
  if (kind === 'refused') return `M${x - 4} ${y - 4}l8 8m0-8l-8 8`;
  if (kind === 'otherwise') return `M${x - 4} ${y - 4}h8v8h-8z`;
  if (kind === 'silent') return `M${x - 4} ${y}a4 4 0 1 0 8 0a4 4 0 1 0-8 0`;
  if (kind === 'sent') return `M${x} ${y - 6}v12`;
  return `M${x} ${y}h0`;
}

function numbersOf(placed: readonly { number: number; lane: number; x: number; y: number }[]): WritePicture['numbers'] {
  const last = new Map<number, number>();
  return placed.flatMap(({ number, lane, x, y }) => {
    if (x - (last.get(lane) ?? Number.NEGATIVE_INFINITY) < NUMBER_WIDTH) return [];
    last.set(lane, x);
    return [{ x, y: y - 9, text: String(number) }];
  });
}
