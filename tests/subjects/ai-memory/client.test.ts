import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openClient } from '../../../src/subjects/ai-memory/client.ts';
import type { Client, NewMemory } from '../../../src/subjects/subject.ts';

const MS_MAX = 5_000;
const MEMORY: NewMemory = {
  ...{ title: 't', content: 'c', namespace: 'n', tier: 'mid', tags: [], priority: 5, metadata: {} },
};

/** A client of a server that answers as the given function says. */
async function clientOf(answer: (path: string, response: ServerResponse) => void): Promise<Client> {
  const server = createServer((request, response) => answer(request.url ?? '', response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = openClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  onTestFinished(async () => {
    await client.close();
    server.close();
  });
  return client;
}

const row = (n: number, namespace = 'n') => ({ ...MEMORY, id: `id-${n}`, title: `t ${n}`, namespace });

/** A node with `rows` rows in namespace `n` and one elsewhere, whose lists hold what `listed` gives for an offset. */
const nodeWith = (rows: number, listed: (offset: number, limit: number) => object[]) => {
  const asked: string[] = [];
  const client = clientOf((path, response) => {
    const url = new URL(path, 'http://node');
    asked.push(url.pathname);
    const { offset = '0', limit = '20' } = Object.fromEntries(url.searchParams);
    const bodies: Record<string, object> = {
      '/api/v1/namespaces': { namespaces: [{ namespace: 'n', count: rows }] },
      '/api/v1/memories': { memories: listed(Number(offset), Number(limit)) },
      '/api/v1/export': { memories: [...Array.from({ length: rows }, (_, n) => row(n)), row(rows, 'other')] },
    };
    response.end(JSON.stringify(bodies[url.pathname]));
  });
  return { client, asked };
};

describe('every row of a namespace', () => {
  test('is read in pages below the cap, without the export', async () => {
    const { client, asked } = nodeWith(450, (offset, limit) =>
      Array.from({ length: Math.max(0, Math.min(limit, 200, 450 - offset)) }, (_, n) => row(offset + n)),
    );
    const found = await (await client).all('n', MS_MAX);
    expect(found.type === 'ok' && found.value.length).toBe(450);
    expect(asked).not.toContain('/api/v1/export');
  });

  test('is taken from the export where pages do not hold what the node counts', async () => {
    const { client, asked } = nodeWith(30, () => Array.from({ length: 20 }, (_, n) => row(n)));
    const found = await (await client).all('n', MS_MAX);
    expect(found.type === 'ok' && found.value.map(({ namespace }) => namespace)).toEqual(Array(30).fill('n'));
    expect(asked).toContain('/api/v1/export');
  });
});

describe('a write', () => {
  const outcomeOf = async (status: number, body: string) => {
    const client = await clientOf((_, response) => response.writeHead(status).end(body));
    const { type, ...rest } = await client.create(MEMORY, 'me', MS_MAX);
    return [type, 'code' in rest ? rest.code : rest.value.id];
  };

  test('is acked by 201, refused by a missed quorum and by 4xx, and unknown after anything else', async () => {
    expect(await outcomeOf(201, '{"id":"x","quorum_acks":2}')).toEqual(['ok', 'x']);
    expect(await outcomeOf(503, '{"error":"quorum_not_met","got":1,"needed":2}')).toEqual(['fail', 'quorum_not_met']);
    expect(await outcomeOf(409, '{"code":"CONFLICT"}')).toEqual(['fail', 'http_409']);
    expect(await outcomeOf(400, 'plain words')).toEqual(['fail', 'http_400']);
    expect(await outcomeOf(503, '{"error":"shutting down"}')).toEqual(['info', 'http_503']);
    expect(await outcomeOf(500, '{"error":"internal server error"}')).toEqual(['info', 'http_500']);
    expect(await outcomeOf(201, 'cut off')).toEqual(['info', 'not_json']);
  });
});
