// One cycle as a picture: a lane a writer with each write's answer where it came, the fault as a band from its
// injection to its heal, a lane a node with the moment at which it held everything. Geometry only, and pure: times
// in, path data out. Coordinates are whole numbers, marks of one kind are one path, and everything has a limit,
// so that a cycle costs a few kilobytes whatever its history holds.

import type { HistoryOp } from '../../../history/ops.ts';
import { grouped, milliseconds } from '../../rounding.ts';
import { type CycleEvents, type CycleFacts, eventsOf, type FaultEvent, type WriteEvent } from './timeline-events.ts';
import { laneOfNode, type NodeLane, type Text } from './timeline-nodes.ts';
import { type TimeScale, timeScale } from './timeline-scale.ts';
import { describeCycle } from './timeline-words.ts';

export interface TimelineView {
  width: number;
  height: number;
  title: string;
  description: string;
  lanes: { y: number; label: string }[];
  laneRules: string;
  /** From invocation to answer, one segment a write. */
  waiting: string;
  acked: string;
  refused: string;
  unknown: string;
  /** Acked writes that some node lacks at the end. */
  missing: string;
  bands: { kind: 'hold' | 'healing'; x: number; y: number; width: number; height: number }[];
  edges: { x: number; from: number; to: number; text: Text }[];
  nodes: NodeLane[];
  axis: { y: number; from: number; to: number; ticks: TimeScale['ticks']; breakX: number | null };
  /** What was left out of the picture, in words. */
  leftOut: string | null;
}

const WIDTH = 840;
const LEFT = 38;
const RIGHT = 826;
const HEAD = 34;
const LANE = 10;
const GAP = 12;
const NODE = 20;
const AXIS = 22;
const LANES_MAX = 40;
const WRITES_MAX = 1200;
const NODES_MAX = 9;
const NANOSECONDS_PER_MS = 1e6;

type Place = TimeScale['x'];

/** @returns null for a cycle without operations */
export function timelineView(ops: readonly HistoryOp[], facts: CycleFacts): TimelineView | null {
  const events = eventsOf(ops);
  if (events === null) return null;
  const zero_ns = zeroOf(events, facts.injected_ms);
  const { x, ticks, breakX } = timeScale({
    zero_ns,
    knee_ns: kneeOf(events),
    to_ns: events.to_ns,
    left: LEFT,
    right: RIGHT,
  });
  const since = (time_ns: number) => (time_ns - zero_ns) / NANOSECONDS_PER_MS;
  const { lanes, shown, leftOut } = lanesOf(events.writes);
  const bottom = HEAD + lanes.length * LANE;
  const nodes = events.nodes.slice(0, NODES_MAX);
  const axisY = bottom + GAP + nodes.length * NODE;
  const frame = { left: LEFT, right: RIGHT, settling: settlingFrom(events) };
  return {
    width: WIDTH,
    height: axisY + AXIS,
    title: facts.name,
    description: describeCycle(events, facts, since),
    lanes: lanes.map((process, index) => ({ y: laneY(index), label: String(process) })),
    laneRules: lanes.map((_, index) => `M${LEFT} ${laneY(index)}H${RIGHT}`).join(''),
    ...marksOf(shown, lanes, x),
    bands: bandsOf(events, x, axisY),
    edges: edgesOf(events.fault, x, since, axisY),
    nodes: nodes.map((node, index) =>
      laneOfNode(node, bottom + GAP + index * NODE + NODE / 2, facts.converged_ms[node.node], x, frame),
    ),
    axis: { y: axisY, from: LEFT, to: RIGHT, ticks, breakX },
    leftOut,
  };
}

/** The cycle's own zero, where its line tells when the fault held; else its first operation. */
function zeroOf({ fault, from_ns }: CycleEvents, injected_ms: number | null): number {
  if (fault === null || injected_ms === null) return from_ns;
  return Math.min(from_ns, fault.injected_ns - injected_ms * NANOSECONDS_PER_MS);
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

const laneY = (index: number): number => HEAD + index * LANE + LANE / 2;

function lanesOf(writes: readonly WriteEvent[]): { lanes: number[]; shown: WriteEvent[]; leftOut: string | null } {
  const all = [...new Set(writes.map(({ process }) => process))].sort((a, b) => a - b);
  const lanes = all.slice(0, LANES_MAX);
  const shown = writes.filter(({ process }) => lanes.includes(process)).slice(0, WRITES_MAX);
  const hidden = writes.length - shown.length;
  const leftOut = `${grouped(hidden)} of ${grouped(writes.length)} writes are not drawn.`;
  return { lanes, shown, leftOut: hidden === 0 ? null : leftOut };
}

type Marks = Pick<TimelineView, 'waiting' | 'acked' | 'refused' | 'unknown' | 'missing'>;

/** Marks that would fall upon each other are drawn once. */
function marksOf(writes: readonly WriteEvent[], lanes: readonly number[], x: Place): Marks {
  const rows = new Map(lanes.map((process, index) => [process, laneY(index)]));
  const paths = {
    waiting: new Set<string>(),
    acked: new Set<string>(),
    refused: new Set<string>(),
    unknown: new Set<string>(),
    missing: new Set<string>(),
  };
  for (const { process, from_ns, to_ns, outcome, isMissing } of writes) {
    const y = rows.get(process) ?? 0;
    const from = x(from_ns);
    const to = x(to_ns ?? from_ns);
    if (to - from > 1) paths.waiting.add(`M${from} ${y}H${to}`);
    if (isMissing) paths.missing.add(`M${to} ${y - 5}l4 5-4 5-4-5z`);
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

/** A fault whose heal was begun and never seen to end is being healed to the end of the picture. */
function bandsOf({ fault, to_ns }: CycleEvents, x: Place, bottom: number): TimelineView['bands'] {
  if (fault === null) return [];
  const band = (kind: 'hold' | 'healing', from_ns: number, until_ns: number) => ({
    kind,
    x: x(from_ns),
    y: HEAD,
    width: Math.max(1, x(until_ns) - x(from_ns)),
    height: bottom - HEAD,
  });
  const { injected_ns, healing_ns, healed_ns } = fault;
  const hold = band('hold', injected_ns, healing_ns ?? healed_ns ?? to_ns);
  return healing_ns === null ? [hold] : [hold, band('healing', healing_ns, healed_ns ?? to_ns)];
}

/** The words stand in rows of their own: a short fault would lay one upon the other. */
function edgesOf(
  fault: FaultEvent | null,
  x: Place,
  since: (time_ns: number) => number,
  bottom: number,
): TimelineView['edges'] {
  if (fault === null) return [];
  const edge = (time_ns: number, y: number, words: string) => ({
    x: x(time_ns),
    from: y - 9,
    to: bottom,
    text: beside(x(time_ns), y, words),
  });
  const { injected_ns, healing_ns, healed_ns } = fault;
  const healed =
    healed_ns === null
      ? edge(healing_ns ?? injected_ns, 26, 'never seen to heal')
      : edge(healed_ns, 26, `heal ${milliseconds(since(healed_ns))} ms`);
  return [edge(injected_ns, 11, `inject ${milliseconds(since(injected_ns))} ms`), healed];
}

/** Words to the right of a place, or to its left where they would leave the picture. */
const beside = (x: number, y: number, words: string): Text =>
  x > RIGHT - 130 ? { x: x - 5, y, anchor: 'end', words } : { x: x + 5, y, anchor: 'start', words };
