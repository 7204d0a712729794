// The disk of one node, drawn from the seed, refuses what is written to it: it is full, or it can only be read. The layer
// between the node and its disk answers in its place (disk/layer.c), so that no rights are needed and no other program
// notices. A full disk refuses whatever is written, overwritten or made, as one does that copies on write; syncs, cuts and
// deletions pass. A read-only one refuses every change, and every sync.
//
// A node that cannot write must not ack, and what it acked must be in its own data. So in every second cycle it is ended by
// SIGKILL before the look inside, and opened behind cut wires on a disk that has room again. In the others it lives on, and
// has to take part again by itself.

import type { NodeName } from '../../contract/names.ts';
import { waitFor } from '../../machine/waiting.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Counted, Refusing } from '../disk/disks.ts';
import { peersOf } from '../network/transport.ts';
import type { CyclePlan } from '../workloads/schedule.ts';
import {
  type Effect,
  type FaultClass,
  type FaultContext,
  HEAL_MS_MAX,
  NO_EFFECT,
  type PreparedFault,
} from './fault.ts';
import { available, counted, disksOf } from './power.ts';

export const diskFull: FaultClass = refusing({
  name: 'disk_full',
  does: 'one node, drawn from the seed, gets "no space left" for whatever it writes; later its disk has room again',
  what: 'no_space',
});

export const diskReadOnly: FaultClass = refusing({
  name: 'disk_read_only',
  does: 'one node, drawn from the seed, gets "read-only file system" for every change and every sync; later not any more',
  what: 'read_only',
});

function refusing({ name, does, what }: Pick<FaultClass, 'name' | 'does'> & { what: Refusing }): FaultClass {
  return { name, does, layered: true, available, effect, prepare: (context) => preparing(context, what) };
}

function effect({ nodes, cycle, minority }: CyclePlan): Effect {
  const killed = cycle % 2 === 0 ? [minority] : [];
  // of the clients that are there from the start every third writes through the node: it answers so fast that more of
  // them would leave the others too few operations
  return { ...NO_EFFECT, killed, joined: peersOf(nodes, minority) };
}

/** Rows that only show that the node takes part again are kept apart from the ones that are counted. */
const PROBE_NAMESPACE = 'proofhouse/disk';
const PROBE_MS_MAX = 3_000;

function preparing(context: FaultContext, what: Refusing): PreparedFault {
  const { cluster, plan, signal } = context;
  const disks = disksOf(context);
  const { minority: node } = plan;
  const { pid, exited } = cluster.node(node);
  const isKilled = effect(plan).killed.length > 0;
  let before: Counted | null = null;
  let ended: string | null = null;
  void exited.then(({ code, signal: by }) => {
    if (by !== 'SIGKILL') ended = `ended by itself (${by ?? `exit code ${code}`})`;
  });
  return {
    async inject() {
      before = await disks.counted(node);
      await disks.refuse(node, what);
    },
    async heal() {
      const after = await disks.counted(node);
      await disks.refuse(node, 'nothing');
      await cluster.wires.open();
      if (!cluster.isUp(node)) await cluster.restart(node);
      await cluster.healthy(HEAL_MS_MAX, signal);
      const ms = await acksAgain(cluster, node, plan, signal);
      const refused = before === null ? 0 : after.refused - before.refused;
      const fate = isKilled ? 'was ended by SIGKILL before the look' : (ended ?? 'lived on');
      return {
        kind: 'calls_refused',
        took_effect: refused > 0 && before?.pid === pid,
        healed: true,
        detail: `node ${node}'s disk refused ${counted(refused, 'call')} of process ${pid} (${WORDS[what]}), which ${fate}; ${ms} ms after it refused nothing any more, and every node answered over every wire, the node acked a write`,
      };
    },
  };
}

const WORDS: Record<Refusing, string> = {
  nothing: 'nothing',
  no_space: 'ENOSPC, no space left',
  read_only: 'EROFS, read-only file system',
};

/** Resolves once a write through the node is acked, to how long that took. */
async function acksAgain(cluster: Cluster, node: NodeName, plan: CyclePlan, signal: AbortSignal): Promise<number> {
  const began = performance.now();
  let attempt = 0;
  const acked = async (): Promise<boolean> => {
    const title = `${plan.fault}-${plan.cycle}-${plan.seed}-${++attempt}`;
    const memory = { title, content: title, namespace: PROBE_NAMESPACE, tier: 'short', priority: 1 } as const;
    const answer = await cluster.client(node).create({ ...memory, tags: [], metadata: {} }, 'proofhouse', PROBE_MS_MAX);
    return answer.type === 'ok';
  };
  await waitFor(`an ack of node ${node} once its disk refuses nothing any more`, HEAL_MS_MAX, acked, signal);
  return Math.round(performance.now() - began);
}
