// What the established harness does under the name of each fault class, read from its description. A fault has
// come and gone before the next write is sent, but for the kill, which nothing undoes.

import { NO_FAULT } from '../contract/comparison.ts';
import { NODES } from '../contract/names.ts';
import { pause } from '../machine/waiting.ts';
import type { Cluster } from '../runner/cluster/cluster.ts';
import { peersOf } from '../runner/network/transport.ts';
import { CUT } from '../runner/network/treatment.ts';
import type { NodeName } from '../subjects/subject.ts';

/** Where the marks of a fault go: the same ones that our nemesis leaves in a history. */
export interface Marks {
  injects(): void;
  holds(): void;
  heals(): void;
}

export interface EstablishedFault {
  /** In words, for the record. */
  injects: string;
  /** Nodes that are gone afterwards. */
  leaves_dead: readonly NodeName[];
  /** Resolves to what is known of its effect. */
  inject(cluster: Cluster, marks: Marks, signal: AbortSignal): Promise<string>;
}

/**
 * The fixed sleeps of the harness that is being measured, in milliseconds. They are what the comparison is about; nothing of ours waits like this.
 */
export const SLEEPS_MS = { before_kill: 100, cut: 500, frozen: 500, settle: 3_000, teardown: 100 } as const;

const NOTHING = 'nothing was injected';

/** It freezes the first peer, always; nothing is drawn. */
const FROZEN_PEER: NodeName = 'b';

const FAULTS: ReadonlyMap<string, EstablishedFault> = new Map<string, EstablishedFault>([
  [NO_FAULT, { injects: 'nothing', leaves_dead: [], inject: async () => NOTHING }],
  [
    'kill_primary_mid_write',
    {
      injects:
        'SIGKILL to the idle primary between two writes; it is never restarted, and the writes go on to its port',
      leaves_dead: ['a'],
      inject: kill,
    },
  ],
  [
    'partition_minority',
    {
      injects: `cuts what the primary sends to both peers for ${SLEEPS_MS.cut} ms between two writes`,
      leaves_dead: [],
      inject: cut,
    },
  ],
  [
    'drop_random_acks',
    {
      injects: `SIGSTOP to peer ${FROZEN_PEER} for ${SLEEPS_MS.frozen} ms between two writes; no reply is dropped`,
      leaves_dead: [],
      inject: freeze,
    },
  ],
  [
    'clock_skew_peer',
    { injects: 'nothing, although it reports the class', leaves_dead: [], inject: async () => NOTHING },
  ],
]);

/** null for a class that the established harness does not have. */
export const establishedFault = (fault: string): EstablishedFault | null => FAULTS.get(fault) ?? null;

async function kill(cluster: Cluster, marks: Marks, signal: AbortSignal): Promise<string> {
  await pause(SLEEPS_MS.before_kill, signal);
  marks.injects();
  const { pid } = cluster.node('a');
  const exit = await cluster.kill('a');
  marks.holds();
  return `node a (pid ${pid}) ended by ${exit.signal ?? 'itself'} and stayed away`;
}

async function cut(cluster: Cluster, marks: Marks, signal: AbortSignal): Promise<string> {
  const peers = peersOf(NODES, 'a');
  const flows = peers.map((to) => ({ from: 'a', to, part: 'requests', treatment: CUT }) as const);
  marks.injects();
  try {
    const treating = await cluster.wires.treat(flows);
    marks.holds();
    await pause(SLEEPS_MS.cut, signal);
    const { by_wire } = await treating.traces();
    const swallowed = by_wire.filter(({ from }) => from === 'a').map(({ to, count }) => `a→${to} ${count}`);
    return `bytes swallowed by wire: ${swallowed.join(', ')}`;
  } finally {
    marks.heals();
    await cluster.wires.open();
  }
}

async function freeze(cluster: Cluster, marks: Marks, signal: AbortSignal): Promise<string> {
  const node = cluster.node(FROZEN_PEER);
  marks.injects();
  try {
    node.signal('SIGSTOP');
    marks.holds();
    await pause(SLEEPS_MS.frozen, signal);
  } finally {
    marks.heals();
    node.signal('SIGCONT');
  }
  return `node ${FROZEN_PEER} (pid ${node.pid}) was sent SIGSTOP, and SIGCONT ${SLEEPS_MS.frozen} ms later`;
}
