// The wires of a three-node cluster: one relay for every ordered pair of nodes.

import type { NodeName } from '../../subjects/subject.ts';
import { openRelay, type Relay } from './relay.ts';
import { OPEN } from './treatment.ts';

export const NODE_NAMES = ['a', 'b', 'c'] as const satisfies readonly NodeName[];

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
  open(): void;
  close(): Promise<void>;
}

/** The discard port: nothing of ours listens there, so a wire that was never aimed refuses. */
const NOWHERE = 9;

export async function openLinks(): Promise<Links> {
  const pairs = NODE_NAMES.flatMap((from) => peersOf(from).map((to) => ({ from, to })));
  const all = await Promise.all(pairs.map(async (pair) => ({ ...pair, relay: await openRelay(NOWHERE) })));

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
    open() {
      for (const link of all) link.relay.set(OPEN);
    },
    async close() {
      await Promise.all(all.map((link) => link.relay.close()));
    },
  };
}

/** The other two, in order. */
export const peersOf = (node: NodeName): NodeName[] => NODE_NAMES.filter((other) => other !== node);
