// Faults of the wires between nodes. The receipt is what the relays counted while the fault held: bytes that they
// lost or held back, and, on a direction that was cut, that they forwarded none.

import type { NodeName } from '../../contract/names.ts';
import { waitFor } from '../../machine/waiting.ts';
import { peersOf } from '../network/links.ts';
import { type ByteCounts, CUT, type LinkState, PASS } from '../network/treatment.ts';
import type { CyclePlan } from '../workloads/schedule.ts';
import {
  ALWAYS,
  EFFECT_MS_MAX,
  type Effect,
  type FaultClass,
  type FaultContext,
  HEAL_MS_MAX,
  NO_EFFECT,
  type PreparedFault,
} from './fault.ts';

export const partitionMinority: FaultClass = wires({
  name: 'partition_minority',
  does: 'cuts one node, drawn from the seed, off from the other two, in both directions, while writes go on on both sides',
  count: 'dropped',
  target: (plan) => plan.minority,
  effect: ({ minority }) => cutOff(minority),
  states: () => ({ outward: { requests: CUT, replies: CUT }, inward: { requests: CUT, replies: CUT } }),
});

export const partitionOneWay: FaultClass = wires({
  name: 'partition_one_way',
  does: 'loses everything that the primary sends to its peers; what they send arrives',
  count: 'dropped',
  target: () => 'a',
  effect: () => ({ ...cutOff('a'), peers_in_reach: { a: 0, b: 1, c: 1 } }),
  states: () => ({ outward: { requests: CUT, replies: PASS }, inward: { requests: PASS, replies: CUT } }),
});

export const dropRandomAcks: FaultClass = wires({
  name: 'drop_random_acks',
  does: "loses the peers' replies to the primary at random; what it sends arrives",
  count: 'dropped',
  target: () => 'a',
  effect: () => NO_EFFECT,
  states: ({ plan }) => {
    const random = plan.random.stream('loss');
    const lose = { kind: 'lose', probability: plan.loss, random: random.next } as const;
    return { outward: { requests: PASS, replies: lose }, inward: { requests: PASS, replies: PASS } };
  },
});

export const slowLink: FaultClass = wires({
  name: 'slow_link',
  does: 'delays everything between the primary and its peers',
  count: 'delayed',
  target: () => 'a',
  effect: () => NO_EFFECT,
  states: ({ plan }) => {
    const slow = { kind: 'delay', ms: plan.delay_ms } as const;
    return { outward: { requests: slow, replies: slow }, inward: { requests: slow, replies: slow } };
  },
});

/** The other two still reach each other. */
const cutOff = (node: NodeName): Effect => ({
  ...NO_EFFECT,
  peers_in_reach: { [node]: 0, ...Object.fromEntries(peersOf(node).map((peer) => [peer, 1])) },
  joined: [node, ...peersOf(node)],
});

interface WireFault {
  name: string;
  does: string;
  /** Which counter proves it. */
  count: 'dropped' | 'delayed';
  /** The node whose wires it treats. */
  target(plan: CyclePlan): NodeName;
  effect(plan: CyclePlan): Effect;
  /** Treatment of the wires that the target opens, and of those that its peers open to it. */
  states(context: FaultContext): { outward: LinkState; inward: LinkState };
}

function wires({ name, does, count, target, effect, states }: WireFault): FaultClass {
  return {
    name,
    does,
    available: () => ALWAYS,
    effect,
    prepare: (context) => treating(context, count, target(context.plan), states(context)),
  };
}

function treating(
  { cluster, signal }: FaultContext,
  count: WireFault['count'],
  target: NodeName,
  states: { outward: LinkState; inward: LinkState },
): PreparedFault {
  const peers = peersOf(target);
  const wiresOf = (peer: NodeName) => [
    { name: `${target}→${peer}`, relay: cluster.links.between(target, peer), state: states.outward },
    { name: `${peer}→${target}`, relay: cluster.links.between(peer, target), state: states.inward },
  ];
  const treated = peers.map((peer) => ({
    peer,
    wires: wiresOf(peer).map((wire) => ({ ...wire, before: counted(wire.relay) })),
  }));
  const all = treated.flatMap(({ wires }) => wires);
  /** By peer: a node that neither sends nor is sent anything shows nothing. */
  const shown = (): boolean => treated.every(({ wires }) => wires.some((wire) => since(wire)[count] > 0));
  return {
    async inject() {
      for (const wire of all) {
        wire.relay.set(wire.state);
        wire.before = counted(wire.relay);
      }
    },
    async heal() {
      await waitFor(`${count} bytes between ${target} and each peer`, EFFECT_MS_MAX, shown, signal).catch(() => {});
      const took_effect = shown();
      const leaked = all.reduce((sum, wire) => sum + since(wire).leaked, 0);
      const words = all.map((wire) => `${wire.name} ${since(wire)[count]}`).join(', ');
      cluster.links.open();
      await cluster.healthy(HEAL_MS_MAX, signal);
      return {
        kind: `relay_bytes_${count}`,
        took_effect: took_effect && leaked === 0,
        healed: true,
        detail: `${count} bytes by wire: ${words}; ${leaked} bytes forwarded where the wire was cut; afterwards every node answered over every wire`,
      };
    },
  };
}

interface Counted {
  requests: ByteCounts;
  replies: ByteCounts;
}

const counted = ({ requests, replies }: Readonly<Counted>): Counted => ({
  requests: { ...requests },
  replies: { ...replies },
});

/** Of one wire since the fault holds: bytes treated, and bytes that passed in a direction that is cut. */
function since({ relay, before, state }: { relay: Readonly<Counted>; before: Counted; state: LinkState }) {
  const of = (count: keyof ByteCounts): number =>
    relay.requests[count] - before.requests[count] + relay.replies[count] - before.replies[count];
  const passed = (way: 'requests' | 'replies'): number =>
    state[way].kind === 'cut' ? relay[way].forwarded - before[way].forwarded : 0;
  return { dropped: of('dropped'), delayed: of('delayed'), leaked: passed('requests') + passed('replies') };
}
