import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Clock } from '../../../src/subjects/reference/clock.ts';
import type { Row } from '../../../src/subjects/reference/memory.ts';
import { changes, digestsAfter, lastChange, list, recall, stats } from '../../../src/subjects/reference/queries.ts';
import { integrityOf, newStoreId } from '../../../src/subjects/reference/schema.ts';
import { Store } from '../../../src/subjects/reference/store.ts';
import { parseDraft, parseRow } from '../../../src/subjects/reference/validation.ts';

const AGENT = 'agent-1';
let folder: string;
let open: Store[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reference-store-'));
  open = [];
});
afterEach(() => {
  for (const store of open) store.close();
  rmSync(folder, { recursive: true });
});

function newStore(name: string, clock_offset_ms = 0): Store {
  const store = new Store(join(folder, `${name}.db`), new Clock(clock_offset_ms));
  open.push(store);
  return store;
}

const put = (store: Store, title: string, fields: object = {}): Row =>
  store.put(parseDraft({ title, content: `about ${title}`, ...fields }), AGENT);

describe('one store', () => {
  test('keeps one row for each title of a namespace, under its first id', () => {
    const store = newStore('a');
    const first = put(store, 'one', { content: 'first' });
    const second = put(store, 'one', { content: 'second' });
    expect(second).toMatchObject({ id: first.id, created_at: first.created_at, content: 'second' });
    expect(stats(store).total).toBe(1);
    expect(put(store, 'one', { namespace: 'other' }).id).not.toBe(first.id);
  });

  test('lets a writer whose clock is behind still write the newest version', () => {
    put(newStore('a', 3_600_000), 'one', { content: 'from the future' });
    open.pop()?.close();
    const behind = newStore('a', -3_600_000);
    expect(put(behind, 'one', { content: 'from the past' }).content).toBe('from the past');
    expect(behind.find('global', 'one')?.content).toBe('from the past');
  });

  test('stamps with nine digits whose order as text is the order of time', () => {
    const store = newStore('a');
    const times = Array.from({ length: 50 }, (_, index) => put(store, `t${index}`).updated_at);
    expect(times.every((time) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}\+00:00$/.test(time))).toBe(true);
    expect(times.toSorted()).toEqual(times);
  });

  test('finds by words, also by those that a hyphen joins', () => {
    const store = newStore('a');
    put(store, 'seen by node-a');
    expect(recall(store, 'node-a', {}, 10).map((row) => row.title)).toEqual(['seen by node-a']);
    expect(recall(store, '"*) OR', {}, 10)).toEqual([]);
  });

  test('hides what is deleted or expired, and takes a deleted title again', () => {
    const store = newStore('a');
    const gone = put(store, 'gone');
    put(store, 'brief', { tier: 'short', ttl_secs: 1 });
    store.update(gone.id, { deleted: true });
    expect(list(store, {}, 10).map((row) => row.title)).toEqual(['brief']);
    const later = new Store(store.file, new Clock(2_000));
    expect(list(later, {}, 10)).toEqual([]);
    later.close();
    expect(put(store, 'gone')).toMatchObject({ id: gone.id, deleted: false });
    expect(integrityOf(store.database)).toBe('ok');
  });
});

