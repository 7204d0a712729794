// Every row that a node lists, as a patient client gathers them: page after page until one brings nothing new.
// Pages are cut by position, and rows of one priority and one time have no order of their own, so a row can fall
// between two pages. A client notices, since the node also counts its rows by namespace, and pages again with
// other page ends. What the lists never show is then really not listed; no export takes their place.

import type { Get } from './http-operation.ts';
import { storedMemories } from './stored-memory.ts';
import type { Memory, Outcome } from './subject.ts';

/** Rows asked for at once, pass after pass: below the smallest cap of any version, and with no page end in common. */
const PAGE_ROWS = [200, 157, 109] as const;

/** By id, the copies that one page gave of it: a row that is in two pages has moved, one that is twice in one is two. */
type Gathered = Map<string, Memory[]>;

/** @param namespace null: of the whole node */
export async function listInPages(get: Get, namespace: string | null, timeout_ms: number): Promise<Outcome<Memory[]>> {
  const ends_at = performance.now() + timeout_ms;
  const left_ms = () => Math.max(0, ends_at - performance.now());
  const gathered: Gathered = new Map();
  const counted = await get('/api/v1/namespaces', left_ms(), (body) => countIn(body, namespace));
  if (counted.type !== 'ok') return counted;
  for (const page_rows of PAGE_ROWS) {
    const problem = await onePass(get, namespace, page_rows, gathered, left_ms);
    if (problem) return problem;
    if (gathered.size >= counted.value) break;
  }
  return { type: 'ok', value: [...gathered.values()].flat() };
}

/** Pages until one brings nothing new; gives what kept it from that. */
async function onePass(
  get: Get,
  namespace: string | null,
  page_rows: number,
  gathered: Gathered,
  left_ms: () => number,
): Promise<Outcome<never> | null> {
  const seen = new Set<string>();
  for (let offset = 0; ; ) {
    const query = new URLSearchParams({ limit: String(page_rows), offset: String(offset) });
    if (namespace !== null) query.set('namespace', namespace);
    const page = await get(`/api/v1/memories?${query}`, left_ms(), storedMemories);
    if (page.type !== 'ok') return page;
    const copies = Map.groupBy(page.value, (memory) => memory.id);
    if ([...copies.keys()].every((id) => seen.has(id))) return null;
    for (const [id, rows] of copies) {
      seen.add(id);
      if (rows.length > (gathered.get(id)?.length ?? 0)) gathered.set(id, rows);
    }
    offset += page.value.length;
  }
}

function countIn(body: unknown, namespace: string | null): number {
  const { namespaces } = body as { namespaces: { namespace: string; count: number }[] };
  const wanted = namespaces.filter((one) => namespace === null || one.namespace === namespace);
  return wanted.reduce((sum, one) => sum + one.count, 0);
}
