// A node without peers, on data of its own, while something uses it.

import { join } from 'node:path';
import { onFreePort } from '../../machine/free-port.ts';
import { HERE } from '../../machine/place.ts';
import type { NodeName, NodeProcess } from '../../subjects/subject.ts';
import { READY_MS_MAX } from '../cluster/cluster.ts';
import type { PhaseContext } from '../phase-context.ts';

/**
 * Runs a lone node while `use` lasts; whatever then still runs ends by SIGKILL.
 * @param dir holds its store in `data`, which exists, and its log
 */
export async function onLoneNode<T>(
  context: Pick<PhaseContext, 'subject' | 'profile'>,
  name: NodeName,
  dir: string,
  use: (process: NodeProcess) => Promise<T>,
): Promise<T> {
  const alone = { peers: [], quorum_writes: 1, clock_offset_ms: 0, catchup_interval_secs: 0 };
  const { quorum_timeout_ms } = context.profile;
  const files = { data_dir: join(dir, 'data'), log_file: join(dir, 'node.log') };
  const process = await onFreePort((port) =>
    context.subject.start({ ...alone, ...files, name, place: HERE, quorum_timeout_ms, port }, READY_MS_MAX),
  );
  try {
    return await use(process);
  } finally {
    process.signal('SIGKILL');
    await process.exited;
  }
}
