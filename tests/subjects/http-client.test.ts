import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openClient } from '../../src/subjects/http-client.ts';
import type { HttpLine } from '../../src/subjects/http-line.ts';
import { operation, unanswered } from '../../src/subjects/http-operation.ts';
import type { Client, NewMemory, Outcome } from '../../src/subjects/subject.ts';

const MS_MAX = 5_000;
const MEMORY: NewMemory = {
  ...{ title: 't', content: 'c', namespace: 'n', tier: 'mid', tags: [], priority: 5, metadata: {} },
};

/** A client of a server that answers as the given function says. */
async function clientOf(answer: (url: URL, response: ServerResponse, body: string) => void): Promise<Client> {
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('');
    answer(new URL(request.url ?? '', 'http://node'), response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = openClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  onTestFinished(async () => {
    await client.close();
    server.close();
  });
  return client;
}

const row = (n: number) => ({ ...MEMORY, id: `id-${n}`, title: `t ${n}`, created_at: '', updated_at: '' });
const rowsFrom = (offset: number, count: number) => Array.from({ length: count }, (_, n) => row(offset + n));

/** A node that counts `counted` rows in namespace `n` and lists what `page` gives. */
async function nodeWith(counted: number, page: (offset: number, limit: number) => object[]) {
  const asked: string[] = [];
  const client = await clientOf((url, response) => {
    asked.push(url.pathname);
    const { offset = '0', limit = '20' } = Object.fromEntries(url.searchParams);
    const bodies: Record<string, object> = {
      '/api/v1/namespaces': {
        namespaces: [
          { namespace: 'n', count: counted },
          { namespace: 'other', count: 1 },
        ],
      },
      '/api/v1/memories': { memories: page(Number(offset), Number(limit)) },
    };
    response.end(JSON.stringify(bodies[url.pathname] ?? {}));
  });
  const ids = async () => {
    const found = await client.all('n', MS_MAX);
    return found.type === 'ok' ? found.value.map(({ id }) => id) : [found.code];
  };
  return { ids, asked };
}

describe('the complete list of a namespace', () => {
  test('is read in pages until nothing new comes, whatever the cap', async () => {
    const { ids } = await nodeWith(450, (offset, limit) =>
      rowsFrom(offset, Math.max(0, Math.min(limit, 100, 450 - offset))),
    );
    expect(new Set(await ids()).size).toBe(450);
  });

  test('holds a row that fell between two pages, since pages are cut elsewhere when some are missing', async () => {
    // whatever row a page of 200 should begin with, the one before it is given again
    const { ids } = await nodeWith(450, (offset, limit) =>
      rowsFrom(offset, Math.max(0, Math.min(limit, 450 - offset))).map((one, n) =>
        offset === 200 && n === 0 ? row(199) : one,
      ),
    );
    expect(new Set(await ids()).size).toBe(450);
  });

  test('has a row twice that one page gives twice, and once what two pages give', async () => {
    const pages: Record<number, object[]> = { 0: [row(1), row(2), row(1)], 3: [row(2), row(3)] };
    const { ids } = await nodeWith(3, (offset) => pages[offset] ?? []);
    expect((await ids()).toSorted()).toEqual(['id-1', 'id-1', 'id-2', 'id-3']);
  });

  test('lacks what the node counts and never lists, and asks for no export', async () => {
    const { ids, asked } = await nodeWith(30, (offset) => (offset === 0 ? rowsFrom(0, 29) : []));
    expect(await ids()).toHaveLength(29);
    expect(new Set(asked)).toEqual(new Set(['/api/v1/namespaces', '/api/v1/memories']));
  });

  test('ends within its time, however many pages there are', async () => {
    const client = await clientOf((url, response) => {
      const offset = Number(url.searchParams.get('offset'));
      const body = { namespaces: [], memories: rowsFrom(offset, 1) };
      response.end(JSON.stringify(body));
    });
    expect(await client.all('n', 100)).toMatchObject({ type: 'info', code: 'timeout' });
  });

  test('is no list where a row has no id', async () => {
    const { ids } = await nodeWith(1, () => [{ ...row(1), id: 7 }]);
    expect(await ids()).toEqual(['unexpected_body']);
  });
});

describe('a row that was read', () => {
  test('keeps every further field as the node gave it', async () => {
    const more = { source: 'api', confidence: 0.5, access_count: 3, links: [{ to: 'x' }] };
    const client = await clientOf((_, response) => response.end(JSON.stringify({ memory: { ...row(1), ...more } })));
    expect(await client.get('id-1', MS_MAX)).toEqual({ type: 'ok', value: { ...row(1), rest: more } });
  });

  test('by recall has no score: that is said of the answer', async () => {
    const asked: string[] = [];
    const client = await clientOf((url, response) => {
      asked.push(`${url.pathname}${url.search}`);
      response.end(JSON.stringify({ memories: [{ ...row(1), score: 1.5, source: 'api' }] }));
    });
    const found = await client.recall('word', 'a/b', 7, MS_MAX);
    expect(found).toEqual({ type: 'ok', value: [{ ...row(1), rest: { source: 'api' } }] });
    expect(asked).toEqual(['/api/v1/recall?context=word&namespace=a%2Fb&limit=7']);
  });
});

describe('a write', () => {
  const outcomeOf = async (status: number, body: string): Promise<Outcome<{ id: string }>> => {
    const client = await clientOf((_, response) => response.writeHead(status).end(body));
    return client.create(MEMORY, 'me', MS_MAX);
  };
  const shortOf = async (status: number, body: string) => {
    const { type, ...rest } = await outcomeOf(status, body);
    return [type, 'code' in rest ? rest.code : rest.value.id];
  };

  test('is acked by 201, refused by a missed quorum and by 4xx, and unknown after anything else', async () => {
    expect(await shortOf(201, '{"id":"x","quorum_acks":2}')).toEqual(['ok', 'x']);
    expect(await shortOf(503, '{"error":"quorum_not_met","got":1,"needed":2}')).toEqual(['fail', 'quorum_not_met']);
    expect(await shortOf(409, '{"code":"CONFLICT"}')).toEqual(['fail', 'http_409']);
    expect(await shortOf(400, 'plain words')).toEqual(['fail', 'http_400']);
    expect(await shortOf(503, '{"error":"shutting down"}')).toEqual(['info', 'http_503']);
    expect(await shortOf(503, 'plain words')).toEqual(['info', 'http_503']);
    expect(await shortOf(500, '{"error":"internal server error"}')).toEqual(['info', 'http_500']);
    expect(await shortOf(201, 'cut off')).toEqual(['info', 'not_json']);
    expect(await shortOf(201, '{"key":"x"}')).toEqual(['info', 'unexpected_body']);
  });

  test("says of a refusal what was expected, what was found, and the node's own words", async () => {
    expect(await outcomeOf(400, '{"error":"invalid source"}')).toEqual({
      type: 'fail',
      code: 'http_400',
      detail: 'expected 201, found 400: invalid source',
      answer: { status: 400, body: '{"error":"invalid source"}' },
    });
    expect(await outcomeOf(422, '')).toMatchObject({ detail: 'expected 201, found 422' });
  });

  test('names a source that every version takes', async () => {
    let sent = '';
    const client = await clientOf((_, response, body) => {
      sent = body;
      response.writeHead(201).end('{"id":"x"}');
    });
    await client.create(MEMORY, 'me', MS_MAX);
    expect(JSON.parse(sent)).toEqual({ ...MEMORY, source: 'api' });
  });

  test('quotes any answer in one short line without control characters', async () => {
    const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
    const hostile = fc.oneof(
      fc.array(unit, { maxLength: 700 }).map((units) => units.join('')),
      fc.constant(`\u001b[2J\n\u202e${'x'.repeat(900)}`),
    );
    await fc.assert(
      fc.asyncProperty(hostile, async (body) => {
        const line = { call: async () => ({ status: 418, body }) } as unknown as HttpLine;
        const found = await operation(line, { method: 'POST', path: '/', timeout_ms: MS_MAX }, 201, () => null);
        if (found.type !== 'fail') throw new Error(`expected a refusal, found ${found.type}`);
        expect(found.answer?.body.length).toBeLessThanOrEqual(300);
        expect(`${found.answer?.body}${found.detail}`).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
    );
  });
});

describe('an operation without an answer', () => {
  const failed = (code: string, syscall: string) =>
    Object.assign(new Error(`${syscall} ${code}`), { code, syscall }) as NodeJS.ErrnoException;

  test('was not sent where this machine had no port, file or memory left to send it', () => {
    for (const code of ['EADDRNOTAVAIL', 'EMFILE', 'ENFILE', 'ENOBUFS', 'EAGAIN', 'ENOMEM']) {
      expect(unanswered(failed(code, 'connect'))).toEqual({
        type: 'unsent',
        code: code.toLowerCase(),
        detail: `connect ${code}`,
      });
    }
  });

  test('is unknown where that happened after it began to be sent', () => {
    expect(unanswered(failed('ENOBUFS', 'write')).type).toBe('info');
    expect(unanswered(failed('ECONNRESET', 'read')).type).toBe('info');
  });

  test('is a refusal only where nothing listened', async () => {
    const closed = openClient({ url: 'http://127.0.0.1:1' });
    onTestFinished(() => closed.close());
    expect(await closed.create(MEMORY, 'me', MS_MAX)).toMatchObject({ type: 'fail', code: 'connection_refused' });
  });
});

describe('a change of a row', () => {
  test('asks as every version takes it, and is acked by the status of each', async () => {
    const asked: string[] = [];
    const client = await clientOf((url, response, body) => {
      asked.push(`${url.pathname} ${body}`);
      if (url.pathname === '/api/v1/memories') response.statusCode = 201;
      response.end('{"id":"i"}');
    });
    const change = { content: 'c', tags: [], metadata: {} };
    const outcomes = [
      await client.upsert(MEMORY, 'x', MS_MAX),
      await client.update('a/b', change, 'x', MS_MAX),
      await client.remove('i', 'x', MS_MAX),
      await client.promote('i', 'x', MS_MAX),
    ];
    expect(outcomes).toEqual([{ type: 'ok', value: { id: 'i' } }, ...Array(3).fill({ type: 'ok', value: {} })]);
    expect(asked).toEqual([
      `/api/v1/memories ${JSON.stringify({ ...MEMORY, source: 'api', on_conflict: 'merge' })}`,
      `/api/v1/memories/a%2Fb ${JSON.stringify(change)}`,
      '/api/v1/memories/i ',
      '/api/v1/memories/i/promote ',
    ]);
  });
});
