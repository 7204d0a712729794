// SIGKILL while writes are in flight, then a restart on the same data. The kernel keeps what a process wrote before it
// was killed, so this tests the subject's recovery and not its disk: that is what a loss of power is for (power.ts).

import type { NodeName } from '../../contract/names.ts';
import { peersOf } from '../network/transport.ts';
import {
  ALWAYS,
  type FaultClass,
  type FaultContext,
  HEAL_MS_MAX,
  NO_EFFECT,
  type PreparedFault,
  type Reading,
  without,
} from './fault.ts';

export const killPrimaryMidWrite: FaultClass = {
  name: 'kill_primary_mid_write',
  does: 'SIGKILL to the primary while writes are in flight, later a restart on the same data',
  available: () => ALWAYS,
  effect: ({ nodes }) => ({
    ...NO_EFFECT,
    peers_in_reach: without(nodes, 'a'),
    killed: ['a'],
    joined: peersOf(nodes, 'a'),
  }),
  prepare: (context) => killing(context, ['a']),
};

export const killAllRestart: FaultClass = {
  name: 'kill_all_restart',
  does: 'SIGKILL to all nodes while writes are in flight, later a restart on the same data',
  available: () => ALWAYS,
  effect: ({ nodes }) => ({ ...NO_EFFECT, killed: nodes, joined: nodes }),
  prepare: (context) => killing(context, context.plan.nodes),
};

/** @param names of nodes that end together */
export function killing(context: FaultContext, names: readonly NodeName[]): PreparedFault {
  const { cluster, signal } = context;
  const before = names.map((name) => cluster.node(name).pid);
  const ended: string[] = [];
  let inFlight = 0;
  return {
    async inject() {
      inFlight = context.inFlight(names);
      await Promise.all(
        names.map(async (name) => {
          const { pid } = cluster.node(name);
          const exit = await cluster.kill(name);
          if (exit.signal === 'SIGKILL') ended.push(`${name} (pid ${pid})`);
        }),
      );
    },
    async heal(): Promise<Reading> {
      await cluster.wires.open();
      // the look inside started them behind cut wires, unless it failed
      await Promise.all(names.filter((name) => !cluster.isUp(name)).map((name) => cluster.restart(name)));
      await cluster.healthy(HEAL_MS_MAX, signal);
      const after = names.map((name) => cluster.node(name).pid);
      return {
        kind: 'process_gone',
        took_effect: ended.length === names.length && inFlight > 0,
        healed: after.every((pid, i) => pid !== before[i]),
        detail: `${ended.toSorted().join(', ') || 'no process'} ended by SIGKILL with ${inFlight} writes to ${names.length > 1 ? 'them' : 'it'} in flight; restarted on the same data as pid ${after.join(', ')}, answering directly and over every wire`,
      };
    },
  };
}
