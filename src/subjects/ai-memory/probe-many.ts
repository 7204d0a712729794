// What a node of this build does with several rows at once: whether two can be linked, many be stored by one request,
// and several be made into one. Asked as clients ask, and read back.

import { type Client, type Memory, type NewMemory, NOT_OFFERED, type Outcome } from '../subject.ts';

const AGENT = 'ai:probe';

/** What came back where it could not be done; null: it could. */
export interface ManyFindings {
  cannot_link: string | null;
  cannot_bulk: string | null;
  cannot_consolidate: string | null;
}

export async function probeMany(client: Client, timeout_ms: number): Promise<ManyFindings> {
  const ask = { client, timeout_ms };
  return {
    cannot_link: await reasonOf(() => linked(ask)),
    cannot_bulk: await reasonOf(() => stored(ask)),
    cannot_consolidate: await reasonOf(() => consolidated(ask)),
  };
}

interface Asking {
  client: Client;
  timeout_ms: number;
}

async function linked({ client, timeout_ms }: Asking): Promise<void> {
  const [source_id, target_id] = [await made(client, 'source', timeout_ms), await made(client, 'target', timeout_ms)];
  const link = { source_id, target_id, relation: 'supersedes' } as const;
  given('link', (await client.link?.(link, AGENT, timeout_ms)) ?? NOT_OFFERED);
  const found = given('links', (await client.links?.(source_id, timeout_ms)) ?? NOT_OFFERED);
  if (JSON.stringify(found) !== JSON.stringify([link])) throw new Error(`expected one link, found ${found.length}`);
}

async function stored({ client, timeout_ms }: Asking): Promise<void> {
  const rows = [memoryOf('many-1'), memoryOf('many-2')];
  given('bulk', (await client.bulk?.(rows, AGENT, timeout_ms)) ?? NOT_OFFERED);
  const listed = given('list', await client.all(NAMESPACE, timeout_ms));
  const missing = rows.filter(({ title }) => !listed.some((row) => row.title === title));
  if (missing.length > 0) throw new Error(`expected every row of a bulk in the list, found ${missing.length} missing`);
}

async function consolidated({ client, timeout_ms }: Asking): Promise<void> {
  const ids = [await made(client, 'part-1', timeout_ms), await made(client, 'part-2', timeout_ms)];
  const into = { title: 'whole', content: 'both', namespace: NAMESPACE, tier: 'long' } as const;
  const { id } = given('consolidate', (await client.consolidate?.(ids, into, AGENT, timeout_ms)) ?? NOT_OFFERED);
  const row = given('get', await client.get(id, timeout_ms));
  const { title, content, namespace, tier, tags, priority } = { ...row } as Partial<Memory>;
  const found = JSON.stringify({ title, content, namespace, tier, tags, priority });
  const expected = JSON.stringify({ ...into, tags: [], priority: PRIORITY });
  if (found !== expected) throw new Error(`expected ${expected}, found ${found}`);
  for (const gone of ids) {
    if (given('get', await client.get(gone, timeout_ms)) !== null) throw new Error('a consolidated row is still there');
  }
}

const NAMESPACE = 'proofhouse/probe-many';
const PRIORITY = 5;

const memoryOf = (title: string): NewMemory => ({
  ...{ title, content: title, namespace: NAMESPACE, tier: 'long', tags: [], priority: PRIORITY, metadata: {} },
});

const made = async (client: Client, title: string, timeout_ms: number): Promise<string> =>
  given('create', await client.create(memoryOf(title), AGENT, timeout_ms)).id;

function given<T>(what: string, outcome: Outcome<T>): T {
  if (outcome.type === 'ok') return outcome.value;
  throw new Error(`${what}: ${outcome.detail}`);
}

async function reasonOf(probe: () => Promise<void>): Promise<string | null> {
  try {
    await probe();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
