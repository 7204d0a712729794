// A restore after a crash: a snapshot, more rows, SIGKILL, restore. Exactly the snapshot's rows may come back, each
// with all its content: what the crash left beside the store (a write-ahead log) must not be played onto it.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Phase1 } from '../../contract/artifacts.ts';
import type { NewMemory, NodeName, NodeProcess } from '../../subjects/subject.ts';
import { STOP_MS_MAX } from '../cluster/cluster.ts';
import type { PhaseContext } from '../phase-context.ts';
import { memoryOf } from '../workloads/memories.ts';
import { randomOf } from '../workloads/random.ts';
import { onLoneNode } from './lone-node.ts';
import { differingRows, rowsNotAsSent } from './row-differences.ts';

const ROWS_IN_SNAPSHOT = 20;
const ROWS_AFTER = 30;
const OP_TIMEOUT_MS = 5_000;
const CONTENT_BYTES_MAX = 2_048;

type Restore = NonNullable<Phase1['restore']>;

/** @throws Error where a step before the restore itself did not do what it must */
export async function restoreAfterCrash(context: PhaseContext, node: NodeName, dir: string): Promise<Restore> {
  const { commands } = context.subject;
  const data_dir = join(dir, 'data');
  const snapshots = join(dir, 'snapshots');
  await mkdir(data_dir, { recursive: true });
  await mkdir(snapshots, { recursive: true });

  const sent = memoriesOf(context, node, 'before', ROWS_IN_SNAPSHOT);
  await onLoneNode(context, node, dir, async (process) => {
    await write(context, process, sent);
    await context.subject.stop(process, STOP_MS_MAX);
  });
  const kept = await commands.rows(data_dir);
  const changed = rowsNotAsSent(sent, kept);
  if (changed > 0) throw new Error(`expected ${sent.length} rows as they were sent, found ${changed} that differ`);
  const backup = await commands.backup(data_dir, snapshots);
  const [snapshot] = backup.snapshots;
  if (backup.result.exit_code !== 0 || snapshot === undefined) {
    throw new Error(`expected a snapshot, found exit ${backup.result.exit_code}: ${backup.result.stderr.trim()}`);
  }
  // not stopped: the end of `onLoneNode` is the crash
  await onLoneNode(context, node, dir, (process) =>
    write(context, process, memoriesOf(context, node, 'after', ROWS_AFTER)),
  );
  const sizes = { rows_in_snapshot: ROWS_IN_SNAPSHOT, rows_written_after: ROWS_AFTER };
  const restored = await commands.restore(data_dir, snapshot);
  const integrity = await commands.integrity(data_dir);
  const rows = await commands.rows(data_dir).catch((error: unknown) => {
    if (integrity === 'ok') throw error;
    return null;
  });
  const unreadable = rows === null ? '; no row of it can be read' : '';
  return {
    ...sizes,
    rows_restored: rows?.length ?? 0,
    differing_rows: differingRows(kept, rows ?? []),
    integrity: `${integrity}${unreadable}`,
    // a command that refuses its own snapshot restored nothing, and the rows say so
    ...(restored.exit_code === 0
      ? {}
      : { refused: `exit ${restored.exit_code}: ${restored.stderr.trim()}`.slice(0, 500) }),
  };
}

async function write(context: PhaseContext, process: NodeProcess, memories: readonly NewMemory[]): Promise<void> {
  const client = context.subject.client(process);
  try {
    for (const [n, memory] of memories.entries()) {
      const outcome = await client.create(memory, 'proofhouse-restore', OP_TIMEOUT_MS);
      if (outcome.type !== 'ok')
        throw new Error(`expected row ${n} to be stored, found ${outcome.code}: ${outcome.detail}`);
    }
  } finally {
    await client.close();
  }
}

const memoriesOf = ({ seed }: PhaseContext, node: NodeName, when: 'before' | 'after', rows: number): NewMemory[] =>
  Array.from({ length: rows }, (_, n) =>
    memoryOf(randomOf(seed, 'phase1', 'restore', node, when, n), {
      key: `restore-${when}-${n}`,
      root: 'phase1',
      content_bytes_max: CONTENT_BYTES_MAX,
    }),
  );
