// Links between memories. A link is a row like any other, in a namespace of its own that no client writes to and no list
// shows: so it is pushed, merged, caught up on and moved as memories are.

import { type Draft, Refusal, type Row } from './memory.ts';
import { type Store, toRow } from './store.ts';
import { parseDraft } from './validation.ts';

export const LINKS = 'system/links';
const RELATIONS = ['related_to', 'supersedes', 'contradicts', 'derived_from'];

/** Leaves links out of what is a list of memories. */
export const NO_LINKS = `namespace <> '${LINKS}'`;

interface Link {
  source_id: string;
  target_id: string;
  relation: string;
}

/** A link as a client named it, as a row; both of its ends must be there. Throws a Refusal. */
export function linkDraft(store: Store, body: unknown): Draft {
  const { source_id, target_id, relation = 'related_to' } = { ...(body as Partial<Link> | null) };
  if (!RELATIONS.includes(relation)) throw new Refusal(400, `relation: one of ${RELATIONS.join(', ')}`);
  if (typeof source_id !== 'string' || typeof target_id !== 'string' || source_id === target_id) {
    throw new Refusal(422, 'source_id and target_id: ids of two memories');
  }
  if (!store.live(source_id) || !store.live(target_id)) throw new Refusal(404, 'not found');
  const title = `${source_id} ${relation} ${target_id}`;
  const metadata = { source_id, target_id, relation };
  return parseDraft({ title, content: relation, namespace: LINKS, tier: 'long', metadata, source: 'system' });
}

/** The links from and to a memory. */
export function linksOf(store: Store, id: string): (Link & { created_at: string })[] {
  const sql = `SELECT * FROM memory WHERE namespace = ? AND deleted = 0 AND instr(title, ?) > 0 ORDER BY title`;
  const rows: Row[] = store.statement(sql).all(LINKS, id).map(toRow);
  return rows.map(({ metadata, created_at }) => {
    const { source_id, target_id, relation } = metadata as unknown as Link;
    return { source_id, target_id, relation, created_at };
  });
}

/** Memories that clients write have namespaces of their own. Throws a Refusal. */
export function demandOwnNamespace<T extends { namespace: string }>(draft: T): T {
  if (draft.namespace === LINKS) throw new Refusal(400, `namespace: any but ${LINKS}`);
  return draft;
}
