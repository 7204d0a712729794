// A live three-node cluster of the reference subject for tests, and what one cycle on it needs.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Run } from '../../src/machine/run.ts';
import { type Cluster, openCluster } from '../../src/runner/cluster/cluster.ts';
import type { FaultClass } from '../../src/runner/nemesis/fault.ts';
import { runCycle } from '../../src/runner/phases/cycle.ts';
import type { CycleResult } from '../../src/runner/phases/cycle-record.ts';
import { memoryHistory } from '../../src/runner/recorder.ts';
import { planCycle } from '../../src/runner/workloads/schedule.ts';
import { openSubject } from '../../src/subjects/registry.ts';
import type { Subject } from '../../src/subjects/subject.ts';

const QUORUM_TIMEOUT_MS = 600;
const WRITES = 60;

export interface Live {
  subject: Subject;
  cluster: Cluster;
  cycle(fault: FaultClass, number: number): Promise<CycleResult>;
  close(): Promise<void>;
}

/** @param layered with a layer between the nodes and their disks */
export async function liveCluster(
  change: (subject: Subject) => Subject = (subject) => subject,
  layered = false,
): Promise<Live> {
  const run = new Run();
  const dir = await mkdtemp(join(tmpdir(), 'live-cluster-'));
  const subject = change(openSubject('reference', { run, binary: null, ref: null, defect: null }));
  const cluster = await openCluster({
    subject,
    dir,
    layered,
    quorum_writes: 2,
    quorum_timeout_ms: QUORUM_TIMEOUT_MS,
    catchup_interval_secs: 0.2,
  });
  return {
    subject,
    cluster,
    async cycle(fault, number) {
      return runCycle({
        cluster,
        fault,
        number,
        plan: planCycle(1, fault.name, number, { writes_per_cycle: WRITES, quorum_timeout_ms: QUORUM_TIMEOUT_MS }),
        capabilities: await subject.capabilities(),
        history: memoryHistory(),
        campaign_id: 'test',
        writes: WRITES,
        workloads: ['create', 'revise'],
        isFirstOfKind: () => true,
        signal: new AbortController().signal,
      });
    },
    async close() {
      await cluster.close();
      await run.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
