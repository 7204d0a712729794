// Puts what a node committed on its disk before anybody is answered for it. SQLite itself would sync at every commit, and
// the node would stand still meanwhile; here one sync at a time serves all who wait for it, and the node goes on.

import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Store } from './store.ts';

export interface LogSync {
  /**
   * Resolves once everything that the store had committed at the call is on the disk.
   * @throws what the disk says; nothing may be acknowledged then
   */
  synced(): Promise<void>;
  close(): Promise<void>;
}

export function logSync(store: Store): LogSync {
  store.database.exec('PRAGMA synchronous = NORMAL');
  let log: FileHandle | null = null;
  let onDisk = -1;
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const committed = (): number => Number(store.statement('SELECT total_changes() AS n').get()?.n);

  async function sync(): Promise<void> {
    const changes = committed();
    log ??= await openLog(store.file);
    await log.datasync();
    onDisk = Math.max(onDisk, changes);
  }
  const start = (): Promise<void> => {
    running = sync().finally(() => {
      running = null;
    });
    return running;
  };

  return {
    async synced() {
      if (committed() === onDisk) return;
      if (running === null) return start();
      // the one that runs may have begun before the last commit
      next ??= running
        .catch(() => {})
        .then(() => {
          next = null;
          return start();
        });
      return next;
    },
    async close() {
      await log?.close();
    },
  };
}

/** The log of the store, whose name is on the disk as well. */
async function openLog(file: string): Promise<FileHandle> {
  const log = await open(`${file}-wal`, 'r');
  const folder = await open(dirname(file), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
  return log;
}
