// The wires of a three-node cluster: one relay for every ordered pair of nodes.

import { NODES, type NodeName } from '../../contract/names.ts';
import { openRelay, type Relay } from './relay.ts';
import { CUT, OPEN } from './treatment.ts';

export interface Link {
  from: NodeName;
  to: NodeName;
  relay: Relay;
}

export interface Links {
  readonly all: readonly Link[];
  /** The wire on which `from` opens connections to `to`. */
  between(from: NodeName, to: NodeName): Relay;
  /** The addresses that a node is given for its peers. */
  peersOf(node: NodeName): string[];
  /** Tells every wire that leads to a node where the node listens. */
  aim(node: NodeName, port: number): void;
  /** Cuts every wire to and from a node, in both directions. */
  isolate(node: NodeName): void;
  /** Bytes of peers that ever reached a node, over any wire. */
  bytesInto(node: NodeName): number;
  open(): void;
  close(): Promise<void>;
}

/** The discard port: nothing of ours listens there, so a wire that was never aimed refuses. */
const NOWHERE = 9;

export async function openLinks(): Promise<Links> {
  const pairs = NODES.flatMap((from) => peersOf(from).map((to) => ({ from, to })));
  const all = await openEach(pairs);
  const at = (node: NodeName): Link[] => all.filter(({ from, to }) => from === node || to === node);

  function between(from: NodeName, to: NodeName): Relay {
    const link = all.find((one) => one.from === from && one.to === to);
    if (!link) throw new Error(`there is no link from ${from} to ${to}`);
    return link.relay;
  }

  return {
    all,
    between,
    peersOf: (node) => peersOf(node).map((peer) => `http://127.0.0.1:${between(node, peer).port}`),
    aim(node, port) {
      for (const link of all) if (link.to === node) link.relay.aim(port);
    },
    isolate(node) {
      for (const { relay } of at(node)) relay.set({ requests: CUT, replies: CUT });
    },
    bytesInto: (node) =>
      at(node).reduce((sum, { to, relay }) => sum + (to === node ? relay.requests : relay.replies).forwarded, 0),
    open() {
      for (const link of all) link.relay.set(OPEN);
    },
    async close() {
      await Promise.all(all.map((link) => link.relay.close()));
    },
  };
}

/** Where one wire cannot be opened, for want of ports or files, the others do not stay open for ever. */
async function openEach(pairs: readonly Omit<Link, 'relay'>[]): Promise<Link[]> {
  const opened = await Promise.allSettled(pairs.map(async (pair) => ({ ...pair, relay: await openRelay(NOWHERE) })));
  const failed = opened.find((one) => one.status === 'rejected');
  const links = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  if (!failed) return links;
  await Promise.all(links.map(({ relay }) => relay.close()));
  throw failed.reason;
}

/** The other two, in order. */
export const peersOf = (node: NodeName): NodeName[] => NODES.filter((other) => other !== node);
