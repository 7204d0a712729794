// A campaign that many machines ran: how many shards came back, from how many machines, and what became of each.

import type { Environment, ShardHead } from '../../catalogue/head.ts';
import { counted, sentence } from '../words.ts';

export interface ShardRow {
  shard: number;
  /** Of each class, as planned. */
  cycles: number;
  state: string;
  /** Where it ran. */
  machine: string;
}

const STATES = {
  complete: 'complete',
  interrupted: 'broken off: it counts for nothing',
  missing: 'did not come back',
} as const;

/** `two processors`, `Node 24.21.0`: what is known of them. */
export const machineInWords = ({ cpus, node }: Environment): string[] => [
  ...(cpus === null ? [] : [counted(cpus, 'processor')]),
  ...(node === null ? [] : [`Node ${node.replace(/^v/, '')}`]),
];

/** "Four shards on two machines; one did not come back." Machines are told apart only by what each recorded. */
export function shardsInWords(shards: readonly ShardHead[]): string {
  const here = shards.filter(({ state }) => state !== 'missing');
  const boots = here.map(({ environment }) => environment.boot);
  const machines = boots.includes(null)
    ? 'on machines that are not recorded'
    : `on ${counted(new Set(boots).size, 'machine')}`;
  const where = here.length === 0 ? '' : ` ${machines}`;
  const wanting = (['interrupted', 'missing'] as const).flatMap((state) => {
    const count = shards.filter((one) => one.state === state).length;
    const what = state === 'missing' ? 'did not come back' : count === 1 ? 'was broken off' : 'were broken off';
    return count === 0 ? [] : [`; ${counted(count, 'shard')} ${what}`];
  });
  return `${sentence(counted(shards.length, 'shard'))}${where}${wanting.join('')}.`;
}

export const shardRows = (shards: readonly ShardHead[] | null): ShardRow[] =>
  (shards ?? []).map(({ shard, state, cycles, environment }) => ({
    shard,
    cycles,
    state: STATES[state],
    machine: [environment.machine ?? 'not recorded', ...machineInWords(environment)].join(', '),
  }));
