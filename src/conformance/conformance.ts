// Whether a subject keeps what the interface asks of it (subjects/subject.ts), tried on three nodes of it. A subject that
// does not must not be believed: its adapter, and not its store, may be what a campaign then finds.

import { join } from 'node:path';
import { messageOf } from '../contract/message.ts';
import type { Run } from '../machine/run.ts';
import { type Cluster, openCluster } from '../runner/cluster/cluster.ts';
import type { Capabilities, Subject } from '../subjects/subject.ts';
import { commands } from './commands.ts';
import { declared } from './declared.ts';
import { type Examination, examination, type Promised } from './promise.ts';
import { revisions } from './revisions.ts';
import { rows } from './rows.ts';
import { underFaults } from './under-faults.ts';

const QUORUM = { quorum_writes: 2, quorum_timeout_ms: 2_000 } as const;
/** Where nothing catches up, a write may still be on its way. */
const SETTLE_MS_WITHOUT_CATCH_UP = 3_000;

/** @param tell called with each promise as it was examined */
export async function conformance(
  subject: Subject,
  run: Run,
  tell: (one: Promised) => void,
): Promise<readonly Promised[]> {
  const examined = examination(tell);
  const capabilities = await declared(examined, subject);
  const dir = run.newFolder('conformance');
  if (capabilities === null) examined.skip('nodes', 'starts three nodes', 'it does not say enough of itself');
  else await onNodes(examined, subject, capabilities, run, dir);
  const { 1: nodeAlone, 3: migrating } = capabilities?.not_applicable ?? {};
  await commands(examined, subject, join(dir, 'commands'), (migrating !== undefined && nodeAlone) || null);
  return examined.found;
}

async function onNodes(
  examined: Examination,
  subject: Subject,
  capabilities: Capabilities,
  run: Run,
  dir: string,
): Promise<void> {
  const { catch_up } = capabilities;
  const catchup_interval_secs = catch_up.available ? Math.max(catch_up.interval_secs_min, 0.2) : null;
  const settings = { subject, dir: join(dir, 'nodes'), ...QUORUM, catchup_interval_secs };
  let cluster: Cluster | null = null;
  await examined.examine('nodes', 'starts three nodes that answer, directly and over every wire', async () => {
    cluster = await openCluster(settings);
    await cluster.healthy(20_000);
    return [true, 'all three'];
  });
  const opened = cluster as Cluster | null;
  if (opened === null) {
    examined.skip('rows', 'everything about rows and faults', 'no nodes');
    return;
  }
  try {
    const interval_ms = (catchup_interval_secs ?? 0) * 1_000;
    const settle_ms_max = catch_up.available ? catch_up.quiesce_ms_max + interval_ms : SETTLE_MS_WITHOUT_CATCH_UP;
    await rows(examined, opened, settle_ms_max);
    await revisions(examined, opened, capabilities);
    await underFaults(examined, opened, run, capabilities);
  } catch (error) {
    examined.skip('the rest', 'everything that comes after', messageOf(error));
  } finally {
    await opened.close();
  }
}
