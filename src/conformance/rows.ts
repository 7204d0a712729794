// What clients rely on while all is well: rows come back as they were sent, under one id, on every node.

import { NODES } from '../contract/names.ts';
import { LimitReached, waitFor } from '../machine/waiting.ts';
import type { Cluster } from '../runner/cluster/cluster.ts';
import { digestOf } from '../runner/workloads/digest.ts';
import { memoryOf, namespacesOf } from '../runner/workloads/memories.ts';
import { randomOf } from '../runner/workloads/random.ts';
import type { Client, NewMemory } from '../subjects/subject.ts';
import { type Examination, type Found, said } from './promise.ts';

export const OP_MS_MAX = 10_000;
/** As many as phase 2 has under way. */
const AT_ONCE = 200;
const VARIED = 40;
const ROOT = 'conformance';
const WORD = 'wconformance7f3a';

export const madeRow = (key: string): NewMemory =>
  memoryOf(randomOf(1, 'conformance', key), { key, root: ROOT, content_bytes_max: 8_192 });

/** @param settle_ms_max within which what was acked reaches every node */
export async function rows({ examine }: Examination, cluster: Cluster, settle_ms_max: number): Promise<void> {
  const client = cluster.client('a');
  const acked: { id: string; row: NewMemory }[] = [];
  await examine('fields', 'gives every field of a row back as it was sent', async () => {
    for (let i = 0; i < VARIED; i += 1) {
      const row = madeRow(`varied-${i}`);
      const outcome = await client.create(row, 'ai:conformance', OP_MS_MAX);
      if (outcome.type !== 'ok') return [false, `create: ${said(outcome)}`];
      acked.push({ id: outcome.value.id, row });
    }
    for (const { id, row } of acked) {
      const other = await heldOtherwise(client, id, row);
      if (other !== null) return [false, other];
    }
    return [true, `${VARIED} rows of all scripts and sizes`];
  });
  await examine('calls at once', `takes ${AT_ONCE} creates at once on one client, each with an outcome`, async () => {
    const made = Array.from({ length: AT_ONCE }, (_, i) => madeRow(`burst-${i}`));
    const outcomes = await Promise.all(made.map((row) => client.create(row, 'ai:conformance', OP_MS_MAX)));
    outcomes.forEach((outcome, i) => {
      const row = made[i];
      if (outcome.type === 'ok' && row) acked.push({ id: outcome.value.id, row });
    });
    const other = outcomes.find(({ type }) => type !== 'ok');
    return [other === undefined, other ? said(other) : `${AT_ONCE} acked`];
  });
  await examine('one id everywhere', 'has an acked row on every node, under the id of its ack', () =>
    onEveryNode(cluster, acked, settle_ms_max),
  );
  await examine('complete lists', 'lists every row of a namespace, however many pages that takes', async () => {
    const listed = new Set<string>();
    for (const namespace of namespacesOf(ROOT)) {
      const found = await client.all(namespace, OP_MS_MAX);
      if (found.type !== 'ok') return [false, said(found)];
      const stray = found.value.find((row) => row.namespace !== namespace);
      if (stray) return [false, `a row of ${stray.namespace} in the list of ${namespace}`];
      for (const { id } of found.value) listed.add(id);
    }
    const missing = acked.filter(({ id }) => !listed.has(id)).length;
    return [missing === 0, `${acked.length - missing} of ${acked.length} acked rows`];
  });
  await examine('unknown id', 'says of an id that it never gave that there is none', async () => {
    const found = await client.get('00000000-0000-4000-8000-000000000000', OP_MS_MAX);
    return [found.type === 'ok' && found.value === null, found.type === 'ok' ? `${found.value}` : said(found)];
  });
  await examine('recall', 'recalls a row by a word that only it has', async () => {
    const row = { ...madeRow('worded'), content: `${WORD} and more` };
    const made = await client.create(row, 'ai:conformance', OP_MS_MAX);
    if (made.type !== 'ok') return [false, `create: ${said(made)}`];
    const found = await client.recall(WORD, row.namespace, 5, OP_MS_MAX);
    if (found.type !== 'ok') return [false, said(found)];
    return [found.value.some(({ id }) => id === made.value.id), `${found.value.length} rows`];
  });
}

async function heldOtherwise(client: Client, id: string, row: NewMemory): Promise<string | null> {
  const found = await client.get(id, OP_MS_MAX);
  if (found.type !== 'ok') return `get: ${said(found)}`;
  if (found.value === null) return `get: none under the id of the ack, ${id}`;
  const { value } = found;
  if (digestOf(value, Object.keys(row.metadata)) === digestOf(row)) return null;
  const fields = ['title', 'content', 'namespace', 'tier', 'tags', 'priority', 'metadata'] as const;
  const other = fields.find((name) => JSON.stringify(value[name]) !== JSON.stringify(row[name])) ?? 'metadata';
  return `${other}: sent ${cut(JSON.stringify(row[other]))}, found ${cut(JSON.stringify(value[other]))}`;
}

async function onEveryNode(
  cluster: Cluster,
  acked: readonly { id: string; row: NewMemory }[],
  settle_ms_max: number,
): Promise<Found> {
  let last = 'nothing was acked';
  const all = async (): Promise<boolean> => {
    for (const node of NODES) {
      for (const { id, row } of acked) {
        const other = await heldOtherwise(cluster.client(node), id, row);
        if (other === null) continue;
        last = `node ${node}: ${other}`;
        return false;
      }
    }
    return acked.length > 0;
  };
  try {
    await waitFor('every acked row on every node', settle_ms_max, all);
    return [true, `${acked.length} rows on ${NODES.length} nodes`];
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    return [false, `after ${settle_ms_max} ms ${last}`];
  }
}

const cut = (text: string | undefined): string => (text ?? 'nothing').slice(0, 80);
