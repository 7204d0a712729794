// A node's HTTP interface: memories for clients, sync for peers.

import { Hono } from 'hono';
import { addMemories } from './http-memories.ts';
import { filterOf, json, limitBody, timeOf, whole } from './http-request.ts';
import { Refusal, type Row, toWire } from './memory.ts';
import { supersedes } from './merge.ts';
import type { Node } from './node.ts';
import { CHANGES_LIMIT_DEFAULT, CHANGES_LIMIT_MAX, list, namespaces, stats, writtenAfter } from './queries.ts';
import type { Store } from './store.ts';
import { parseRow } from './validation.ts';

const PUSH_ROWS_MAX = 1000;

export function httpApi(node: Node): Hono {
  const api = new Hono();
  api.use(limitBody);
  api.use(async ({ req }, next) => {
    await next();
    if (req.method !== 'GET') await node.synced();
  });
  api.onError((cause, context) => {
    if (cause instanceof Refusal) return context.json({ error: cause.message }, cause.status);
    console.error(cause);
    return context.json({ error: 'internal server error' }, 500);
  });
  api.notFound((context) => context.json({ error: 'not found' }, 404));
  addMemories(api, node);
  addOverviews(api, node);
  addSync(api, node);
  return api;
}

function addOverviews(api: Hono, { store, instance, defect }: Node): void {
  api.get('/api/v1/health', (context) => {
    store.statement('SELECT seq FROM counter').get();
    return context.json({ status: 'ok', service: 'proofhouse-reference', pid: process.pid, instance, defect });
  });
  api.get('/api/v1/stats', (context) => context.json(stats(store)));
  api.get('/api/v1/namespaces', (context) => context.json({ namespaces: namespaces(store) }));
  api.get('/api/v1/export', (context) => {
    const rows = list(store, filterOf(context.req.query()), -1);
    return context.json({ memories: rows.map(toWire), count: rows.length, exported_at: store.clock.now() });
  });
}

function addSync(api: Hono, { store, instance, behaviour }: Node): void {
  api.post('/api/v1/sync/push', async (context) => {
    const body = (await json(context.req)) as { memories?: unknown; dry_run?: unknown } | null;
    if (!Array.isArray(body?.memories)) throw new Refusal(422, 'memories: a list');
    if (body.memories.length > PUSH_ROWS_MAX) throw new Refusal(400, `memories: at most ${PUSH_ROWS_MAX}`);
    const rows = body.memories.flatMap((memory) => {
      try {
        return [parseRow(memory)];
      } catch (cause) {
        if (cause instanceof Refusal) return [];
        throw cause;
      }
    });
    const dry_run = body.dry_run === true;
    const applied = dry_run ? 0 : behaviour.takeIn(store, rows, 'push').applied;
    const noop = dry_run ? rows.length : 0;
    const skipped = body.memories.length - applied - noop;
    const newer = dry_run ? [] : rows.flatMap((row) => newerThan(store, row)).map(toWire);
    return context.json({ applied, noop, skipped, dry_run, newer, receiver_agent_id: instance });
  });
  // how nodes ask: with the digests of what they took in lately, which need not be sent
  api.post('/api/v1/sync/since', async (context) => {
    const body = (await json(context.req)) as { cursor?: unknown; limit?: unknown; have?: unknown } | null;
    const limit = Math.min(Number(body?.limit ?? CHANGES_LIMIT_DEFAULT) || CHANGES_LIMIT_DEFAULT, CHANGES_LIMIT_MAX);
    const have = new Set(Array.isArray(body?.have) ? body.have.map(String) : []);
    const { rows, next } = behaviour.changes(store, typeof body?.cursor === 'string' ? body.cursor : null, limit, have);
    return context.json({ count: rows.length, limit, memories: rows.map(toWire), next });
  });
  api.get('/api/v1/sync/since', (context) => {
    const query = context.req.query();
    const limit = Math.min(whole(query, 'limit', CHANGES_LIMIT_DEFAULT), CHANGES_LIMIT_MAX);
    if (query.since === undefined) {
      const { rows, next } = behaviour.changes(store, query.cursor ?? null, limit);
      return context.json({ count: rows.length, limit, memories: rows.map(toWire), next });
    }
    const rows = writtenAfter(store, timeOf(query, 'since') as string, query.since_id ?? '\u{10ffff}', limit);
    return context.json({ count: rows.length, limit, memories: rows.map(toWire) });
  });
}

/** What the store has in the place of a version that was pushed to it, where that is a newer one. */
function newerThan(store: Store, pushed: Row): Row[] {
  const held = store.find(pushed.namespace, pushed.title);
  return held && supersedes(held, pushed) ? [held] : [];
}
