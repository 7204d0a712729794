// SIGKILL while writes are in flight, then a restart on the same data. What was acked must have been on disk.

import type { NodeName } from '../../subjects/subject.ts';
import { ALWAYS, type FaultClass, type FaultContext, HEAL_MS_MAX, type Reading } from './fault.ts';

export const killPrimaryMidWrite: FaultClass = {
  name: 'kill_primary_mid_write',
  does: 'SIGKILL to the primary while writes are in flight, later a restart on the same data',
  quorum: 'in reach',
  available: () => ALWAYS,
  windowNode: () => 'a',
  prepare: (context) => killing(context, ['a']),
};

export const killAllRestart: FaultClass = {
  name: 'kill_all_restart',
  does: 'SIGKILL to all three nodes while writes are in flight, later a restart on the same data',
  quorum: 'in reach',
  available: () => ALWAYS,
  windowNode: () => 'a',
  prepare: (context) => killing(context, ['a', 'b', 'c']),
};

function killing(context: FaultContext, names: readonly NodeName[]): ReturnType<FaultClass['prepare']> {
  const { cluster, signal } = context;
  const ended: string[] = [];
  let inFlight = 0;
  return {
    async inject() {
      inFlight = context.inFlight();
      await Promise.all(
        names.map(async (name) => {
          const { pid } = cluster.node(name);
          const exit = await cluster.kill(name);
          if (exit.signal === 'SIGKILL') ended.push(`${name} (pid ${pid})`);
        }),
      );
    },
    async heal(): Promise<Reading> {
      const before = names.map((name) => cluster.node(name).pid);
      await Promise.all(names.map((name) => cluster.restart(name)));
      await cluster.healthy(HEAL_MS_MAX, signal);
      const after = names.map((name) => cluster.node(name).pid);
      const struck = ended.length === names.length && inFlight > 0;
      return {
        kind: 'process_gone',
        took_effect: struck,
        healed: after.every((pid, i) => pid !== before[i]),
        detail: `${ended.toSorted().join(', ') || 'no process'} ended by SIGKILL with ${inFlight} writes in flight; restarted on the same data as pid ${after.join(', ')}, answering directly and over every wire`,
      };
    },
  };
}
