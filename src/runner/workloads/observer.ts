// Looks at what every node holds after the fault: each acked write by its own id, again and again until it is
// there with equal content or the limit passes, and then every row of the cycle's namespaces. A list alone is
// never believed where it is short: what it lacks is asked for by id.

import type { CycleHistory, ReadRow } from '../../history/ops.ts';
import { pause } from '../../machine/waiting.ts';
import type { Client, Memory, NodeName } from '../../subjects/subject.ts';
import { digestOf } from './digest.ts';
import { keyOf } from './memories.ts';
import type { AckedWrite } from './writers.ts';

export interface Observed {
  history: CycleHistory;
  client(node: NodeName): Client;
  /** The nodes to look at. */
  nodes: readonly NodeName[];
  acked: readonly AckedWrite[];
  metadataKeys: ReadonlyMap<string, string[]>;
  namespaces: readonly string[];
  signal: AbortSignal;
}

/** Look-ups under way at one node. */
const LOOKUPS_AT_ONCE = 8;
const LOOKUP_TIMEOUT_MS = 5_000;
const LIST_TIMEOUT_MS = 15_000;
const POLL_MS = 25;
/** Reads of a node are recorded under their own processes, above any writer's. */
const OBSERVER_PROCESS = 1_000;

/** Polls every node by identity, then reads it; records when it converged and what it held. */
export async function observe(observed: Observed, settle_ms_max: number): Promise<void> {
  await Promise.all(
    observed.nodes.map(async (node, i) => {
      const process = OBSERVER_PROCESS + i;
      const converged = await converge(observed, node, settle_ms_max);
      observed.history.append({ process, f: 'converge', type: converged ? 'ok' : 'info', value: { node } });
      const rows = await readRows(observed, node);
      observed.history.append(
        Array.isArray(rows)
          ? { process, f: 'read', type: 'ok', value: { node, rows } }
          : { process, f: 'read', type: 'info', value: { node }, error: rows.error },
      );
    }),
  );
}

/** True once every acked write was seen on the node with equal content. */
async function converge(observed: Observed, node: NodeName, settle_ms_max: number): Promise<boolean> {
  const ends = performance.now() + settle_ms_max;
  let pending = observed.acked;
  for (;;) {
    const present = await eachAtMost(pending, LOOKUPS_AT_ONCE, (write) => isPresent(observed.client(node), write));
    pending = pending.filter((_, i) => !present[i]);
    if (pending.length === 0) return true;
    if (performance.now() >= ends || observed.signal.aborted) return false;
    await pause(POLL_MS, observed.signal).catch(() => {});
  }
}

async function isPresent(client: Client, write: AckedWrite): Promise<boolean> {
  const found = await client.get(write.id, LOOKUP_TIMEOUT_MS);
  return found.type === 'ok' && found.value !== null && digestOf(found.value, write.metadata_keys) === write.digest;
}

/** Every row of the cycle's namespaces, and every acked row that the lists lack but its id still finds. */
async function readRows(observed: Observed, node: NodeName): Promise<ReadRow[] | { error: string }> {
  const client = observed.client(node);
  const rows = new Map<string, ReadRow>();
  const twice: ReadRow[] = [];
  const keep = (memory: Memory): void => {
    const row = rowOf(memory, observed.metadataKeys);
    if (rows.has(memory.id)) twice.push(row);
    rows.set(memory.id, row);
  };
  for (const namespace of observed.namespaces) {
    const listed = await client.all(namespace, LIST_TIMEOUT_MS);
    if (listed.type !== 'ok') return { error: listed.code };
    listed.value.forEach(keep);
  }
  const unlisted = observed.acked.filter((write) => !rows.has(write.id));
  const found = await eachAtMost(unlisted, LOOKUPS_AT_ONCE, (write) => client.get(write.id, LOOKUP_TIMEOUT_MS));
  for (const one of found) {
    if (one.type !== 'ok') return { error: one.code };
    if (one.value !== null) keep(one.value);
  }
  return [...rows.values(), ...twice];
}

function rowOf(memory: Memory, metadataKeys: ReadonlyMap<string, string[]>): ReadRow {
  const key = keyOf(memory.title);
  return [memory.id, key, digestOf(memory, metadataKeys.get(key))];
}

/** Maps with at most `limit` calls under way; results in the order of the values. */
export async function eachAtMost<T, R>(
  values: readonly T[],
  limit: number,
  call: (value: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = values.entries();
  const worker = async (): Promise<void> => {
    for (const [index, value] of queue) results[index] = await call(value);
  };
  await Promise.all(Array.from({ length: Math.min(limit, values.length) }, worker));
  return results;
}
