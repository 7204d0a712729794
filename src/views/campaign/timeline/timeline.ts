// One cycle as a picture: a lane a writer with each write's answer where it came, the fault as a band from its
// injection to its heal, a lane a node with the moment at which it held everything. Geometry only, and pure: times
// in, path data out. Coordinates are whole numbers, marks of one kind are one path, and everything has a limit,
// so that a cycle costs a few kilobytes whatever its history holds.

import { type HistoryOp, NANOSECONDS_PER_MS } from '../../../history/ops.ts';
import { beganAt, stagesOf } from '../../../history/stages.ts';
import { type CycleEvents, type CycleFacts, eventsOf } from './timeline-events.ts';
import { type Edge, edgesOf, type StageBox, type Stages, stagesInWords, stripOf } from './timeline-head.ts';
import { type LinkedMark, lanesOf, linkedMarks, type Marks, marksOf } from './timeline-marks.ts';
import { laneOfNode, type NodeLane } from './timeline-nodes.ts';
import { type TimeScale, timeScale } from './timeline-scale.ts';
import { describeCycle } from './timeline-words.ts';

export interface TimelineView extends Marks {
  width: number;
  height: number;
  title: string;
  description: string;
  lanes: { y: number; label: string }[];
  laneRules: string;
  bands: { kind: 'hold' | 'healing'; x: number; y: number; width: number; height: number }[];
  edges: Edge[];
  /** null: the history has none. */
  strip: { y: number; height: number; rules: string; boxes: StageBox[] } | null;
  /** The stages with their times; null where there are none. */
  stages: string | null;
  linked: LinkedMark[];
  nodes: NodeLane[];
  axis: { y: number; from: number; to: number; ticks: TimeScale['ticks']; breakX: number | null };
  /** What was left out of the picture, in words. */
  leftOut: string | null;
}

const WIDTH = 840;
const LEFT = 38;
const RIGHT = 826;
const HEAD = 34;
const STRIP = 14;
const LANE = 10;
const GAP = 12;
const NODE = 20;
const AXIS = 22;
const NODES_MAX = 9;
const NO_PAGES: ReadonlyMap<string, string> = new Map();

type Place = TimeScale['x'];

/**
 * @param hrefs the pages of single writes, by key
 * @returns null for a cycle without operations
 */
export function timelineView(
  ops: readonly HistoryOp[],
  facts: CycleFacts,
  hrefs: ReadonlyMap<string, string> = NO_PAGES,
): TimelineView | null {
  const events = eventsOf(ops);
  if (events === null) return null;
  const zero_ns = beganAt(ops, facts.injected_ms);
  const span = { zero_ns, knee_ns: kneeOf(events), to_ns: events.to_ns, left: LEFT, right: RIGHT };
  const { x, ticks, breakX } = timeScale(span);
  const since = (time_ns: number) => (time_ns - zero_ns) / NANOSECONDS_PER_MS;
  const stages = stagesOf(ops, zero_ns);
  const head = stages.length > 0 ? HEAD + STRIP : HEAD;
  const { lanes, shown, leftOut } = lanesOf(events.writes);
  const laneY = (index: number): number => head + index * LANE + LANE / 2;
  const rows = new Map(lanes.map((process, index) => [process, laneY(index)]));
  const yOf = (process: number): number => rows.get(process) ?? 0;
  const bottom = head + lanes.length * LANE;
  const nodes = events.nodes.slice(0, NODES_MAX);
  const axisY = bottom + GAP + nodes.length * NODE;
  const frame = { left: LEFT, right: RIGHT, settling: settlingFrom(events) };
  const xOfMs = (ms: number): number => Math.min(RIGHT, Math.max(LEFT, x(zero_ns + ms * NANOSECONDS_PER_MS)));
  return {
    width: WIDTH,
    height: axisY + AXIS,
    title: facts.name,
    description: [describeCycle(events, facts, since), stagesInWords(stages)].filter(Boolean).join(' '),
    lanes: lanes.map((process, index) => ({ y: laneY(index), label: String(process) })),
    laneRules: lanes.map((_, index) => `M${LEFT} ${laneY(index)}H${RIGHT}`).join(''),
    ...marksOf(shown, hrefs, yOf, x),
    linked: linkedMarks(shown, hrefs, yOf, x),
    bands: bandsOf(events, x, head, axisY),
    // the lanes of the nodes have words of their own: no line goes through them
    edges: edgesOf(events.fault, x, since, { right: RIGHT, bottom: bottom + GAP / 2 }),
    strip: stages.length > 0 ? stripIn(stages, xOfMs, bottom) : null,
    stages: stagesInWords(stages),
    nodes: nodes.map((node, index) =>
      laneOfNode(node, bottom + GAP + index * NODE + NODE / 2, facts.converged_ms[node.node], x, frame),
    ),
    axis: { y: axisY, from: LEFT, to: RIGHT, ticks, breakX },
    leftOut,
  };
}

/** The strip, and a thin rule through the lanes where a stage begins. */
function stripIn(stages: Stages, xOfMs: (ms: number) => number, bottom: number): TimelineView['strip'] {
  const boxes = stripOf(stages, xOfMs, RIGHT);
  const rules = [...new Set(boxes.map(({ x }) => `M${x} ${HEAD + STRIP}V${bottom}`))].join('');
  return { y: HEAD, height: STRIP - 2, rules, boxes };
}

/** The last event before nothing but waiting is left. */
function kneeOf({ writes, fault, nodes, from_ns }: CycleEvents): number {
  const ends = [
    from_ns,
    ...writes.map((write) => write.to_ns ?? write.from_ns),
    ...(fault ? [fault.injected_ns, fault.healing_ns ?? 0, fault.healed_ns ?? 0] : []),
    ...nodes.flatMap((node) => (node.converged ? [node.at_ns] : [])),
  ];
  return ends.reduce((last, at) => Math.max(last, at));
}

/** Convergence is counted from the heal, or from the last ack where that came later. */
const settlingFrom = ({ writes, fault, from_ns }: CycleEvents): number =>
  writes.reduce(
    (last, { outcome, to_ns }) => (outcome === 'acked' ? Math.max(last, to_ns ?? 0) : last),
    fault?.healed_ns ?? from_ns,
  );

/** A fault whose heal was begun and never seen to end is being healed to the end of the picture. */
function bandsOf({ fault, to_ns }: CycleEvents, x: Place, head: number, bottom: number): TimelineView['bands'] {
  if (fault === null) return [];
  const band = (kind: 'hold' | 'healing', from_ns: number, until_ns: number) => ({
    kind,
    x: x(from_ns),
    y: head,
    width: Math.max(1, x(until_ns) - x(from_ns)),
    height: bottom - head,
  });
  const { injected_ns, healing_ns, healed_ns } = fault;
  const hold = band('hold', injected_ns, healing_ns ?? healed_ns ?? to_ns);
  return healing_ns === null ? [hold] : [hold, band('healing', healing_ns, healed_ns ?? to_ns)];
}
