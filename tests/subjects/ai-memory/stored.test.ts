import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { importDocument } from '../../../src/subjects/ai-memory/import-document.ts';
import { integrityOf } from '../../../src/subjects/ai-memory/integrity.ts';
import type { NewMemory } from '../../../src/subjects/subject.ts';
import { newRun } from './new-run.ts';

describe('the integrity of a store', () => {
  const stored = () => {
    const file = join(newRun().newFolder('store'), 'store.db');
    const database = new DatabaseSync(file);
    database.exec('CREATE TABLE t (x TEXT); CREATE INDEX i ON t (x); BEGIN;');
    const insert = database.prepare('INSERT INTO t VALUES (?)');
    for (let n = 0; n < 2_000; n++) insert.run(`row ${n}`);
    database.exec('COMMIT');
    database.close();
    return file;
  };

  test('is what SQLite says', () => {
    expect(integrityOf(stored())).toBe('ok');
  });

  test('is named where pages are wrong, and where the file is no store at all', () => {
    const file = stored();
    const bytes = readFileSync(file);
    bytes.fill(0x55, 3 * 4096, 6 * 4096);
    writeFileSync(file, bytes);
    expect(integrityOf(file)).not.toBe('ok');
    writeFileSync(file, 'no database, but a text of some length'.repeat(100));
    expect(integrityOf(file)).toMatch(/not a database/);
  });
});

describe('rows to import', () => {
  const memory: NewMemory = {
    ...{ title: 't', content: 'c', namespace: 'n', tier: 'long', tags: ['x'], priority: 9, metadata: { own: 1 } },
  };

  test('carry what was given, an id and times of their own, and nanoseconds to lose', () => {
    const { memories } = JSON.parse(importDocument([memory, { ...memory, tier: 'short' }], 1_000));
    expect(memories[0]).toMatchObject({
      title: 't',
      content: 'c',
      namespace: 'n',
      tier: 'long',
      tags: ['x'],
      priority: 9,
    });
    expect(memories[0].metadata.own).toBe(1);
    expect(memories[0].created_at).toBe('1970-01-01T00:00:01.000123457+00:00');
    expect(memories[0].expires_at).toBeUndefined();
    expect(memories[1].expires_at).toBe('1970-01-01T06:00:01.001123457+00:00');
    expect(memories[0].id).not.toBe(memories[1].id);
  });
});
