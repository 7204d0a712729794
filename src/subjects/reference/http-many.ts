// What clients ask of a node about several memories: to store many, to link two, to put one in the place of others.

import type { Context, Hono } from 'hono';
import { json } from './http-request.ts';
import { demandOwnNamespace, linkDraft, linksOf } from './links.ts';
import { type Draft, Refusal, type Row } from './memory.ts';
import type { Node } from './node.ts';
import { parseAgent, parseDraft } from './validation.ts';
import { writeThrough } from './writing.ts';

const BULK_ROWS_MAX = 1_000;

/** How `addMemories` answers a write. */
type Write = (
  context: Context,
  kind: 'link' | 'consolidate',
  commit: () => Row | null,
  answer: (row: Row) => Record<string, unknown>,
  status: 200 | 201,
) => Promise<Response>;

export function addMany(api: Hono, node: Node, write: Write): void {
  const { store, behaviour } = node;
  api.post('/api/v1/memories/bulk', async (context) => {
    const bodies = await json(context.req);
    if (!Array.isArray(bodies) || bodies.length > BULK_ROWS_MAX) {
      throw new Refusal(400, `a list of at most ${BULK_ROWS_MAX} memories`);
    }
    const agent_id = agentOf(context);
    const drafts = bodies.map((body) => demandOwnNamespace(parseDraft(body)));
    const written = await Promise.all(
      drafts.map((draft) => writeThrough(node, 'bulk', () => behaviour.put(store, draft, agent_id))),
    );
    const isAlone = node.quorum.peers.length === 0;
    const errors = written.flatMap((one) => (isAlone || one?.result.met ? [] : [`${one?.row.title}: quorum_not_met`]));
    return context.json({ created: written.length, errors });
  });
  api.post('/api/v1/links', async (context) => {
    const draft = linkDraft(store, await json(context.req));
    const agent_id = agentOf(context);
    return write(
      context,
      'link',
      () => behaviour.put(store, draft, agent_id),
      () => ({ linked: true }),
      201,
    );
  });
  api.get('/api/v1/links/:id', (context) => context.json({ links: linksOf(store, context.req.param('id')) }));
  api.post('/api/v1/consolidate', async (context) => {
    const { ids, draft } = consolidation(node, await json(context.req));
    const agent_id = agentOf(context);
    // the one that takes their place has its quorum before any of them goes
    const answer = await write(
      context,
      'consolidate',
      () => behaviour.put(store, draft, agent_id),
      ({ id }) => ({ id, consolidated: ids.length }),
      201,
    );
    if (answer.status !== 201) return answer;
    for (const id of ids) {
      const gone = await write(
        context,
        'consolidate',
        () => store.update(id, { deleted: true }),
        () => ({}),
        200,
      );
      if (gone.status !== 200) return gone;
    }
    return answer;
  });
}

/** The rows of the ids as one: all tags and metadata, the highest priority. Throws a Refusal. */
function consolidation({ store }: Node, body: unknown): { ids: string[]; draft: Draft } {
  const { ids, summary, tier = 'long', ...said } = { ...(body as Record<string, unknown> | null) };
  if (!Array.isArray(ids) || ids.length < 2) throw new Refusal(422, 'ids: of at least two memories');
  const rows = ids.map((id) => store.live(String(id)));
  const found = rows.filter((row) => row !== null);
  if (found.length < rows.length) throw new Refusal(404, 'not found');
  const merged = {
    tags: [...new Set(found.flatMap(({ tags }) => tags))].sort(),
    priority: Math.max(...found.map(({ priority }) => priority)),
    metadata: { ...Object.assign({}, ...found.map(({ metadata }) => metadata)), derived_from: ids },
  };
  const draft = parseDraft({ ...said, ...merged, tier, content: summary, source: 'consolidation' });
  return { ids: ids.map(String), draft: demandOwnNamespace(draft) };
}

const agentOf = (context: Context): string => parseAgent(context.req.header('x-agent-id') ?? 'anonymous:many');
