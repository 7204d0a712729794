// SIGSTOP: the process is there, its sockets accept, and nothing answers. The state is read from the kernel.

import { readFile } from 'node:fs/promises';
import type { NodeName } from '../../contract/names.ts';
import { waitFor } from '../../machine/waiting.ts';
import { peersOf } from '../network/transport.ts';
import {
  ALWAYS,
  type Available,
  EFFECT_MS_MAX,
  type Effect,
  type FaultClass,
  type FaultContext,
  HEAL_MS_MAX,
  NO_EFFECT,
  without,
} from './fault.ts';

export const pausePeer: FaultClass = {
  name: 'pause_peer',
  does: 'SIGSTOP to one peer, later SIGCONT',
  available,
  effect: ({ nodes, peer }) => ({ ...frozen(nodes, peer), joined: ['a'] }),
  prepare: (context) => pausing(context, context.plan.peer),
};

export const pausePrimary: FaultClass = {
  name: 'pause_primary',
  does: 'SIGSTOP to the primary, later SIGCONT',
  available,
  effect: ({ nodes }) => ({ ...frozen(nodes, 'a'), joined: peersOf(nodes, 'a') }),
  prepare: (context) => pausing(context, 'a'),
};

/** The others still reach each other, and whoever is frozen answers nobody. */
const frozen = (nodes: readonly NodeName[], node: NodeName): Effect => ({
  ...NO_EFFECT,
  peers_in_reach: without(nodes, node),
  silent: [node],
});

function available(): Available {
  if (process.platform === 'linux') return ALWAYS;
  return { available: false, reason: `the proof is read from /proc, which ${process.platform} does not have` };
}

function pausing({ cluster, signal }: FaultContext, name: NodeName): ReturnType<FaultClass['prepare']> {
  const { pid } = cluster.node(name);
  let held = '';
  return {
    async inject() {
      cluster.node(name).signal('SIGSTOP');
      await waitFor(`process ${pid} in state T`, EFFECT_MS_MAX, async () => (await stateOf(pid)) === 'T', signal);
    },
    async heal() {
      held = await stateOf(pid);
      cluster.node(name).signal('SIGCONT');
      await waitFor(`process ${pid} out of state T`, HEAL_MS_MAX, async () => (await stateOf(pid)) !== 'T', signal);
      await cluster.healthy(HEAL_MS_MAX, signal);
      const after = await stateOf(pid);
      return {
        kind: 'process_state_t',
        took_effect: held === 'T',
        healed: after !== 'T' && after !== '',
        detail: `node ${name} (pid ${pid}) was in state ${held || 'gone'} at the end of the hold and in state ${after || 'gone'} after SIGCONT, answering directly and over every wire`,
      };
    },
  };
}

/** The state letter of proc(5), behind the command name, which may itself hold brackets; empty for no process. */
async function stateOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).charAt(0);
}
