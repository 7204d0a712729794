// What a node of this build does when asked, found out by asking one: how many rows a list gives at most, what
// becomes of a second write of the same title, and whether a row can be changed, promoted and deleted. Several rows at once: probe-many.ts.

import { join } from 'node:path';
import { freePort } from '../../machine/free-port.ts';
import { HERE } from '../../machine/place.ts';
import { HttpLine } from '../http-line.ts';
import type { Client, NewMemory, Subject } from '../subject.ts';
import { type ManyFindings, probeMany } from './probe-many.ts';

/** Above the cap of every version so far. */
const ROWS = 1_100;
const LIMIT_ASKED = 5_000;
const CALL_MS_MAX = 10_000;
const READY_MS_MAX = 15_000;
const STOP_MS_MAX = 5_000;

export interface ApiFindings extends ManyFindings {
  /** Rows that a list without a limit gives. */
  list_default: number | null;
  /** Rows that a list gives at most, however many are asked for; null: no cap below what was asked. */
  list_cap: number | null;
  same_title: 'merged' | 'refused' | 'stored twice' | null;
  /** What came back where a row could not be changed as a client does; null: it could. */
  cannot_revise: string | null;
}

/** @param data_dir an empty folder; a lone node serves it while the questions are asked */
export async function probeApi(subject: Subject, data_dir: string): Promise<ApiFindings> {
  const rows = Array.from({ length: ROWS }, (_, n) => memory(`row ${n}`));
  await subject.commands.seed(data_dir, rows);
  const port = await freePort();
  const alone = { peers: [], quorum_writes: 1, quorum_timeout_ms: 2_000, clock_offset_ms: 0, catchup_interval_secs: 0 };
  const node = await subject.start(
    { ...alone, name: 'a', data_dir, place: HERE, port, log_file: join(data_dir, 'probe.log') },
    READY_MS_MAX,
  );
  const line = new HttpLine(node.url, 1);
  const client = subject.client(node);
  try {
    const all = await listed(line, LIMIT_ASKED);
    return {
      list_default: await listed(line, null),
      list_cap: all !== null && all < ROWS ? all : null,
      same_title: await sameTitle(line),
      cannot_revise: await revised(client),
      ...(await probeMany(client, CALL_MS_MAX)),
    };
  } finally {
    line.close();
    await client.close();
    await subject.stop(node, STOP_MS_MAX);
  }
}

async function listed(line: HttpLine, limit: number | null): Promise<number | null> {
  const path = `/api/v1/memories${limit === null ? '' : `?limit=${limit}`}`;
  const { status, body } = await line.call({ method: 'GET', path, timeout_ms: CALL_MS_MAX });
  return status === 200 ? (JSON.parse(body).memories?.length ?? null) : null;
}

async function sameTitle(line: HttpLine): Promise<ApiFindings['same_title']> {
  const call = {
    method: 'POST',
    path: '/api/v1/memories',
    body: JSON.stringify(memory('the same title')),
    timeout_ms: CALL_MS_MAX,
  } as const;
  const [first, second] = [await line.call(call), await line.call(call)];
  if (first.status !== 201) return null;
  if (second.status === 409) return 'refused';
  if (second.status !== 201) return null;
  return JSON.parse(first.body).id === JSON.parse(second.body).id ? 'merged' : 'stored twice';
}

/** null: written, written again, changed, promoted and deleted, and then gone. */
async function revised(client: Client): Promise<string | null> {
  const agent = 'ai:probe';
  const row = memory('revised');
  const made = await client.upsert(row, agent, CALL_MS_MAX);
  if (made.type !== 'ok') return `create: ${made.detail}`;
  const { id } = made.value;
  const again = await client.upsert({ ...row, content: 'again' }, agent, CALL_MS_MAX);
  if (again.type !== 'ok') return `create of the same title: ${again.detail}`;
  if (again.value.id !== id) return `create of the same title: expected id ${id}, found ${again.value.id}`;
  const change = { content: 'changed', tags: ['x'], metadata: { n: 1 } };
  const steps = [
    ['update', () => client.update(id, change, agent, CALL_MS_MAX)],
    ['promote', () => client.promote(id, agent, CALL_MS_MAX)],
  ] as const;
  for (const [name, step] of steps) {
    const outcome = await step();
    if (outcome.type !== 'ok') return `${name}: ${outcome.detail}`;
  }
  const found = await client.get(id, CALL_MS_MAX);
  const held = found.type === 'ok' ? found.value : null;
  if (held?.content !== 'changed' || held.tier !== 'long') {
    return `expected the changed content in the tier long, found ${JSON.stringify(held?.content)} in ${held?.tier}`;
  }
  const removed = await client.remove(id, agent, CALL_MS_MAX);
  if (removed.type !== 'ok') return `delete: ${removed.detail}`;
  const gone = await client.get(id, CALL_MS_MAX);
  return gone.type === 'ok' && gone.value === null ? null : 'a deleted row is still there';
}

const memory = (title: string): NewMemory => ({
  ...{ title, content: title, namespace: 'proofhouse/probe', tier: 'long', tags: [], priority: 5, metadata: {} },
});
