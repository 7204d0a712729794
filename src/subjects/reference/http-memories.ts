// What clients ask of a node: to write memories, and to read them.

import type { Context, Hono } from 'hono';
import type { WriteKind } from './behaviour.ts';
import { addMany } from './http-many.ts';
import { filterOf, json, whole } from './http-request.ts';
import { demandOwnNamespace } from './links.ts';
import { Refusal, type Row, toWire } from './memory.ts';
import type { Node } from './node.ts';
import { LIST_LIMIT_DEFAULT } from './queries.ts';
import { parseAgent, parseChange, parseDraft } from './validation.ts';
import { writeThrough } from './writing.ts';

const LIST_LIMIT_MAX = 200;
const RETRY_AFTER_SECS = 2;

type Answer = (row: Row) => Record<string, unknown>;

export function addMemories(api: Hono, node: Node): void {
  const { store, behaviour } = node;
  const write = async (
    context: Context,
    kind: WriteKind,
    commit: () => Row | null,
    answer: Answer,
    status: 200 | 201,
  ) => {
    const written = await writeThrough(node, kind, commit);
    if (written === null) throw new Refusal(404, 'not found');
    const { row, result } = written;
    if (node.quorum.peers.length === 0) return context.json(answer(row), status);
    const { met, got, needed, reason } = result;
    if (met) return context.json({ ...answer(row), quorum_acks: got }, status);
    context.header('Retry-After', String(RETRY_AFTER_SECS));
    return context.json({ error: 'quorum_not_met', got, needed, reason }, 503);
  };
  addMany(api, node, write);
  api.post('/api/v1/memories', async (context) => {
    const body = await json(context.req);
    const agent_id = parseAgent(
      (body as { agent_id?: unknown } | null)?.agent_id ?? context.req.header('x-agent-id') ?? anonymous(),
    );
    const draft = demandOwnNamespace(parseDraft(body));
    return write(context, 'create', () => behaviour.put(store, draft, agent_id), introduced, 201);
  });
  api.put('/api/v1/memories/:id', async (context) => {
    const id = context.req.param('id');
    const change = parseChange(await json(context.req));
    return write(context, 'update', () => behaviour.revise(store, id, change), toWire, 200);
  });
  api.delete('/api/v1/memories/:id', (context) => {
    const id = context.req.param('id');
    const commit = () => (store.live(id) ? store.update(id, { deleted: true }) : null);
    return write(context, 'delete', commit, () => ({ deleted: true }), 200);
  });
  api.post('/api/v1/memories/:id/promote', (context) => {
    const id = context.req.param('id');
    const answer = ({ tier }: Row) => ({ promoted: true, id, tier });
    return write(context, 'promote', () => (store.live(id) ? store.promote(id) : null), answer, 200);
  });
  api.get('/api/v1/memories', (context) => {
    const query = context.req.query();
    const limit = Math.min(whole(query, 'limit', LIST_LIMIT_DEFAULT), LIST_LIMIT_MAX);
    const rows = behaviour.list(store, filterOf(query), limit, whole(query, 'offset', 0));
    return context.json({ memories: rows.map(toWire), count: rows.length });
  });
  api.get('/api/v1/memories/:id', (context) => {
    const row = behaviour.get(store, context.req.param('id'));
    if (!row) throw new Refusal(404, 'not found');
    return context.json({ memory: toWire(row) });
  });
  api.get('/api/v1/recall', (context) => {
    const query = context.req.query();
    const rows = behaviour.recall(store, query.context ?? '', filterOf(query), Math.min(whole(query, 'limit', 10), 50));
    return context.json({ memories: rows.map(({ score, ...row }) => ({ ...toWire(row), score })), count: rows.length });
  });
}

const introduced: Answer = ({ id, tier, namespace, title, agent_id }) => ({ id, tier, namespace, title, agent_id });

const anonymous = (): string => `anonymous:req-${crypto.randomUUID().slice(0, 8)}`;
