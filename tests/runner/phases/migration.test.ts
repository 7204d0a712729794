// Phase 3 with a subject whose commands lie or break, one at a time: what the harness counts and compares itself
// must find each of them. The stores are lists in memory.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { LivedIn, Phase3 } from '../../../src/contract/artifacts.ts';
import type { PhaseContext } from '../../../src/runner/phase-context.ts';
import { type MigrationDocument, migration } from '../../../src/runner/phases/migration.ts';
import type { Postgres } from '../../../src/runner/postgres/postgres.ts';
import { PROFILES } from '../../../src/runner/profiles.ts';
import type { Commands, Memory, NewMemory } from '../../../src/subjects/subject.ts';

const POSTGRES_URL = 'postgres://me:secret@db/x';
const ROWS = 40;

type Stores = Map<string, Memory[]>;

interface Lies {
  /** What a store makes of a row that is put in. */
  seeded?: (memory: NewMemory) => NewMemory;
  /** What the target holds after a move, and what the report then says was written. */
  move?: (from: Memory[], to: Memory[], target: string) => Memory[];
  says?: (written: number, target: string) => number;
  count?: (rows: number) => Promise<number>;
}

function commandsOf(stores: Stores, lies: Lies): Partial<Commands> {
  let ids = 0;
  const { seeded = (memory) => memory, move = upsert, says = (written) => written } = lies;
  const time = '2026-01-01T00:00:00.000000000+00:00';
  const at = (store: string) => stores.get(store) ?? [];
  return {
    postgres_table: 'rows',
    storeUrl: (data_dir) => data_dir,
    rows: async (data_dir) => at(data_dir),
    async seed(data_dir, memories) {
      const rows = memories.map((memory) => ({
        ...seeded(memory),
        ...{ id: `id-${ids++}`, created_at: time, updated_at: time, rest: {} },
      }));
      stores.set(data_dir, rows);
    },
    async migrate(from, to) {
      const read = at(from);
      stores.set(to, move(read, at(to), to));
      const report = { memories_read: read.length, memories_written: says(read.length, to), errors: [] };
      return { result: { exit_code: 0, stdout: '', stderr: '' }, report };
    },
  };
}

const upsert = (from: Memory[], to: Memory[]): Memory[] => [
  ...new Map([...to, ...from].map((row) => [row.title, row])).values(),
];

/** The phase's document, with the trip's own fields at hand. */
async function phase3(
  lies: Lies,
  lived: LivedIn = {},
): Promise<MigrationDocument & { trip: NonNullable<Phase3['round_trips']>[number] }> {
  const work_dir = mkdtempSync(join(tmpdir(), 'migration-'));
  onTestFinished(() => rmSync(work_dir, { recursive: true }));
  const stores: Stores = new Map();
  const { count = async (rows) => rows } = lies;
  const postgres: Postgres = {
    ...{ url: POSTGRES_URL, public_url: 'postgres://db/x', kind: 'server', version: '18' },
    count: (table) =>
      table === 'rows' ? count(stores.get(POSTGRES_URL)?.length ?? 0) : Promise.reject(new Error(table)),
    reset: async () => void stores.delete(POSTGRES_URL),
    close: async () => {},
  };
  const context = {
    subject: { commands: commandsOf(stores, lies) },
    capabilities: { coarser_on_postgres: [] },
    profile: { ...PROFILES.smoke, migration_rows: [ROWS] },
    ...{ seed: 7, work_dir, progress: () => {}, signal: new AbortController().signal, trouble: () => {} },
    postgres: async () => postgres,
  };
  const document = await migration(context as unknown as PhaseContext, async () => lived);
  return { ...document, trip: document.round_trips?.[0] as NonNullable<Phase3['round_trips']>[number] };
}

test('an honest subject passes, and its rows were counted on both moves', async () => {
  const { pass, reasons, trip } = await phase3({});
  expect(reasons).toEqual(['']);
  expect(pass).toBe(true);
  expect(trip).toMatchObject({
    seeded_differing: 0,
    counted_in_postgres: ROWS,
    counted_after_second: ROWS,
    back: ROWS,
  });
});

test('an upsert that doubles rows the second time is found, though the report says the same', async () => {
  const doubling = (from: Memory[], to: Memory[], target: string) =>
    target === POSTGRES_URL ? [...to, ...from] : upsert(from, to);
  const { verdict, reasons, trip } = await phase3({ move: doubling });
  expect(verdict).toBe('fail');
  expect(trip).toMatchObject({ counted_in_postgres: ROWS, counted_after_second: 2 * ROWS, back: ROWS });
  expect(reasons).toContain('40 rows: expected 40 counted in Postgres after the second move, found 80');
});

test('a move that loses rows and reports all of them is found by the count', async () => {
  const { verdict, trip } = await phase3({
    move: (from, to, target) => (target === POSTGRES_URL ? from.slice(1) : upsert(from, to)),
    says: () => ROWS,
  });
  expect(verdict).toBe('fail');
  expect(trip.counted_in_postgres).toBe(ROWS - 1);
});

test('a store that changed what was put in is found, though every move keeps that', async () => {
  const { verdict, reasons, trip } = await phase3({
    seeded: (memory) =>
      memory.title.startsWith('row-7 ') ? { ...memory, priority: (memory.priority % 10) + 1 } : memory,
  });
  expect(verdict).toBe('fail');
  expect(trip.seeded_differing).toBe(1);
  expect(reasons).toEqual(['40 rows: expected the source to hold each as it was put in, found 1 that differ']);
});

test('a way back that reports other numbers than there are rows is found', async () => {
  const { verdict, reasons } = await phase3({ says: (written, target) => (target === POSTGRES_URL ? written : 1) });
  expect(verdict).toBe('fail');
  expect(reasons).toEqual(['40 rows: expected 40 written on the way back, found 1']);
});

test('a Postgres that cannot be counted leaves the counts out, and the phase without a pass', async () => {
  const { verdict, reasons, trip } = await phase3({ count: () => Promise.reject(new Error('no such table')) });
  expect(verdict).toBe('unknown');
  expect(trip).not.toHaveProperty('counted_in_postgres');
  expect(reasons).toContain('40 rows: Postgres could not be counted after the move there: no such table');
});

test('a move that brings deleted rows back is found, and says which', async () => {
  const deleted = { rows: 6, wrong: 2, titles: ['deleted-1 x', 'deleted-4 y'] };
  const { verdict, reasons, lived_in } = await phase3({}, { updated: { rows: 6, wrong: 0, titles: [] }, deleted });
  expect(verdict).toBe('fail');
  expect(lived_in?.deleted).toEqual(deleted);
  expect(reasons).toEqual(['expected 6 deleted rows gone after the move there and back, found 2 that are not']);
});
