// Syncs of a node's log: when somebody is answered, and how many syncs serve how many.

import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Clock } from '../../../src/subjects/reference/clock.ts';
import { type LogSync, logSync } from '../../../src/subjects/reference/log-sync.ts';
import { Store } from '../../../src/subjects/reference/store.ts';
import { parseDraft } from '../../../src/subjects/reference/validation.ts';

const syncs = vi.hoisted(() => ({ count: 0 }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return {
    ...real,
    open: async (...asked: Parameters<typeof real.open>) => {
      const handle = await real.open(...asked);
      const { datasync } = handle;
      handle.datasync = async () => {
        syncs.count += 1;
        await datasync.call(handle);
      };
      return handle;
    },
  };
});

let folder: string;
let store: Store;
let log: LogSync;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-sync-'));
  store = new Store(join(folder, 'a.db'), new Clock(0));
  log = logSync(store);
  syncs.count = 0;
});
afterEach(async () => {
  await log.close();
  store.close();
  rmSync(folder, { recursive: true });
});

const put = (title: string) => store.put(parseDraft({ title, content: 'c' }), 'agent-1');

test('nothing is synced twice', async () => {
  put('one');
  await log.synced();
  expect(syncs.count).toBe(1);
  await log.synced();
  expect(syncs.count).toBe(1);
});

test('one sync serves all who wait for it, and never one who committed after it began', async () => {
  put('first');
  const first = log.synced();
  const waiting = Array.from({ length: 50 }, (_, i) => {
    put(`row ${i}`);
    return log.synced();
  });
  await Promise.all([first, ...waiting]);
  expect(syncs.count).toBe(2);
});

test('what the disk refuses is not called synced, and is asked for again', async () => {
  const wal = join(folder, 'a.db-wal');
  put('one');
  renameSync(wal, `${wal}.away`);
  await expect(log.synced()).rejects.toThrow('ENOENT');
  renameSync(`${wal}.away`, wal);
  await log.synced();
  expect(syncs.count).toBe(1);
});
