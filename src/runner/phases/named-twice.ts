// A probe of phase 2: one peer, named twice to the node that writes to it. Three copies are asked for and there are two
// nodes: whoever acks has counted one copy twice.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../contract/message.ts';
import { onFreePort } from '../../machine/free-port.ts';
import { HERE } from '../../machine/place.ts';
import type { NodeName, NodeProcess, NodeSettings, Outcome, Subject } from '../../subjects/subject.ts';
import { READY_MS_MAX, STOP_MS_MAX } from '../cluster/cluster.ts';
import { memoryOf } from '../workloads/memories.ts';
import { randomOf } from '../workloads/random.ts';

const COPIES = 3;
const OP_TIMEOUT_MS = 10_000;

/** How the write ended, or that the node would not start so, in its own words. */
export type NamedTwice = { outcome: Outcome<{ id: string }> } | { refused: string };

export async function peerNamedTwice(
  { subject, seed }: { subject: Subject; seed: number },
  dir: string,
  quorum_timeout_ms: number,
): Promise<NamedTwice> {
  const start = (name: NodeName, own: Pick<NodeSettings, 'peers' | 'quorum_writes'>): Promise<NodeProcess> =>
    onFreePort(async (port) => {
      const data_dir = join(dir, name);
      await mkdir(data_dir, { recursive: true });
      const files = { data_dir, log_file: join(dir, `${name}.log`) };
      const plain = { quorum_timeout_ms, clock_offset_ms: 0, catchup_interval_secs: null };
      return subject.start({ name, place: HERE, port, ...own, ...files, ...plain }, READY_MS_MAX);
    });
  const peer = await start('b', { peers: [], quorum_writes: 1 });
  try {
    const node = await start('a', { peers: [peer.url, peer.url], quorum_writes: COPIES }).catch(messageOf);
    if (typeof node === 'string') return { refused: node };
    return { outcome: await written(subject, node, seed).finally(() => subject.stop(node, STOP_MS_MAX)) };
  } finally {
    await subject.stop(peer, STOP_MS_MAX);
  }
}

async function written(subject: Subject, node: NodeProcess, seed: number): Promise<Outcome<{ id: string }>> {
  const client = subject.client(node);
  const key = 'probe-named-twice';
  const memory = memoryOf(randomOf(seed, 'phase2', key), { key, root: 'probe', content_bytes_max: 512 });
  return client.create(memory, 'ai:probe', OP_TIMEOUT_MS).finally(() => client.close());
}
