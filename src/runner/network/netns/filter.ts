// What the packet filter in the network of one node is told, and what it has counted. Every packet is counted where it
// is sent and where it arrives, so that a receipt does not rest on one side alone: what a cut loses is counted as sent
// by the one, and as lost, not as arrived, by the other.

import { z } from 'zod';
import type { NodeName } from '../../../contract/names.ts';
import type { Flow } from '../transport.ts';
import { queueOf } from './queues.ts';

/** Where every node listens: its network is its own. */
export const NODE_PORT = 7_700;
const TABLE = 'ip proofhouse';

/** Packets between a node and each of its peers, by what became of them here, and the bytes that arrived. */
export interface Counts {
  /** Given to the network, those that were refused included. */
  sent: number;
  /** Let through to the node. */
  arrived: number;
  arrived_bytes: number;
  /** Lost or refused here. */
  lost: number;
  /** How often what is to be sent had to wait for its rate. */
  held: number;
}

/** The table of a node's network, with nothing treated. */
export function tableOf(peers: readonly NodeName[], addressOf: (node: NodeName) => string): string {
  const names = peers.flatMap((peer) => ['sent', 'arrived', 'lost'].map((what) => `${what}_${peer}`));
  const arrived = peers.map((peer) => `iifname "eth0" ip saddr ${addressOf(peer)} counter name arrived_${peer}`);
  const sent = peers.map((peer) => `ip daddr ${addressOf(peer)} counter name sent_${peer}`);
  return [
    `table ${TABLE} {`,
    ...names.map((name) => `counter ${name} { }`),
    'set silent { type ipv4_addr . inet_service; flags dynamic; size 65535; }',
    'chain treated_in { }',
    'chain treated_out { }',
    `chain into { type filter hook input priority 0; policy accept; iifname "eth0" jump treated_in; ${arrived.join('; ')}; }`,
    `chain out { type filter hook output priority 0; policy accept; ${sent.join('; ')}; jump treated_out; }`,
    '}\n',
  ].join('\n');
}

/**
 * Replaces everything that is treated in the network of one node, as one transaction. What is lost is lost where it
 * arrives; what is refused is refused where it is sent, so that the sender knows.
 */
export function treatmentOf(node: NodeName, flows: readonly Flow[], addressOf: (node: NodeName) => string): string {
  const into = flows.filter(({ to, treatment }) => to === node && treatment.kind !== 'refuse');
  const out = flows.filter(({ from }) => from === node);
  return [
    `flush chain ${TABLE} treated_in`,
    `flush chain ${TABLE} treated_out`,
    `flush set ${TABLE} silent`,
    ...into.flatMap((flow) => lossOf(flow, addressOf(flow.from)).map((rule) => `add rule ${TABLE} treated_in ${rule}`)),
    ...out.flatMap((flow) => outOf(flow, addressOf(flow.to)).map((rule) => `add rule ${TABLE} treated_out ${rule}`)),
    '',
  ].join('\n');
}

function lossOf({ from, part, treatment }: Flow, address: string): string[] {
  const packets = [`ip saddr ${address}`, ...partOf(part)].join(' ');
  const lose = `counter name lost_${from} drop`;
  if (treatment.kind === 'cut') return [`${packets} ${lose}`];
  if (treatment.kind === 'drop') return [`${packets} ${chanceOf(treatment.probability)} ${lose}`];
  if (treatment.kind !== 'lose') return [];
  // a connection that chance picked stays silent; TCP would repair the loss of single packets
  return [
    `${packets} ip saddr . tcp dport @silent ${lose}`,
    `${packets} tcp flags & psh == psh ${chanceOf(treatment.probability)} add @silent { ip saddr . tcp dport } ${lose}`,
  ];
}

const chanceOf = (probability: number): string => `numgen random mod 1000 < ${Math.round(probability * 1_000)}`;

function outOf({ to, part, treatment }: Flow, address: string): string[] {
  const packets = [`ip daddr ${address} meta l4proto tcp`, ...partOf(part)].join(' ');
  if (treatment.kind === 'refuse') return [`${packets} counter name lost_${to} reject with tcp reset`];
  return treatment.kind === 'limit' ? [`${packets} meta priority set ${queueOf(to)}`] : [];
}

/** Which side opened a connection shows in its ports: nodes listen on one. */
const partOf = (part: Flow['part']): string[] =>
  part === 'all' ? [] : [`tcp ${part === 'requests' ? 'dport' : 'sport'} ${NODE_PORT}`];

export const LIST_COUNTERS = ['-j', 'list', 'counters', 'table', ...TABLE.split(' ')] as const;

const countersSchema = z.object({
  nftables: z.array(
    z.object({
      counter: z.object({ name: z.string(), packets: z.number(), bytes: z.number() }).optional(),
    }),
  ),
});

/**
 * @param json as `nft` prints it for `LIST_COUNTERS`
 * @param held as of `heldIn`
 */
export function countsIn(
  json: string,
  peers: readonly NodeName[],
  held: ReadonlyMap<NodeName, number>,
): Map<NodeName, Counts> {
  const { nftables } = countersSchema.parse(JSON.parse(json));
  const named = new Map(nftables.flatMap(({ counter }) => (counter ? [[counter.name, counter] as const] : [])));
  const of = (what: string, peer: NodeName) => named.get(`${what}_${peer}`) ?? { packets: 0, bytes: 0 };
  return new Map(
    peers.map((peer) => {
      const arrived = of('arrived', peer);
      const counts = { sent: of('sent', peer).packets, lost: of('lost', peer).packets };
      const of_peer = { arrived: arrived.packets, arrived_bytes: arrived.bytes, held: held.get(peer) ?? 0 };
      return [peer, { ...counts, ...of_peer }];
    }),
  );
}
