// Rates, set where packets leave a node: a queue of its own for each peer, by the kernel's token buckets (htb). What goes
// to clients takes none of them and passes at once. A plain tbf could not tell the two apart.

import { NODE_NAMES, type NodeName } from '../../../contract/names.ts';
import type { Flow } from '../transport.ts';

const DEVICE = 'dev eth0';
const ROOT = `${DEVICE} root`;
/** What a queue may send at once after a rest: two full packets. */
const BURST_BYTES = 3_000;
const PACKET_BYTES = 1_500;
const BITS_PER_BYTE = 8;

export const LIST_QUEUES = ['-s', 'class', 'show', ...DEVICE.split(' ')] as const;

const minorOf = (peer: NodeName): number => 2 + NODE_NAMES.indexOf(peer);

/** The queue for a peer as a packet's priority: the packet filter of older systems knows it as a number only. */
export const queueOf = (peer: NodeName): string => `0x1000${minorOf(peer)}`;

/** Lines for `tc -batch` that replace what was set by `before`; empty where nothing changes. */
export function queuesOf(node: NodeName, before: readonly Flow[], flows: readonly Flow[]): string {
  const [old, next] = [classesOf(node, before), classesOf(node, flows)];
  if (old.join() === next.join()) return '';
  return [
    ...(old.length === 0 ? [] : [`qdisc del ${ROOT}`]),
    ...(next.length === 0 ? [] : [`qdisc add ${ROOT} handle 1: htb default 0`, ...next]),
    '',
  ].join('\n');
}

const classesOf = (node: NodeName, flows: readonly Flow[]): string[] =>
  flows.flatMap(({ from, to, treatment }) => {
    if (from !== node || treatment.kind !== 'limit') return [];
    const rate = `rate ${treatment.bytes_per_s * BITS_PER_BYTE}bit burst ${BURST_BYTES} quantum ${PACKET_BYTES}`;
    return [`class add ${DEVICE} parent 1: classid 1:${minorOf(to)} htb ${rate}`];
  });

/**
 * How often packets for each peer with a rate had to wait for it.
 * @param listed as `tc` prints it for `LIST_QUEUES`: nothing, where no rate is set
 */
export function heldIn(listed: string): Map<NodeName, number> {
  const found = [...listed.matchAll(/class htb 1:(\d+) .*?overlimits (\d+)/gs)];
  const by_minor = new Map(found.map(([, minor, count]) => [Number(minor), Number(count)]));
  return new Map(
    NODE_NAMES.flatMap((peer) => {
      const count = by_minor.get(minorOf(peer));
      return count === undefined ? [] : [[peer, count] as const];
    }),
  );
}
