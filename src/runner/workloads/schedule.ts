// What happens in one cycle, drawn from (seed, class, cycle) alone: when the fault is injected, how long it holds
// and whom it hits. Processes do not follow a seed; what is asked of them does.

import { NODES, type NodeName } from '../../contract/names.ts';
import { cycleSeed, type Random, randomOf } from './random.ts';

export interface CyclePlan {
  fault: string;
  cycle: number;
  /** Names the whole schedule in the record. */
  seed: number;
  /** The fault is injected in the turn of an ack, and not before this one. */
  inject_after_acks: number;
  /** How long it holds at least; longer until enough operations were invoked inside. */
  hold_ms: number;
  /** The peer that a fault on one peer hits. */
  peer: NodeName;
  nodes: readonly NodeName[];
  /** The node that a fault of one node hits: a peer in at least every second cycle. */
  minority: NodeName;
  /** The nodes that a partition cuts off, of five two: the one above, and others drawn beside it. */
  cut_off: readonly NodeName[];
  /** For slow links: what each byte group waits, in each direction. */
  delay_ms: number;
  /** For lost replies: how likely each is lost. */
  loss: number;
  /** For lost packets: how likely each is lost. */
  packet_loss: number;
  /** For narrow links: what each direction lets through. */
  bytes_per_s: number;
  /** For clock skew: how far the peer's clock moves. */
  skew_ms: number;
  /** Streams for what is drawn while the cycle runs. */
  random: Random;
}

export interface ScheduleSettings {
  writes_per_cycle: number;
  quorum_timeout_ms: number;
  /** Absent: the three of the protocol. */
  nodes?: readonly NodeName[];
}

/** The shortest and longest hold, in quorum time-outs: TCP repairs a short cut, only a long one tests the subject. */
const HOLD_TIMEOUTS = { min: 0.3, max: 3 } as const;
/** Injection comes after this share of the cycle's acks, so that there are writes on both sides of it. */
const INJECT_SHARE = { min: 0.1, max: 0.5 } as const;
const DELAY_TIMEOUTS = { min: 0.1, max: 0.6 } as const;
const LOSS = { min: 0.3, max: 0.7 } as const;
/** A packet that is lost costs 200 ms at least, and the same one twice is longer than a short quorum time-out. */
const PACKET_LOSS = { min: 0.05, max: 0.3 } as const;
/** Below what clients write together, so that pushes queue. */
const BYTES_PER_S = { min: 8_000, max: 32_000 } as const;
/** Far beyond any jitter, well below the life of the shortest tier. */
const SKEW_MS = { min: 60_000, max: 600_000 } as const;

export function planCycle(seed: number, fault: string, cycle: number, settings: ScheduleSettings): CyclePlan {
  const random = randomOf(seed, fault, cycle);
  const { writes_per_cycle: writes, quorum_timeout_ms: timeout, nodes = NODES } = settings;
  const draw = random.stream('schedule');
  const peers = nodes.slice(1);
  const minority = random.stream('minority').pick(cycle % 2 === 1 ? peers : nodes);
  const ahead = draw.next() < 0.5 ? 1 : -1;
  return {
    fault,
    cycle,
    seed: cycleSeed(seed, fault, cycle),
    inject_after_acks: Math.max(1, Math.round(writes * draw.between(INJECT_SHARE.min, INJECT_SHARE.max))),
    hold_ms: Math.round(timeout * draw.between(HOLD_TIMEOUTS.min, HOLD_TIMEOUTS.max)),
    peer: draw.pick(peers),
    nodes,
    minority,
    cut_off: withOthers(minority, nodes, random.stream('cut off')),
    delay_ms: Math.max(1, Math.round(timeout * draw.between(DELAY_TIMEOUTS.min, DELAY_TIMEOUTS.max))),
    loss: draw.between(LOSS.min, LOSS.max),
    packet_loss: random.stream('packet loss').between(PACKET_LOSS.min, PACKET_LOSS.max),
    bytes_per_s: random.stream('rate').whole(BYTES_PER_S.min, BYTES_PER_S.max),
    skew_ms: ahead * Math.round(draw.between(SKEW_MS.min, SKEW_MS.max)),
    random,
  };
}

/** Fewer than half of the nodes, this one among them. */
function withOthers(first: NodeName, nodes: readonly NodeName[], draw: ReturnType<Random['stream']>): NodeName[] {
  const group = [first];
  while (2 * (group.length + 1) < nodes.length) group.push(draw.pick(nodes.filter((node) => !group.includes(node))));
  return group;
}
