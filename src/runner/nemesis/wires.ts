// Faults of the wires between nodes. The receipt is what the relays counted: bytes that they swallowed or
// held back while the fault was on, on every wire that it struck and that had traffic.

import { waitFor } from '../../machine/waiting.ts';
import { peersOf } from '../network/links.ts';
import type { Relay } from '../network/relay.ts';
import { type ByteCounts, CUT, type LinkState, PASS } from '../network/treatment.ts';
import { ALWAYS, EFFECT_MS_MAX, type FaultClass, type FaultContext, HEAL_MS_MAX } from './fault.ts';

export const partitionMinority: FaultClass = wires({
  name: 'partition_minority',
  does: 'cuts the primary off from both peers, in both directions, while writes go on',
  quorum: 'out of reach',
  count: 'dropped',
  states: () => ({ outward: { requests: CUT, replies: CUT }, inward: { requests: CUT, replies: CUT } }),
});

export const partitionOneWay: FaultClass = wires({
  name: 'partition_one_way',
  does: 'loses everything that the primary sends to its peers; what they send arrives',
  quorum: 'out of reach',
  count: 'dropped',
  states: () => ({ outward: { requests: CUT, replies: PASS }, inward: { requests: PASS, replies: CUT } }),
});

export const dropRandomAcks: FaultClass = wires({
  name: 'drop_random_acks',
  does: "loses the peers' replies to the primary at random; what it sends arrives",
  quorum: 'in reach',
  count: 'dropped',
  states: ({ plan }) => {
    const random = plan.random.stream('loss');
    const lose = { kind: 'lose', probability: plan.loss, random: random.next } as const;
    return { outward: { requests: PASS, replies: lose }, inward: { requests: PASS, replies: PASS } };
  },
});

export const slowLink: FaultClass = wires({
  name: 'slow_link',
  does: 'delays everything between the primary and its peers',
  quorum: 'in reach',
  count: 'delayed',
  states: ({ plan }) => {
    const slow = { kind: 'delay', ms: plan.delay_ms } as const;
    return { outward: { requests: slow, replies: slow }, inward: { requests: slow, replies: slow } };
  },
});

interface WireFault {
  name: string;
  does: string;
  quorum: FaultClass['quorum'];
  /** Which counter proves it. */
  count: keyof ByteCounts;
  /** Treatment of the wires that the primary opens, and of those that its peers open to it. */
  states(context: FaultContext): { outward: LinkState; inward: LinkState };
}

function wires({ name, does, quorum, count, states }: WireFault): FaultClass {
  return {
    name,
    does,
    quorum,
    available: () => ALWAYS,
    windowNode: () => 'a',
    prepare: (context) => strike(context, count, states(context)),
  };
}

function strike(
  { cluster, signal }: FaultContext,
  count: keyof ByteCounts,
  states: { outward: LinkState; inward: LinkState },
): ReturnType<FaultClass['prepare']> {
  const peers = peersOf('a');
  const outward = peers.map((peer) => cluster.links.between('a', peer));
  const inward = peers.map((peer) => cluster.links.between(peer, 'a'));
  const before = outward.map((relay) => bytes(relay, count));
  const beforeIn = inward.map((relay) => bytes(relay, count));
  const struck = (): number[] => outward.map((relay, i) => bytes(relay, count) - (before[i] ?? 0));
  return {
    async inject() {
      for (const relay of outward) relay.set(states.outward);
      for (const relay of inward) relay.set(states.inward);
    },
    async heal() {
      // the writers keep both wires busy; without their bytes there would be nothing to show
      await waitFor(`${count} bytes on both wires`, EFFECT_MS_MAX, () => struck().every((n) => n > 0), signal).catch(
        () => {},
      );
      const found = struck();
      const foundIn = inward.map((relay, i) => bytes(relay, count) - (beforeIn[i] ?? 0));
      cluster.links.open();
      await cluster.healthy(HEAL_MS_MAX, signal);
      return {
        kind: `relay_bytes_${count}`,
        took_effect: found.every((n) => n > 0),
        healed: true,
        detail: `${count} bytes by wire: ${peers.map((peer, i) => `a→${peer} ${found[i]}, ${peer}→a ${foundIn[i]}`).join(', ')}; afterwards every node answered over every wire`,
      };
    },
  };
}

const bytes = (relay: Relay, count: keyof ByteCounts): number => relay.requests[count] + relay.replies[count];
