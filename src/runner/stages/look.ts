// Looks at what a node holds: its complete lists, and each acked write by its own id. Both are needed. A list that
// is short says nothing about the rows, and a row that only its id finds says something about the lists.

import pMap from 'p-map';
import type { LookName } from '../../contract/history.ts';
import { messageOf } from '../../contract/message.ts';
import type { NodeName } from '../../contract/names.ts';
import type { CycleHistory, LookAt, ReadRow } from '../../history/ops.ts';
import { type Client, type Memory, NOT_OFFERED, type Outcome } from '../../subjects/subject.ts';
import type { AckedWrite } from '../workloads/clients.ts';
import { digestOf, fieldsOf, wholeDigestOf } from '../workloads/digest.ts';
import { linkIdOf, linkRow } from '../workloads/link-row.ts';
import { keyOf } from '../workloads/memories.ts';
import type { SentLink, Worded } from '../workloads/sent.ts';
import { LOOK_PROCESS } from './processes.ts';

/** What is looked at, and by whom. */
export interface Looking {
  history: CycleHistory;
  nodes: readonly NodeName[];
  client(node: NodeName): Client;
  life(node: NodeName): number;
  namespaces: readonly string[];
  acked: readonly AckedWrite[];
  /** Every id that an ack gave for a key that clients share. */
  sharedIds(): readonly string[];
  /** Of every write sent, by key, the metadata keys that were sent. */
  sent: ReadonlyMap<string, string[]>;
  /** By the digest of a version of a key, the word that recalls it; absent: none has one. */
  worded?: ReadonlyMap<string, Worded>;
  /** Links that were sent, by what names them on every node; absent: none. */
  links?: ReadonlyMap<string, SentLink>;
  /** Fields that the subject declares to differ between nodes. */
  nodeLocal: ReadonlySet<string>;
  /** Once it aborts, nothing more is recorded: a look that comes late belongs to no stage. */
  signal: AbortSignal;
}

/** What one node gave. */
export interface Seen {
  memories: Memory[];
  rows: ReadRow[];
  /** Ids that no list had. */
  unlisted: string[];
}

/** Look-ups under way at one node. */
const LOOKUPS_AT_ONCE = 8;
export const LOOKUP_TIMEOUT_MS = 5_000;
const LIST_TIMEOUT_MS = 15_000;
/** Of a stage that looks: a node that hangs costs it one list and one look-up. */
export const LOOK_MS_MAX = 60_000;

/**
 * Reads a node and records what it holds; null, and a line that says why, where it cannot be read.
 * @param peer_bytes for a node behind cut wires, what reached it until the read was over
 */
export async function look(
  looking: Looking,
  node: NodeName,
  name: LookName,
  peer_bytes?: () => Promise<number>,
): Promise<Seen | null> {
  const seen = await readNode(looking, node, name);
  const reached = peer_bytes ? { peer_bytes: await peer_bytes() } : {};
  const at: LookAt = { node, look: name, life: looking.life(node), ...reached };
  looking.signal.throwIfAborted();
  const op = { process: LOOK_PROCESS[node], f: 'read' } as const;
  if ('error' in seen) {
    looking.history.append({ ...op, type: 'info', value: at, error: seen.error });
    return null;
  }
  looking.history.append({ ...op, type: 'ok', value: { ...at, rows: seen.rows, by_id: seen.unlisted } });
  return seen;
}

/**
 * Every row of the lists, and every acked row by its id: what the id does not give, the node does not hold. Rows of keys
 * that clients share come and go: these are asked for by their ids at the final look alone.
 */
async function readNode(looking: Looking, node: NodeName, name: LookName): Promise<Seen | { error: string }> {
  const acked = looking.acked.flatMap(({ id }) => id ?? []);
  const ids = [...acked, ...(name === 'final' ? looking.sharedIds() : [])];
  const client = looking.client(node);
  const listed = await completeLists(looking, client);
  if ('error' in listed) return listed;
  const found = await lookUp(client, ids);
  if ('error' in found) return found;
  const linked = name === 'final' ? await linkRows(looking, client) : { rows: [] };
  if ('error' in linked) return linked;
  const inLists = new Set(listed.memories.map(({ id }) => id));
  let onlyById = found.memories.filter(({ id }) => !inLists.has(id));
  if (onlyById.length > 0) {
    // rows may have moved between two pages: once more, before the lists are blamed
    const again = await completeLists(looking, client);
    if ('error' in again) return again;
    const inBoth = new Set(again.memories.map(({ id }) => id));
    onlyById = onlyById.filter(({ id }) => !inBoth.has(id));
  }
  const memories = heldBy(listed.memories, found.memories, ids);
  const rows = [...memories.map((memory) => rowOf(memory, looking)), ...linked.rows];
  return { memories, rows, unlisted: onlyById.map(({ id }) => id) };
}

