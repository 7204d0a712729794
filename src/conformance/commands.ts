// The one-shot commands of phases 1 and 3, on stores that no node serves. What a subject does not have makes its checks
// unknown, and is no broken promise; what it has must be right.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Subject } from '../subjects/subject.ts';
import type { Examination, Found } from './promise.ts';
import { madeRow } from './rows.ts';

const SEEDED = 50;

/**
 * @param dir of stores that belong to this alone
 * @param not_applicable the subject's own sentence, where it has none of them; null: it has
 */
export async function commands(
  { examine }: Examination,
  { commands: own }: Subject,
  dir: string,
  not_applicable: string | null,
): Promise<void> {
  if (not_applicable !== null) {
    await examine('commands', 'has the commands of phases 1 and 3', async () => ({ not_offered: not_applicable }));
    return;
  }
  const store = join(dir, 'store');
  const snapshots = join(dir, 'snapshots');
  await mkdir(store, { recursive: true });
  await mkdir(snapshots, { recursive: true });
  await examine('store', 'stores one row from the command line, and counts it', async () => {
    const stored = await own.store(store, madeRow('stored'));
    if (stored.exit_code !== 0) return notOffered(stored);
    const { result, stats } = await own.stats(store);
    return stats === null ? notOffered(result) : [stats.total === 1, `total ${stats.total}`];
  });
  await examine('seed', 'takes rows in bulk, and reads them without a server', async () => {
    const before = (await own.rows(store)).length;
    await own.seed(
      store,
      Array.from({ length: SEEDED }, (_, i) => madeRow(`seeded-${i}`)),
    );
    const after = (await own.rows(store)).length;
    return [after - before === SEEDED, `${before} rows before, ${after} after`];
  });
  await examine('restore', 'puts a snapshot in the place of the store: its rows, and no later ones', async () => {
    const backup = await own.backup(store, snapshots);
    const [snapshot] = backup.snapshots;
    if (snapshot === undefined) return notOffered(backup.result);
    const before = (await own.rows(store)).length;
    await own.seed(store, [madeRow('after-the-snapshot')]);
    const restored = await own.restore(store, snapshot);
    if (restored.exit_code !== 0) return notOffered(restored);
    const after = (await own.rows(store)).length;
    const integrity = await own.integrity(store);
    return [after === before && integrity === 'ok', `${before} rows in it, ${after} restored, integrity ${integrity}`];
  });
  await examine('curator', 'gives a report with a list of errors', async () => {
    const { result, report } = await own.curatorDryRun(store);
    return report === null ? notOffered(result) : [Array.isArray(report.errors), JSON.stringify(report.errors)];
  });
}

const notOffered = ({ exit_code, stderr }: { exit_code: number; stderr: string }): Found => ({
  not_offered: `exit code ${exit_code}: ${stderr.trim().slice(0, 200)}`,
});
