// Tools that keep the store in order: snapshots, soundness, tidying.

import { dirname, join } from 'node:path';
import { z } from 'zod';
import { collectExpired, curate } from '../curator.ts';
import { integrityOf } from '../schema.ts';
import { backup, manifestOf, snapshotsIn, verify } from '../snapshot.ts';
import type { Store } from '../store.ts';
import { VERSION } from '../version.ts';
import { type Tool, tool } from './tool.ts';

export function upkeepTools(store: Store): Tool[] {
  const beside = join(dirname(store.file), 'backups');
  const FOLDER = { folder: z.string().default(beside).describe('the folder of the snapshots') };
  return [
    tool('backup', 'Writes a snapshot and its manifest.', { ...FOLDER, keep: z.int().min(0).default(48) }, (at) =>
      backup(store, at.folder, at.keep),
    ),
    tool('backups', 'The snapshots of a folder, newest first.', FOLDER, ({ folder }) => ({
      snapshots: snapshotsIn(folder),
    })),
    tool(
      'verify_backup',
      'Compares a snapshot with its manifest.',
      { ...FOLDER, snapshot: z.string() },
      ({ folder, snapshot }) => {
        const file = join(folder, snapshot);
        verify(file, manifestOf(file));
        return { verified: true, snapshot };
      },
    ),
    tool('integrity', 'What the store says of its own soundness.', {}, () => ({
      integrity: integrityOf(store.database),
    })),
    tool('curate', 'Looks for what could be tidied; changes nothing.', {}, () => curate(store, true)),
    tool('collect_expired', 'Deletes what has expired.', {}, () => ({ collected: collectExpired(store) })),
    tool('about', 'The store: its file, version and clock.', {}, () => ({
      file: store.file,
      version: VERSION,
      now: store.clock.now(),
    })),
  ];
}