/** The lists alone: enough to see whether nodes still differ. */
export async function listRows(looking: Looking, node: NodeName): Promise<ReadRow[] | null> {
  const listed = await completeLists(looking, looking.client(node));
  return 'error' in listed ? null : listed.memories.map((memory) => rowOf(memory, looking));
}

async function completeLists(
  { namespaces }: Looking,
  client: Client,
): Promise<{ memories: Memory[] } | { error: string }> {
  const memories: Memory[] = [];
  for (const namespace of namespaces) {
    const listed = await answered(client.all(namespace, LIST_TIMEOUT_MS));
    if ('error' in listed) return listed;
    memories.push(...listed.value);
  }
  return { memories };
}

/** Every link of the rows between which one was sent; one that nobody sent is known by itself alone. */
async function linkRows({ links }: Looking, client: Client): Promise<{ rows: ReadRow[] } | { error: string }> {
  const rows: ReadRow[] = [];
  for (const source_id of new Set([...(links?.values() ?? [])].map((link) => link.source_id))) {
    const found = await answered(client.links?.(source_id, LOOKUP_TIMEOUT_MS) ?? Promise.resolve(NOT_OFFERED));
    if ('error' in found) return found;
    const own = found.value.filter((link) => link.source_id === source_id);
    rows.push(...own.map((link) => links?.get(linkIdOf(link))?.row ?? linkRow(link, linkIdOf(link))));
  }
  return { rows };
}

/** Ends with the first id that is not answered: a node that hangs is not asked a hundred times. */
async function lookUp(client: Client, ids: readonly string[]): Promise<{ memories: Memory[] } | { error: string }> {
  const found = new Map<string, Memory>();
  let error: string | null = null;
  await pMap(
    ids,
    async (id) => {
      if (error !== null) return;
      const one = await answered(ownOf(client)(id, LOOKUP_TIMEOUT_MS));
      if ('error' in one) error ??= one.error;
      else if (one.value !== null) found.set(one.value.id, one.value);
    },
    { concurrency: LOOKUPS_AT_ONCE },
  );
  return error === null ? { memories: [...found.values()] } : { error };
}

/** Asks a node for a row of its own. */
export const ownOf = (client: Client): Client['get'] => client.getOwn ?? client.get;

/** A client that breaks its word and throws has not answered. */
export async function answered<T>(asked: Promise<Outcome<T>>): Promise<{ value: T } | { error: string }> {
  const outcome = await asked.catch((error) => ({ type: 'info', code: messageOf(error) }) as const);
  return outcome.type === 'ok' ? { value: outcome.value } : { error: outcome.code };
}

/**
 * What a node holds. Of a row that was asked for its id decides: a list that still shows a row which its id no longer
 * gives is not believed, however often it shows it. Every other row is held as a list shows it, and so is a second copy
 * of one that its id gives.
 */
function heldBy(listed: readonly Memory[], byId: readonly Memory[], ids: readonly string[]): Memory[] {
  // a row that was asked for by a former id is given under its own
  const given = new Map(byId.map((memory) => [memory.id, memory]));
  const asked = new Set([...ids, ...given.keys()]);
  const others = listed.filter(({ id }) => !asked.has(id));
  const copies = [...Map.groupBy(listed, ({ id }) => id)].flatMap(([id, all]) => {
    const own = given.get(id);
    if (!own || all.length < 2) return [];
    // one of them is the row that its id gives
    const same = all.findIndex(({ title }) => title === own.title);
    return all.toSpliced(Math.max(0, same), 1);
  });
  return [...others, ...copies, ...byId];
}

export function rowOf(memory: Memory, { sent, nodeLocal }: Pick<Looking, 'sent' | 'nodeLocal'>): ReadRow {
  const key = keyOf(memory.title);
  return [memory.id, key, digestOf(memory, sent.get(key)), wholeDigestOf(fieldsOf(memory, nodeLocal))];
}
