// Lists of whatever length, cap and order among equals, asked for in pages.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Get } from '../../src/subjects/http-operation.ts';
import { listInPages } from '../../src/subjects/list-in-pages.ts';

const MS_MAX = 5_000;

interface Listing {
  rows: number;
  /** Rows that a page gives at most, however many are asked for. */
  cap: number;
  /** Rows that the node counts and never lists. */
  hidden: number;
}

/** A node's lists and counts. */
const nodeOf = ({ rows, cap, hidden }: Listing): Get => {
  const all = Array.from({ length: rows }, (_, n) => ({ id: `id-${n}`, title: `t ${n}` }));
  return async (path, _timeout_ms, read) => {
    const { pathname, searchParams } = new URL(path, 'http://node');
    if (pathname.endsWith('/namespaces')) {
      return { type: 'ok', value: read({ namespaces: [{ namespace: 'n', count: rows + hidden }] }) };
    }
    const [limit, offset] = [Number(searchParams.get('limit')), Number(searchParams.get('offset'))];
    return { type: 'ok', value: read({ memories: all.slice(offset, offset + Math.min(limit, cap)) }) };
  };
};

const listing = fc.record({
  rows: fc.integer({ min: 0, max: 900 }),
  cap: fc.integer({ min: 1, max: 400 }),
  hidden: fc.integer({ min: 0, max: 3 }),
});

test('a list is complete and has each row once, whatever its length and the cap of its pages', async () => {
  await fc.assert(
    fc.asyncProperty(listing, async (node) => {
      const found = await listInPages(nodeOf(node), 'n', MS_MAX);
      const ids = found.type === 'ok' ? found.value.map(({ id }) => id) : [];
      expect(ids).toEqual(Array.from({ length: node.rows }, (_, n) => `id-${n}`));
    }),
    { numRuns: 60 },
  );
});

test('a list ends as soon as the node cannot be asked, with the reason', async () => {
  const silent: Get = async () => ({ type: 'info', code: 'timeout', detail: 'no answer' });
  expect(await listInPages(silent, null, MS_MAX)).toEqual({ type: 'info', code: 'timeout', detail: 'no answer' });
});
