// The look inside a fault, before repair can hide what it did. Whoever can be read is read while it holds. A killed
// node then opens its own data behind cut wires and is read before any peer can reach it: the bytes that peers sent it
// between its start and its last read are counted, and a look that they reached is none.

import type { NodeName } from '../../contract/names.ts';
import { allEnded } from '../../machine/waiting.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Effect } from '../nemesis/fault.ts';
import { type Looking, look } from './look.ts';

/** @param serves_alone whether a killed node shows its data before it has its peers again */
export async function lookInside(
  looking: Looking,
  cluster: Cluster,
  { killed, silent }: Effect,
  serves_alone: boolean = true,
): Promise<void> {
  const readable = cluster.nodes.filter((node) => !killed.includes(node) && !silent.includes(node));
  await Promise.all(readable.map((node) => look(looking, node, 'inside')));
  looking.signal.throwIfAborted();
  if (!serves_alone) return;
  for (const node of killed) await cluster.wires.isolate(node);
  await allEnded(killed.map((node) => openAlone(looking, cluster, node)));
}

async function openAlone(looking: Looking, cluster: Cluster, node: NodeName): Promise<void> {
  const before = await cluster.wires.bytesInto(node);
  await cluster.restart(node);
  await look(looking, node, 'inside', async () => (await cluster.wires.bytesInto(node)) - before);
}