describe('two stores', () => {
  test('hold equal rows once each has the changes of the other', () => {
    const [a, b] = [newStore('a'), newStore('b', 5_000)];
    const mine = put(a, 'one', { content: 'mine', priority: 9 });
    const theirs = put(b, 'one', { content: 'theirs' });
    a.apply(changes(b, null, 100).rows);
    b.apply(changes(a, null, 100).rows);
    expect(a.find('global', 'one')).toEqual(b.find('global', 'one'));
    expect(a.find('global', 'one')).toMatchObject({ id: mine.id, content: 'theirs', priority: 9 });
    expect(b.get(theirs.id)?.id).toBe(mine.id);
  });

  test('lose no row between two pages, though many carry one time and some arrive late', () => {
    const [a, b] = [newStore('a'), newStore('b')];
    const template = put(a, 'template');
    const same = Array.from({ length: 30 }, (_, index) => ({
      ...template,
      id: `same-${index}`,
      title: `same ${index}`,
    }));
    a.apply(same);
    let cursor: string | null = null;
    const pull = () => {
      const page = changes(a, cursor, 7);
      b.apply(page.rows);
      cursor = page.next;
      return page.rows.length;
    };
    while (pull() > 0);
    // written an hour ago by a clock behind, heard of only now
    a.apply([{ ...template, id: 'late', title: 'late', updated_at: '2001-01-01T00:00:00.000000000+00:00' }]);
    while (pull() > 0);
    expect(stats(b).total).toBe(32);
    expect(b.get('late')).not.toBeNull();
  });

  test('pass over what the other names as known, and only that', () => {
    const [a, b] = [newStore('a'), newStore('b')];
    const rows = Array.from({ length: 9 }, (_, index) => put(a, `m${index}`));
    b.apply(rows.slice(0, 4));
    const newer = put(a, 'm0', { content: 'a newer version' });
    const page = changes(a, null, 100, new Set(digestsAfter(b, 0, 100)));
    expect(page.rows.map((row) => row.title).sort()).toEqual(['m0', 'm4', 'm5', 'm6', 'm7', 'm8']);
    b.apply(page.rows);
    expect(b.get(newer.id)).toEqual(newer);
    expect(changes(a, null, 100, new Set(digestsAfter(b, 0, 100)))).toEqual({ rows: [], next: page.next });
    expect(digestsAfter(b, lastChange(b), 100)).toEqual([]);
  });

  test('start again from the beginning where a store began a new life', () => {
    const a = newStore('a');
    put(a, 'one');
    const { next } = changes(a, null, 10);
    expect(changes(a, next, 10).rows).toEqual([]);
    newStoreId(a.database);
    expect(changes(a, next, 10).rows).toHaveLength(1);
  });

  test('refuse a row whose id is another memory, and take the rest', () => {
    const a = newStore('a');
    const one = put(a, 'one');
    const { applied, skipped } = a.apply([
      { ...one, title: 'two' },
      { ...one, id: 'fresh', title: 'three' },
    ]);
    expect({ applied, skipped: skipped.map((row) => row.title) }).toEqual({ applied: 1, skipped: ['two'] });
  });
});

describe('what a store accepts', () => {
  const refusal = (body: unknown): number | null => {
    try {
      parseDraft(body);
      return null;
    } catch (cause) {
      return (cause as { status: number }).status;
    }
  };
  const sound = { title: 't', content: 'c' };

  test.each([
    ['no title', { content: 'c' }, 422],
    ['a list', [sound], 422],
    ['an unknown tier', { ...sound, tier: 'eternal' }, 422],
    ['a priority as text', { ...sound, priority: '5' }, 422],
    ['a blank title', { ...sound, title: '  ' }, 400],
    ['a carriage return', { ...sound, content: 'a\rb' }, 400],
    ['half a character', { ...sound, content: '\ud83d' }, 400],
    ['a content one byte too long', { ...sound, content: `${'é'.repeat(32_768)}x` }, 400],
    ['a content at the limit', { ...sound, content: 'é'.repeat(32_768) }, null],
    ['a namespace that climbs', { ...sound, namespace: 'a/../b' }, 400],
    ['a namespace with a space', { ...sound, namespace: 'a b' }, 400],
    ['a priority of 11', { ...sound, priority: 11 }, 400],
    ['an unknown source', { ...sound, source: 'rumour' }, 400],
    ['a time that is none', { ...sound, expires_at: 'tomorrow' }, 400],
    ['metadata that is deep', { ...sound, metadata: JSON.parse(`${'{"a":'.repeat(33)}1${'}'.repeat(33)}`) }, 400],
    ['metadata with a NUL', { ...sound, metadata: { nul: '\u0000' } }, null],
  ])('%s', (_, body, status) => {
    expect(refusal(body)).toBe(status);
  });

  test('gives a row back as another node sent it', () => {
    const row = put(newStore('a'), 'one', { metadata: { b: 1, a: ['ü', null] } });
    const { agent_id, metadata, deleted, former_ids, ...rest } = row;
    expect(parseRow(JSON.parse(JSON.stringify({ ...rest, metadata: { ...metadata, agent_id } })))).toEqual(row);
    expect([deleted, former_ids]).toEqual([false, []]);
  });
});
