// Faults of the wires between nodes. The receipt is what the network counted while the fault held: that something was
// lost or held back between each two nodes that were named and, where everything was to be lost, that nothing came through.

import { NODES, type NodeName } from '../../contract/names.ts';
import { waitFor } from '../../machine/waiting.ts';
import { type Flow, orderedPairs, peersOf, type Traces, type Transport } from '../network/transport.ts';
import { CUT, PASS, REFUSE, type Treatment } from '../network/treatment.ts';
import type { CyclePlan } from '../workloads/schedule.ts';
import {
  ALWAYS,
  type Available,
  EFFECT_MS_MAX,
  type Effect,
  type FaultClass,
  type FaultContext,
  HEAL_MS_MAX,
  NO_EFFECT,
  type PreparedFault,
  without,
} from './fault.ts';

export const partitionMinority: FaultClass = wires({
  name: 'partition_minority',
  does: 'cuts fewer than half of the nodes, drawn from the seed, off from the others, in both directions, while writes go on on both sides',
  kind: 'cut',
  effect: ({ nodes, cut_off }) => cutOff(nodes, cut_off),
  flows: ({ plan }) => across(plan.cut_off, plan.nodes, CUT),
});

export const partitionRefused: FaultClass = wires({
  name: 'partition_refused',
  does: 'as partition_minority, but whoever opens a connection over the cut is refused at once',
  kind: 'refuse',
  effect: ({ nodes, cut_off }) => cutOff(nodes, cut_off),
  flows: ({ plan }) => across(plan.cut_off, plan.nodes, REFUSE),
});

export const partitionOneWay: FaultClass = wires({
  name: 'partition_one_way',
  does: 'loses everything that the primary sends to its peers; what they send arrives',
  kind: 'cut',
  effect: ({ nodes }) => cutOff(nodes, ['a']),
  flows: ({ plan }) => peersOf(plan.nodes, 'a').map((to) => ({ from: 'a', to, part: 'all', treatment: CUT })),
});

export const partitionBridge: FaultClass = wires({
  name: 'partition_bridge',
  does: 'cuts two halves off from each other; one node, drawn from the seed, still reaches both',
  kind: 'cut',
  effect: (plan) => reaching(plan.nodes, (one, other) => !isSplit(plan, one, other)),
  flows: ({ plan }) => cutWhere(plan.nodes, (one, other) => isSplit(plan, one, other)),
});

/** Whether a bridge is all that joins the two: they are on different sides of it. */
function isSplit({ nodes, minority: bridge }: CyclePlan, one: NodeName, other: NodeName): boolean {
  const others = peersOf(nodes, bridge);
  const left = others.slice(0, others.length / 2);
  return others.includes(one) && others.includes(other) && left.includes(one) !== left.includes(other);
}

export const partitionRing: FaultClass = {
  ...wires({
    name: 'partition_ring',
    does: 'leaves each of five nodes two neighbours that it reaches; every other way is cut',
    kind: 'cut',
    effect: ({ nodes }) => reaching(nodes, (one, other) => areNeighbours(nodes, one, other)),
    flows: ({ plan: { nodes } }) => cutWhere(nodes, (one, other) => !areNeighbours(nodes, one, other)),
  }),
  available: (_, network, nodes) =>
    nodes.length > NODES.length ? availableOn(network, 'cut') : { available: false, reason: NO_RING },
};
const NO_RING =
  'of three nodes each is a neighbour of both others, so a ring cuts nothing; of five it does (--nodes 5)';

function areNeighbours(nodes: readonly NodeName[], one: NodeName, other: NodeName): boolean {
  const apart = Math.abs(nodes.indexOf(one) - nodes.indexOf(other));
  return apart === 1 || apart === nodes.length - 1;
}

export const partitionAll: FaultClass = wires({
  name: 'partition_all',
  does: 'cuts every node off from every other: no write can find its quorum',
  kind: 'cut',
  effect: ({ nodes }) => reaching(nodes, () => false),
  flows: ({ plan }) => cutWhere(plan.nodes, () => true),
});

export const dropRandomAcks: FaultClass = wires({
  name: 'drop_random_acks',
  does: "loses the peers' replies to the primary at random; what it sends arrives",
  kind: 'lose',
  effect: () => NO_EFFECT,
  flows({ plan }) {
    const random = plan.random.stream('loss');
    const lose: Treatment = { kind: 'lose', probability: plan.loss, random: random.next };
    return peersOf(plan.nodes, 'a').flatMap((peer): Flow[] => [
      { from: 'a', to: peer, part: 'all', treatment: PASS },
      { from: peer, to: 'a', part: 'replies', treatment: lose },
    ]);
  },
});

