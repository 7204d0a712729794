// Where a campaign ran, in words: a reader must know that three nodes are not three machines unless they were.

import type { Head } from '../../catalogue/head.ts';
import { counted } from '../words.ts';

/** A campaign of the established shape records none of it. */
export function environmentInWords({ environment, network, seed }: Head): string {
  const { machine, cpus, node } = environment;
  if (machine === null && cpus === null && network === null)
    return 'Where it ran is not recorded: neither the machine, nor its processors, nor how the nodes were connected.';
  const parts = [
    machine === null ? 'A machine that is not recorded' : `Run on ${machine}`,
    ...(cpus === null ? [] : [counted(cpus, 'processor')]),
    ...(node === null ? [] : [`Node ${node.replace(/^v/, '')}`]),
  ];
  const seeded = seed === null ? '' : ` Seed ${seed}.`;
  return `${parts.join(', ')}. ${networkInWords(network)}${seeded}`;
}

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
