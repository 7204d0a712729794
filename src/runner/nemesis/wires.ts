// Faults of the wires between nodes. The receipt is what the network counted while the fault held: that something was
// lost or held back between each two nodes that were named and, where everything was to be lost, that nothing came through.

import { NODES, type NodeName } from '../../contract/names.ts';
import { waitFor } from '../../machine/waiting.ts';
import { type Flow, ORDERED_PAIRS, peersOf, type Traces, type Transport } from '../network/transport.ts';
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
  does: 'cuts one node, drawn from the seed, off from the other two, in both directions, while writes go on on both sides',
  kind: 'cut',
  effect: ({ minority }) => cutOff(minority),
  flows: ({ plan }) => bothWays(plan.minority, CUT),
});

export const partitionRefused: FaultClass = wires({
  name: 'partition_refused',
  does: 'as partition_minority, but whoever opens a connection over the cut is refused at once',
  kind: 'refuse',
  effect: ({ minority }) => cutOff(minority),
  flows: ({ plan }) => bothWays(plan.minority, REFUSE),
});

export const partitionOneWay: FaultClass = wires({
  name: 'partition_one_way',
  does: 'loses everything that the primary sends to its peers; what they send arrives',
  kind: 'cut',
  effect: () => cutOff('a'),
  flows: () => peersOf('a').map((to) => ({ from: 'a', to, part: 'all', treatment: CUT })),
});

export const partitionBridge: FaultClass = wires({
  name: 'partition_bridge',
  does: 'cuts two nodes off from each other; one node, drawn from the seed, still reaches both',
  kind: 'cut',
  effect: ({ minority: bridge }) => ({
    ...NO_EFFECT,
    peers_in_reach: Object.fromEntries(peersOf(bridge).map((node) => [node, [bridge]])),
    joined: [...NODES],
  }),
  flows: ({ plan }) => cutBetween(peersOf(plan.minority)),
});

export const partitionAll: FaultClass = wires({
  name: 'partition_all',
  does: 'cuts every node off from every other: no write can find its quorum',
  kind: 'cut',
  effect: () => ({
    ...NO_EFFECT,
    peers_in_reach: Object.fromEntries(NODES.map((node) => [node, []])),
    joined: [...NODES],
  }),
  flows: () => cutBetween(NODES),
});

export const dropRandomAcks: FaultClass = wires({
  name: 'drop_random_acks',
  does: "loses the peers' replies to the primary at random; what it sends arrives",
  kind: 'lose',
  effect: () => NO_EFFECT,
  flows({ plan }) {
    const random = plan.random.stream('loss');
    const lose: Treatment = { kind: 'lose', probability: plan.loss, random: random.next };
    return peersOf('a').flatMap((peer): Flow[] => [
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
  flows: ({ plan }) => bothWays('a', { kind: 'delay', ms: plan.delay_ms }),
});

export const packetLoss: FaultClass = wires({
  name: 'packet_loss',
  does: 'loses single packets between one node, drawn from the seed, and its peers at random, in both directions',
  kind: 'drop',
  effect: ({ minority }) => ({ ...NO_EFFECT, joined: [minority, ...peersOf(minority)] }),
  flows: ({ plan }) => bothWays(plan.minority, { kind: 'drop', probability: plan.packet_loss }),
});

export const narrowLink: FaultClass = wires({
  name: 'narrow_link',
  does: 'lets only so many bytes a second through between the primary and its peers',
  kind: 'limit',
  effect: () => NO_EFFECT,
  flows: ({ plan }) => bothWays('a', { kind: 'limit', bytes_per_s: plan.bytes_per_s }),
});

/** The other two still reach each other. */
const cutOff = (node: NodeName): Effect => ({
  ...NO_EFFECT,
  peers_in_reach: { [node]: [], ...without(node) },
  joined: [node, ...peersOf(node)],
});

export const bothWays = (node: NodeName, treatment: Treatment): Flow[] =>
  peersOf(node).flatMap((peer): Flow[] => [
    { from: node, to: peer, part: 'all', treatment },
    { from: peer, to: node, part: 'all', treatment },
  ]);

const cutBetween = (nodes: readonly NodeName[]): Flow[] =>
  ORDERED_PAIRS.filter(({ from, to }) => nodes.includes(from) && nodes.includes(to)).map(
    (pair): Flow => ({ ...pair, part: 'all', treatment: CUT }),
  );

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
        took_effect: traces?.shown === true && traces.tight,
        healed: true,
        detail: `${traces?.words ?? 'nothing was treated'}; afterwards every node answered over every wire`,
      };
    },
  };
}
