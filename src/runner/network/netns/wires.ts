// The network mode of the kernel's own packet filter: each node in a network of its own, with an address of its own.
// Between nodes there is nothing but a bridge. Its receipts are packets, counted where they are sent and where they
// arrive.

import { join } from 'node:path';
import type { NodeName } from '../../../contract/names.ts';
import type { Place } from '../../../machine/place.ts';
import type { Run, Supervised } from '../../../machine/run.ts';
import { type Flow, orderedPairs, peersOf, type Transport, type Treating, type Wires } from '../transport.ts';
import { CUT } from '../treatment.ts';
import { lackOfRates } from './capabilities.ts';
import { type Counts, countsIn, LIST_COUNTERS, NODE_PORT, treatmentOf } from './filter.ts';
import { type Networks, openNetworks } from './networks.ts';
import { heldIn, LIST_QUEUES, queuesOf } from './queues.ts';
import { tracesBetween } from './traces.ts';

const DOORMAN = join(import.meta.dirname, 'doorman.ts');
/** At a node's address: a connection to it goes on to a peer, as the node itself would open it. */
const DOOR_PORTS: Record<NodeName, number> = { a: 7_801, b: 7_802, c: 7_803, d: 7_804, e: 7_805 };
/** A cluster has an address range of its own. */
const CLUSTERS_MAX = 256;
const NO_DELAY =
  'delay is injected by relays only (--network proxy): the packet filter cannot hold packets back, and netem is missing from many kernels';
const NO_ANSWERS =
  'what a node takes in is known at once by relays only (--network proxy): reading a packet counter takes longer than catching up';

/** @param run in which helper processes live; inside a private space */
export function netns(run: Run): Transport {
  const taken = new Set<number>();
  return {
    mode: 'netns',
    cannot(what) {
      if (what === 'delay' || what === 'stall') return NO_DELAY;
      if (what === 'count answers') return NO_ANSWERS;
      return what === 'limit' ? lackOfRates() : null;
    },
    async open(nodes) {
      const number = Array.from({ length: CLUSTERS_MAX }, (_, n) => n).find((n) => !taken.has(n));
      if (number === undefined) throw new Error(`expected at most ${CLUSTERS_MAX} clusters at once, found one more`);
      taken.add(number);
      const networks = await openNetworks(number, run.newFolder('networks'), nodes).catch((error) => {
        taken.delete(number);
        throw error;
      });
      return wiresOf(run, nodes, networks, () => taken.delete(number));
    },
  };
}

async function wiresOf(run: Run, nodes: readonly NodeName[], networks: Networks, closed: () => void): Promise<Wires> {
  const { addressOf, filter, queue } = networks;
  const folder = run.newFolder('doormen');
  const placeOf = (node: NodeName): Place => ({
    host: addressOf(node),
    enter: [...networks.enter(node), ...WITHOUT_RIGHTS],
  });
  const doormen = await Promise.all(
    nodes.map((node) => doormanOf(run, { node, peers: peersOf(nodes, node) }, placeOf(node), addressOf, folder)),
  );
  /** What is treated now. */
  let treated: readonly Flow[] = [];
  const heldBy = async (node: NodeName): Promise<Map<NodeName, number>> =>
    heldIn(hasRates(treated) ? await queue(node, LIST_QUEUES) : '');
  const countsOf = async (node: NodeName): Promise<Map<NodeName, Counts>> =>
    countsIn(await filter(node, LIST_COUNTERS), peersOf(nodes, node), await heldBy(node));
  const allCounts = async () =>
    new Map(await Promise.all(nodes.map(async (node) => [node, await countsOf(node)] as const)));

  async function setTo(next: readonly Flow[]): Promise<void> {
    const before = treated;
    treated = next;
    for (const node of nodes) {
      const queues = queuesOf(node, before, next);
      if (queues !== '') await queue(node, ['-batch', '-'], queues);
    }
    await Promise.all(nodes.map((node) => filter(node, ['-f', '-'], treatmentOf(node, treated, addressOf))));
  }

  return {
    all: orderedPairs(nodes).map((pair) => ({
      ...pair,
      url: () => `http://${addressOf(pair.from)}:${DOOR_PORTS[pair.to]}`,
    })),
    placeOf,
    peersOf: (node) => peersOf(nodes, node).map((peer) => `http://${addressOf(peer)}:${NODE_PORT}`),
    onPort: (start) => start(NODE_PORT),
    aim() {},
    async treat(flows): Promise<Treating> {
      const named = new Set(flows.map(pairOf));
      await setTo([...treated.filter((flow) => !named.has(pairOf(flow))), ...flows]);
      const before = await allCounts();
      return { traces: async () => tracesBetween(flows, before, await allCounts()) };
    },
    async isolate(node) {
      const others = treated.filter(({ from, to }) => from !== node && to !== node);
      const cut = peersOf(nodes, node).flatMap((peer): Flow[] => [
        { from: node, to: peer, part: 'all', treatment: CUT },
        { from: peer, to: node, part: 'all', treatment: CUT },
      ]);
      await setTo([...others, ...cut]);
    },
    async bytesInto(node) {
      return [...(await countsOf(node)).values()].reduce((sum, { arrived_bytes }) => sum + arrived_bytes, 0);
    },
    answersInto() {
      throw new Error(`expected answers that can be counted; found that ${NO_ANSWERS}`);
    },
    open: () => setTo([]),
    async close() {
      for (const doorman of doormen) doorman.signal('SIGKILL');
      await Promise.all(doormen.map((doorman) => doorman.exited));
      await networks.close();
      closed();
    },
  };
}

const hasRates = (flows: readonly Flow[]): boolean => flows.some(({ treatment }) => treatment.kind === 'limit');

const pairOf = ({ from, to }: Flow): string => [from, to].toSorted().join();

/** Whoever came in as an ordinary user holds rights over the space; what runs in it does not need them. */
const WITHOUT_RIGHTS =
  process.getuid?.() === 0 ? [] : ['setpriv', '--inh-caps', '-all', '--ambient-caps', '-all', '--'];

/** A process in the node's network, by which others see what the node can reach. */
function doormanOf(
  run: Run,
  { node, peers }: { node: NodeName; peers: readonly NodeName[] },
  place: Place,
  addressOf: (node: NodeName) => string,
  folder: string,
): Promise<Supervised> {
  const doors = peers.map((peer) => `${DOOR_PORTS[peer]}=${addressOf(peer)}:${NODE_PORT}`);
  return run.spawn({
    what: `doorman of node ${node}`,
    command: process.execPath,
    args: [DOORMAN, addressOf(node), ...doors],
    log_file: join(folder, `${node}.log`),
    place,
  });
}
