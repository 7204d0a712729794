// Where a campaign ran, in words: a reader must know that three nodes are not three machines unless they were.

import type { Head } from '../../catalogue/head.ts';
import { machineInWords, shardsInWords } from './shards.ts';

/** A campaign of the established shape records none of it. */
export function environmentInWords({ environment, shards, network, seed }: Head): string {
  const { machine, cpus } = environment;
  if (shards !== null) {
    const nodes = networkInWords(network).replaceAll('this one machine', 'the machine of their shard');
    return `${shardsInWords(shards)} ${nodes}${seedInWords(seed)}`;
  }
  if (machine === null && cpus === null && network === null)
    return 'Where it ran is not recorded: neither the machine, nor its processors, nor how the nodes were connected.';
  const where = machine === null ? 'A machine that is not recorded' : `Run on ${machine}`;
  return `${[where, ...machineInWords(environment)].join(', ')}. ${networkInWords(network)}${seedInWords(seed)}`;
}

const seedInWords = (seed: number | null): string => (seed === null ? '' : ` Seed ${seed}.`);

const MODES: Readonly<Record<string, string>> = {
  proxy:
    'The three nodes are three processes on this one machine, and every link between two of them runs through a relay (network mode proxy).',
  netns:
    'The three nodes are three processes on this one machine, each in a network of its own that the kernel filters (network mode netns).',
  hosts: 'Each of the three nodes ran on a machine of its own (network mode hosts).',
};

const networkInWords = (network: string | null): string =>
  network === null
    ? 'How the nodes were connected is not recorded.'
    : Object.hasOwn(MODES, network)
      ? (MODES[network] ?? '')
      : `Network mode ${network.slice(0, 40)}.`;
