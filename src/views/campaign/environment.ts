// Where a campaign ran, in words: a reader must know that three nodes are not three machines unless they were.

import type { Head } from '../../catalogue/head.ts';
import { NODES } from '../../contract/names.ts';
import { machineInWords, shardsInWords } from './shards.ts';

/** A campaign of the established shape records none of it. */
export function environmentInWords({ environment, shards, network, node_count, seed }: Head): string {
  const nodes = networkInWords(network, node_count ?? NODES.length);
  const { machine, cpus } = environment;
  if (shards !== null) {
    const there = nodes.replaceAll('this one machine', 'the machine of their shard');
    return `${shardsInWords(shards)} ${there}${seedInWords(seed)}`;
  }
  if (machine === null && cpus === null && network === null)
    return 'Where it ran is not recorded: neither the machine, nor its processors, nor how the nodes were connected.';
  const where = machine === null ? 'A machine that is not recorded' : `Run on ${machine}`;
  return `${[where, ...machineInWords(environment)].join(', ')}. ${nodes}${seedInWords(seed)}`;
}

const seedInWords = (seed: number | null): string => (seed === null ? '' : ` Seed ${seed}.`);

const MODES: Readonly<Record<string, (nodes: string) => string>> = {
  proxy: (nodes) =>
    `The ${nodes} nodes are ${nodes} processes on this one machine, and every link between two of them runs through a relay (network mode proxy).`,
  netns: (nodes) =>
    `The ${nodes} nodes are ${nodes} processes on this one machine, each in a network of its own that the kernel filters (network mode netns).`,
  hosts: (nodes) => `Each of the ${nodes} nodes ran on a machine of its own (network mode hosts).`,
};
const COUNTS: Readonly<Record<number, string>> = { 3: 'three', 5: 'five' };

function networkInWords(network: string | null, nodes: number): string {
  if (network === null) return 'How the nodes were connected is not recorded.';
  const inWords = Object.hasOwn(MODES, network) ? MODES[network] : undefined;
  return inWords?.(COUNTS[nodes] ?? String(nodes)) ?? `Network mode ${network.slice(0, 40)}.`;
}
