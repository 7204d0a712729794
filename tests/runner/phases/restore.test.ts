// Phase 1's restore on the reference store, as it is and with a restore that changes one row.

import { expect, test } from 'vitest';
import type { PhaseContext } from '../../../src/runner/phase-context.ts';
import { restoreAfterCrash } from '../../../src/runner/phases/restore.ts';
import { PROFILES } from '../../../src/runner/profiles.ts';
import type { Commands, Memory } from '../../../src/subjects/subject.ts';
import { newSubject } from '../../subjects/reference/three-nodes.ts';

const TIMEOUT = { timeout: 60_000 };

/** @param change what the store gives once it was restored */
async function restored(change: (rows: Memory[]) => Memory[]) {
  const { run, subject } = newSubject();
  let done = false;
  const commands: Commands = {
    ...subject.commands,
    async restore(...asked) {
      done = true;
      return subject.commands.restore(...asked);
    },
    async rows(data_dir) {
      const rows = await subject.commands.rows(data_dir);
      return done ? change(rows) : rows;
    },
  };
  const context = { subject: { ...subject, commands }, profile: PROFILES.smoke, seed: 7 };
  return restoreAfterCrash(context as unknown as PhaseContext, 'a', run.newFolder('restore'));
}

test('a restore that brings back the snapshot brings back every row as it was', TIMEOUT, async () => {
  expect(await restored((rows) => rows)).toEqual({
    ...{ rows_in_snapshot: 20, rows_written_after: 30, rows_restored: 20, differing_rows: 0, integrity: 'ok' },
  });
});

test('a row with one field changed counts, though its title and the number of rows are right', TIMEOUT, async () => {
  const changed = await restored(([first, ...others]) => [{ ...(first as Memory), created_at: 'never' }, ...others]);
  expect(changed).toMatchObject({ rows_restored: 20, differing_rows: 1, integrity: 'ok' });
});

test('a row that is another one counts twice: one is missing and one is nobody’s', TIMEOUT, async () => {
  const swapped = await restored(([first, ...others]) => [{ ...(first as Memory), id: 'another' }, ...others]);
  expect(swapped).toMatchObject({ rows_restored: 20, differing_rows: 2 });
});
