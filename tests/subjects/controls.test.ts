// The controls that everyone knows, with real processes: what their documentation says is what a campaign sees.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFolder } from '../../src/evidence/folder.ts';
import { Run } from '../../src/machine/run.ts';
import { runClass } from '../../src/runner/class-run.ts';
import { capabilitiesInside } from '../../src/runner/network/netns/capabilities.ts';
import { openSubject } from '../../src/subjects/registry.ts';
import { judge } from '../../src/verdict/judge.ts';
import { newPlace, startCampaign } from '../cli/campaign-process.ts';
import { isAtHand, needed } from '../needed.ts';

const LIMIT_MS = 300_000;
const redis = needed('Redis', ['redis-server']);
const etcd = needed('etcd', ['etcd']);
const inside = capabilitiesInside();
const lack = 'reason' in inside ? inside.reason : '';
const HAS_NETWORKS = isAtHand('a private space with a packet filter', lack === '', lack);

describe.skipIf(redis.isSkipped)(redis.title, { timeout: LIMIT_MS }, () => {
  test('loses writes that replicas acked, where all three are killed between two snapshots', async () => {
    redis.demand();
    const run = new Run();
    try {
      const subject = openSubject('redis', { run, binary: null, ref: null, defect: null });
      const class_ = { fault: 'kill_all_restart', cycles: 1, seed: 1, workloads: ['create'] as const };
      const { signal } = run;
      const { findings } = await runClass({ subject, ...class_, work_dir: run.newFolder('redis'), signal });
      const lost = findings.find(({ name }) => name === 'lost');
      expect(lost).toMatchObject({ valid: false, found_in: 1 });
      expect(lost?.count).toBeGreaterThan(0);
    } finally {
      await run.close();
    }
  });
});

describe.skipIf(etcd.isSkipped || !HAS_NETWORKS)(etcd.title, { timeout: LIMIT_MS }, () => {
  test('keeps what it acked while one member is cut off; its clock and three phases are not applicable', async () => {
    etcd.demand();
    const place = newPlace();
    const faults = ['--faults', 'partition_minority,clock_skew_peer', '--cycles', '1', '--seed', '1'];
    const { stderr } = await startCampaign(place, ['--subject', 'etcd', '--network', 'netns', ...faults]).ended;
    const [id] = readdirSync(place.out);
    expect(id, stderr).toBeDefined();
    const { outcome, phases } = judge(readFolder(place.out, id as string));
    expect(outcome).not.toBe('PASS');
    for (const { status, reasons } of phases.slice(0, 3)) {
      expect(status).toBe('NOT RUN');
      expect(reasons).toEqual([expect.stringMatching(/^not applicable: /)]);
    }
    const { faults: found } = JSON.parse(readFileSync(join(place.out, id as string, 'phase4.json'), 'utf8'));
    expect(found.clock_skew_peer).toMatchObject({ injected: false, reason: expect.stringContaining('clock') });
    expect(found.partition_minority).toMatchObject({ injected: true, lost: 0 });
    const broken = found.partition_minority.anomalies.filter(({ valid }: { valid: boolean | null }) => valid === false);
    expect(broken).toEqual([]);
  });
});
