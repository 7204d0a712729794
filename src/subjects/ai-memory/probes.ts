// What a node of this build does when asked, found out by asking one: how many rows a list gives at most, and
// what becomes of a second write of the same title.

import { join } from 'node:path';
import { freePort } from '../../machine/free-port.ts';
import { HttpLine } from '../http-line.ts';
import type { NewMemory, Subject } from '../subject.ts';

/** Above the cap of every version so far. */
const ROWS = 1_100;
const LIMIT_ASKED = 5_000;
const CALL_MS_MAX = 10_000;
const READY_MS_MAX = 15_000;
const STOP_MS_MAX = 5_000;

export interface ApiFindings {
  /** Rows that a list without a limit gives. */
  list_default: number | null;
  /** Rows that a list gives at most, however many are asked for; null: no cap below what was asked. */
  list_cap: number | null;
  same_title: 'merged' | 'refused' | 'stored twice' | null;
}

/** @param data_dir an empty folder; a lone node serves it while the questions are asked */
export async function probeApi(subject: Subject, data_dir: string): Promise<ApiFindings> {
  const rows = Array.from({ length: ROWS }, (_, n) => memory(`row ${n}`));
  await subject.commands.seed(data_dir, rows);
  const port = await freePort();
  const alone = { peers: [], quorum_writes: 1, quorum_timeout_ms: 2_000, clock_offset_ms: 0, catchup_interval_secs: 0 };
  const node = await subject.start(
    { ...alone, name: 'a', data_dir, port, log_file: join(data_dir, 'probe.log') },
    READY_MS_MAX,
  );
  const line = new HttpLine(node.url, 1);
  try {
    const all = await listed(line, LIMIT_ASKED);
    return {
      list_default: await listed(line, null),
      list_cap: all !== null && all < ROWS ? all : null,
      same_title: await sameTitle(line),
    };
  } finally {
    line.close();
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

const memory = (title: string): NewMemory => ({
  ...{ title, content: title, namespace: 'proofhouse/probe', tier: 'long', tags: [], priority: 5, metadata: {} },
});