export const slowLink: FaultClass = wires({
  name: 'slow_link',
  does: 'delays everything between the primary and its peers',
  kind: 'delay',
  effect: () => NO_EFFECT,
  flows: ({ plan }) => across(['a'], plan.nodes, { kind: 'delay', ms: plan.delay_ms }),
});

export const packetLoss: FaultClass = wires({
  name: 'packet_loss',
  does: 'loses single packets between one node, drawn from the seed, and its peers at random, in both directions',
  kind: 'drop',
  effect: ({ nodes, minority }) => ({ ...NO_EFFECT, joined: [minority, ...peersOf(nodes, minority)] }),
  flows: ({ plan }) => across([plan.minority], plan.nodes, { kind: 'drop', probability: plan.packet_loss }),
});

export const narrowLink: FaultClass = wires({
  name: 'narrow_link',
  does: 'lets only so many bytes a second through between the primary and its peers',
  kind: 'limit',
  effect: () => NO_EFFECT,
  flows: ({ plan }) => across(['a'], plan.nodes, { kind: 'limit', bytes_per_s: plan.bytes_per_s }),
});

/** On each side all still reach each other. Clients join on the side that is cut off first. */
function cutOff(nodes: readonly NodeName[], group: readonly NodeName[]): Effect {
  const others = nodes.filter((node) => !group.includes(node));
  return {
    ...NO_EFFECT,
    peers_in_reach: { ...without(nodes, ...others), ...without(nodes, ...group) },
    joined: [...group, ...others],
  };
}

/** Clients join through every node. */
const reaching = (nodes: readonly NodeName[], reaches: (one: NodeName, other: NodeName) => boolean): Effect => {
  const ways = nodes.map((node) => [node, peersOf(nodes, node).filter((peer) => reaches(node, peer))] as const);
  const fewer = ways.filter(([, peers]) => peers.length < nodes.length - 1);
  return { ...NO_EFFECT, peers_in_reach: Object.fromEntries(fewer), joined: nodes };
};

/** Between a group of nodes and all others, both ways. */
export const across = (group: readonly NodeName[], nodes: readonly NodeName[], treatment: Treatment): Flow[] =>
  group.flatMap((node) =>
    nodes
      .filter((other) => !group.includes(other))
      .flatMap((peer): Flow[] => [
        { from: node, to: peer, part: 'all', treatment },
        { from: peer, to: node, part: 'all', treatment },
      ]),
  );

const cutWhere = (nodes: readonly NodeName[], isCut: (one: NodeName, other: NodeName) => boolean): Flow[] =>
  orderedPairs(nodes)
    .filter(({ from, to }) => isCut(from, to))
    .map((pair): Flow => ({ ...pair, part: 'all', treatment: CUT }));

interface WireFault {
  name: string;
  does: string;
  /** What the network must be able to do. */
  kind: Treatment['kind'];
  effect(plan: CyclePlan): Effect;
  flows(context: FaultContext): Flow[];
}

function wires({ name, does, kind, effect, flows }: WireFault): FaultClass {
  return {
    name,
    does,
    available: (_, network) => availableOn(network, kind),
    effect,
    prepare: (context) => treating(context, flows(context)),
  };
}

/** @param what the network must be able to do */
export function availableOn(network: Transport, what: Parameters<Transport['cannot']>[0]): Available {
  const reason = network.cannot(what);
  return reason === null ? ALWAYS : { available: false, reason };
}

function treating({ cluster: { wires, healthy }, signal }: FaultContext, flows: readonly Flow[]): PreparedFault {
  let treated: Awaited<ReturnType<typeof wires.treat>> | null = null;
  let traces: Traces | undefined;
  async function witness(): Promise<void> {
    const what = 'something treated between each two nodes that were named';
    const shown = async (): Promise<boolean> => (await treated?.traces())?.shown ?? false;
    await waitFor(what, EFFECT_MS_MAX, shown, signal).catch(() => {});
    traces = await treated?.traces();
  }
  return {
    async inject() {
      treated = await wires.treat(flows);
    },
    witness,
    async heal() {
      if (!traces) await witness();
      await wires.open();
      await healthy(HEAL_MS_MAX, signal);
      return {
        kind: traces?.kind ?? 'no_treatment',
        // where nothing was named, nothing that was named is missing
        took_effect: flows.length > 0 && traces?.shown === true && traces.tight,
        healed: true,
        detail: `${traces?.words ?? 'nothing was treated'}; afterwards every node answered over every wire`,
      };
    },
  };
}
