// A loss of power: nodes end at once, and what they had not synced is gone from their disks when they come back. What is
// not synced is known by a layer between the nodes and their disks (disk/layer.c), and taken from the folder once the
// process is gone. All of it goes, the harshest case that a disk can show.
//
// It counts as injected where the process ended by SIGKILL with writes in flight, where the layer was in that very process
// and saw it write, and where every change that was not synced could be taken back. How much that was is in the receipt; it
// may be nothing. A store that syncs all that it writes before it answers loses power as any other does, and loses nothing.

import type { NodeName } from '../../contract/names.ts';
import type { Disks } from '../disk/disks.ts';
import { cannotMakeLibrary } from '../disk/library.ts';
import { ALWAYS, type Available, type FaultClass, type FaultContext, type PreparedFault } from './fault.ts';
import { killAllRestart, killing, killPrimaryMidWrite } from './kill.ts';

export const powerLoss: FaultClass = {
  name: 'power_loss',
  does: 'SIGKILL to the primary while writes are in flight, later a restart on what it had synced; the rest is gone',
  layered: true,
  available,
  effect: killPrimaryMidWrite.effect,
  prepare: (context) => losing(context, ['a']),
};

export const powerLossAll: FaultClass = {
  name: 'power_loss_all',
  does: 'as power_loss, to all nodes at once',
  layered: true,
  available,
  effect: killAllRestart.effect,
  prepare: (context) => losing(context, context.plan.nodes),
};

export function available(): Available {
  const reason = cannotMakeLibrary();
  return reason === null ? ALWAYS : { available: false, reason };
}

type Loss = Awaited<ReturnType<Disks['losePower']>> & { node: NodeName; is_whole: boolean };

function losing(context: FaultContext, names: readonly NodeName[]): PreparedFault {
  const { cluster } = context;
  const disks = disksOf(context);
  const kill = killing(context, names);
  let losses: Loss[] = [];
  return {
    async inject() {
      const pids = new Map(names.map((node) => [node, cluster.node(node).pid]));
      await kill.inject();
      losses = await Promise.all(
        names.map(async (node): Promise<Loss> => {
          const loss = await disks.losePower(node);
          const is_whole = loss.pid === pids.get(node) && loss.writes > 0 && loss.unrecorded === 0;
          return { ...loss, node, is_whole };
        }),
      );
    },
    async heal() {
      const reading = await kill.heal();
      return {
        ...reading,
        kind: 'unsynced_dropped',
        took_effect: reading.took_effect && losses.length === names.length && losses.every(({ is_whole }) => is_whole),
        detail: [...losses.map(lossInWords), reading.detail].join('; '),
      };
    },
  };
}

/** @throws Error where the cluster has none: the class was not asked whether it needs them */
export function disksOf({ cluster: { disks } }: FaultContext): Disks {
  if (disks) return disks;
  throw new Error('expected a cluster with a layer between its nodes and their disks, found one without');
}

function lossInWords({ node, pid, files, bytes, names, writes, syncs, unrecorded }: Loss): string {
  const unknown = unrecorded === 0 ? '' : `, and ${unrecorded} changes that could not be taken back`;
  return `of node ${node}'s disk ${counted(bytes, 'byte')} in ${counted(files, 'file')} and ${counted(names, 'name')} had not been synced and were taken from it${unknown}; the layer was in process ${pid} and saw ${counted(writes, 'write')} and ${counted(syncs, 'sync')} there since the last loss`;
}

export const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
