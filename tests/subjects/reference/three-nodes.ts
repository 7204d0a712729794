// Real nodes for tests: each a process of its own, all of them gone when the test is.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import getPort from 'get-port';
import { onTestFinished } from 'vitest';
import { HERE } from '../../../src/machine/place.ts';
import { Run } from '../../../src/machine/run.ts';
import { openSubject } from '../../../src/subjects/registry.ts';
import type { Client, NewMemory, NodeName, NodeProcess, NodeSettings, Subject } from '../../../src/subjects/subject.ts';

const READY_MS_MAX = 30_000;
export const CALL_MS_MAX = 10_000;
const POLL_MS = 20;

export interface Nodes {
  run: Run;
  subject: Subject;
  node: (name: NodeName) => NodeProcess;
  client: (name: NodeName) => Client;
  /** Starts a node again, on its own data. */
  restart: (name: NodeName, changes?: Partial<NodeSettings>) => Promise<void>;
  kill: (name: NodeName) => Promise<void>;
}

export function newSubject(defect: string | null = null): { run: Run; subject: Subject } {
  const run = new Run();
  onTestFinished(() => run.close());
  return { run, subject: openSubject('reference', { run, binary: null, ref: null, defect }) };
}

/** Three nodes, W=2; or only some of the three. All of them have the defect, where one is given. */
export async function startNodes(
  changes: Partial<NodeSettings> = {},
  names: NodeName[] = ['a', 'b', 'c'],
  defect: string | null = null,
): Promise<Nodes> {
  const { run, subject } = newSubject(defect);
  const folder = run.newFolder('nodes');
  const ports = new Map<NodeName, number>();
  for (const name of names) ports.set(name, await getPort({ host: '127.0.0.1' }));
  const nodes = new Map<NodeName, { process: NodeProcess; client: Client }>();
  const start = async (name: NodeName, own: Partial<NodeSettings> = {}) => {
    const data_dir = join(folder, name);
    mkdirSync(data_dir, { recursive: true });
    const peers = names.filter((other) => other !== name).map((other) => `http://127.0.0.1:${ports.get(other)}`);
    const settings: NodeSettings = {
      ...{ name, data_dir, place: HERE, peers, port: ports.get(name) as number, log_file: join(folder, `${name}.log`) },
      ...{ quorum_writes: 2, quorum_timeout_ms: 2_000, clock_offset_ms: 0, catchup_interval_secs: null },
      ...changes,
      ...own,
    };
    const process = await subject.start(settings, READY_MS_MAX);
    const client = subject.client(process);
    onTestFinished(() => client.close());
    nodes.set(name, { process, client });
  };
  await Promise.all(names.map((name) => start(name)));
  const of = (name: NodeName) => nodes.get(name) ?? raise(`node ${name} was never started`);
  return {
    run,
    subject,
    node: (name) => of(name).process,
    client: (name) => of(name).client,
    restart: start,
    async kill(name) {
      of(name).process.signal('SIGKILL');
      await of(name).process.exited;
    },
  };
}

function raise(message: string): never {
  throw new Error(message);
}

export const memory = (title: string, changes: Partial<NewMemory> = {}): NewMemory => ({
  ...{ title, content: `about ${title}`, namespace: 'test', tier: 'mid', tags: ['x'], priority: 5, metadata: { n: 1 } },
  ...changes,
});

/** Resolves with the first value that satisfies; rejects with the last seen after the limit. */
export async function until<T>(
  read: () => Promise<T>,
  satisfies: (value: T) => boolean,
  limit_ms = 20_000,
): Promise<T> {
  const ends_at = performance.now() + limit_ms;
  for (;;) {
    const value = await read();
    if (satisfies(value)) return value;
    if (performance.now() > ends_at) throw new Error(`not within ${limit_ms} ms; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
