// The network mode that needs no rights: one relay for every ordered pair of nodes, all on the loopback interface. Its
// receipts are the bytes that relays lost or held back, and, where everything was to be lost, that they forwarded none.

import type { NodeName } from '../../../contract/names.ts';
import { onFreePort } from '../../../machine/free-port.ts';
import { HERE } from '../../../machine/place.ts';
import { type Flow, orderedPairs, peersOf, type Traces, type Transport, type Wires } from '../transport.ts';
import { type ByteCounts, CUT, type LinkState, OPEN, PASS } from '../treatment.ts';
import { openRelay, type Relay } from './relay.ts';

export const PROXY: Transport = {
  mode: 'proxy',
  cannot: (what) => CANNOT[what] ?? null,
  open: openProxyWires,
};

const CANNOT: Partial<Record<Parameters<Transport['cannot']>[0], string>> = {
  refuse: 'a relay has accepted a connection before it could refuse it; the packet filter can (--network netns)',
  drop: 'a relay sees bytes and no packets, and TCP sends lost packets again; the packet filter can lose them (--network netns)',
  limit: 'a relay sets no rate; the kernel’s queues can (--network netns)',
};

/** A relay, and who opens connections to whom over it. */
interface Link {
  from: NodeName;
  to: NodeName;
  relay: Relay;
}

/** The discard port: nothing of ours listens there, so a wire that was never aimed refuses. */
const NOWHERE = 9;

async function openProxyWires(nodes: readonly NodeName[]): Promise<Wires> {
  const links = await openEach(nodes);
  const at = (node: NodeName): Link[] => links.filter(({ from, to }) => from === node || to === node);
  const between = (from: NodeName, to: NodeName): Link[] => links.filter((one) => one.from === from && one.to === to);
  const urlOf = ({ relay }: Link): string => `http://${HERE.host}:${relay.port}`;

  return {
    all: links.map((link) => ({ from: link.from, to: link.to, url: () => urlOf(link) })),
    placeOf: () => HERE,
    peersOf: (node) => peersOf(nodes, node).flatMap((peer) => between(node, peer).map(urlOf)),
    onPort: onFreePort,
    aim(node, port) {
      for (const link of links) if (link.to === node) link.relay.aim(port);
    },
    async treat(flows) {
      const pairs = Map.groupBy(flows, ({ from, to }) => [from, to].toSorted().join());
      const treated = [...pairs.values()].map((own) =>
        linksOf(own, between).map((link) => {
          const state = stateOf(link, own);
          link.relay.set(state);
          return { ...link, state, before: counted(link.relay) };
        }),
      );
      const count = flows.some(({ treatment }) => treatment.kind === 'delay') ? 'delayed' : 'dropped';
      return { traces: async () => tracesOf(treated, count) };
    },
    async isolate(node) {
      for (const { relay } of at(node)) relay.set({ requests: CUT, replies: CUT });
    },
    bytesInto: async (node) =>
      at(node).reduce((sum, { to, relay }) => sum + (to === node ? relay.requests : relay.replies).forwarded, 0),
    answersInto: (node) =>
      links.filter(({ from }) => from === node).reduce((sum, { relay }) => sum + relay.replies.forwarded, 0),
    async open() {
      for (const { relay } of links) relay.set(OPEN);
    },
    async close() {
      await Promise.all(links.map(({ relay }) => relay.close()));
    },
  };
}

/** Where one wire cannot be opened, for want of ports or files, the others do not stay open for ever. */
async function openEach(nodes: readonly NodeName[]): Promise<Link[]> {
  const opened = await Promise.allSettled(
    orderedPairs(nodes).map(async (pair) => ({ ...pair, relay: await openRelay(NOWHERE) })),
  );
  const failed = opened.find((one) => one.status === 'rejected');
  const links = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  if (!failed) return links;
  await Promise.all(links.map(({ relay }) => relay.close()));
  throw failed.reason;
}

/** Both relays between two nodes; the one on which the sender of the first flow opens connections comes first. */
function linksOf([first]: readonly Flow[], between: (from: NodeName, to: NodeName) => Link[]): Link[] {
  return first ? [...between(first.from, first.to), ...between(first.to, first.from)] : [];
}

/** What a node sends goes out as requests over the relay on which it opens connections, and as replies over the other. */
function stateOf({ from, to }: Link, flows: readonly Flow[]): LinkState {
  const treatmentOf = (sender: NodeName, part: 'requests' | 'replies') =>
    flows.find((flow) => flow.from === sender && (flow.part === 'all' || flow.part === part))?.treatment ?? PASS;
  return { requests: treatmentOf(from, 'requests'), replies: treatmentOf(to, 'replies') };
}

interface Counted {
  requests: ByteCounts;
  replies: ByteCounts;
}

interface TreatedLink extends Link {
  state: LinkState;
  before: Counted;
}

const counted = ({ requests, replies }: Readonly<Counted>): Counted => ({
  requests: { ...requests },
  replies: { ...replies },
});

/** @param pairs the relays between each two nodes that were named */
function tracesOf(pairs: readonly TreatedLink[][], count: 'dropped' | 'delayed'): Traces {
  const all = pairs.flat();
  const by_wire = all.map((link) => ({ from: link.from, to: link.to, count: since(link)[count] }));
  const leaked = all.reduce((sum, link) => sum + since(link).leaked, 0);
  const words = by_wire.map(({ from, to, count: bytes }) => `${from}→${to} ${bytes}`).join(', ');
  return {
    kind: `relay_bytes_${count}`,
    shown: pairs.every((links) => links.some((link) => since(link)[count] > 0)),
    tight: leaked === 0,
    by_wire,
    words: `${count} bytes by wire: ${words}; ${leaked} bytes forwarded where the wire was cut`,
  };
}

/** Of one relay since the fault holds: bytes treated, and bytes that passed in a direction that is cut. */
function since({ relay, before, state }: TreatedLink) {
  const of = (count: keyof ByteCounts): number =>
    relay.requests[count] - before.requests[count] + relay.replies[count] - before.replies[count];
  const passed = (way: 'requests' | 'replies'): number =>
    state[way].kind === 'cut' ? relay[way].forwarded - before[way].forwarded : 0;
  return { dropped: of('dropped'), delayed: of('delayed'), leaked: passed('requests') + passed('replies') };
}
