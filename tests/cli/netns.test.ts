// A campaign in network namespaces: the same verdicts as behind relays, as root and as an ordinary user, and a machine
// that is as it was before, however the campaign ended.

import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { readFolder } from '../../src/evidence/folder.ts';
import { SYSTEM_PATH } from '../../src/machine/private-space.ts';
import { capabilitiesInside } from '../../src/runner/network/netns/capabilities.ts';
import { judge } from '../../src/verdict/judge.ts';
import { isAtHand } from '../needed.ts';
import { until } from '../subjects/reference/three-nodes.ts';
import { CLI, newPlace, type Place, startCampaign } from './campaign-process.ts';

const LIMIT_MS = 600_000;
const NETNS = ['--network', 'netns'] as const;
const found = capabilitiesInside();
const lack = 'reason' in found ? found.reason : '';
const IS_ROOT = process.getuid?.() === 0;
// an ordinary user may be refused one, by the rules of the machine; root is not
const IS_HERE = IS_ROOT ? isAtHand('a private space with a packet filter', lack === '', lack) : lack === '';
const title = (words: string): string => (IS_HERE ? words : `${words} (skipped: ${lack.slice(0, 200)})`);
/** The user that has nothing. */
const NOBODY = 65_534;

/** What phase 4 comes to, and every anomaly that was named. */
function verdictIn(folder: string) {
  const id = readdirSync(folder)[0] as string;
  const { phases } = judge(readFolder(folder, id));
  const document = JSON.parse(readFileSync(join(folder, id, 'phase4.json'), 'utf8'));
  const faults: { anomalies?: { name: string; found: number }[]; receipts?: { kind: string; detail: string }[] }[] =
    Object.values(document.faults);
  const lines = readdirSync(join(folder, id))
    .filter((file) => /^phase4-.*\.jsonl$/.test(file))
    .flatMap((file) =>
      readFileSync(join(folder, id, file), 'utf8')
        .trim()
        .split('\n'),
    )
    .map((line) => JSON.parse(line));
  const network = JSON.parse(readFileSync(join(folder, id, 'campaign-summary.json'), 'utf8')).network;
  const anomalies = [...new Set(lines.flatMap((line) => line.anomalies.map(({ name }: { name: string }) => name)))];
  const status = phases.find(({ phase }) => phase === 4)?.status;
  return { status, anomalies: anomalies.sort(), network, receipts: lines.map(({ receipt }) => receipt), faults };
}

async function replayed(args: readonly string[], start = {}, prepare: (place: Place) => void = () => {}) {
  const place = newPlace();
  prepare(place);
  const { stderr } = await startCampaign(place, args, start).ended;
  const folder = `${place.out}-replays`;
  expect(existsSync(folder), stderr).toBe(true);
  return { ...verdictIn(folder), left: readdirSync(place.tmp).filter((name) => name.startsWith('proofhouse-')) };
}

describe.skipIf(!IS_HERE)(
  title('the same seed, behind relays and in namespaces of the network'),
  { timeout: LIMIT_MS },
  () => {
    const CASES: readonly [defect: string | null, replay: string, raises: string | null][] = [
      [null, 'partition_minority:1', null],
      ['acks-without-quorum', 'partition_minority:1', 'acked_without_quorum'],
      ['forgets-store', 'kill_primary_mid_write:1', 'forgotten'],
      ['acks-without-storing', 'drop_random_acks:1', 'lost'],
    ];
    test.each(CASES)('gives the same verdict, with %s in the nodes under %s', async (defect, replay, raises) => {
      const args = ['--replay', replay, '--seed', '11', ...(defect === null ? [] : ['--defect', defect])];
      const relays = await replayed(args);
      const kernel = await replayed([...args, ...NETNS]);
      expect([relays.network, kernel.network]).toEqual(['proxy', 'netns']);
      expect(kernel.status).toBe(relays.status);
      expect(kernel.status).toBe(defect === null ? 'PASS' : 'FAIL');
      // what else a defect brings about depends on which ops it meets, and that on the clock
      for (const { anomalies } of [relays, kernel]) {
        if (raises === null) expect(anomalies).toEqual([]);
        else expect(anomalies).toContain(raises);
      }
      expect(kernel.left).toEqual([]);
    });
  },
);

describe.skipIf(!IS_HERE)(title('receipts in namespaces of the network'), { timeout: LIMIT_MS }, () => {
  test('of a partition are packets, counted on both sides', async () => {
    const { receipts, status } = await replayed(['--replay', 'partition_minority:2', '--seed', '12', ...NETNS]);
    expect(status).toBe('PASS');
    expect(receipts).toMatchObject([{ kind: 'packets_lost', took_effect: true, healed: true }]);
    expect(receipts[0].detail).toMatch(/[1-9]\d* sent, [1-9]\d* lost at [abc], 0 arrived/);
  });

  const KERNEL: readonly [replay: string, kind: string, each: RegExp][] = [
    ['packet_loss:1', 'packets_lost', /^[abc]→[abc] [1-9]\d* sent, [1-9]\d* lost at [abc], [1-9]\d* arrived$/],
    [
      'narrow_link:1',
      'packets_held_back',
      /^[abc]→[abc] [1-9]\d* sent, held back [1-9]\d* times there, [1-9]\d* arrived$/,
    ],
  ];
  const SHAPES: readonly [replay: string, directions: number, nodes: number][] = [
    ['partition_bridge:1', 2, 3],
    ['partition_all:1', 6, 3],
    ['partition_ring:1', 10, 5],
    ['partition_minority:1', 12, 5],
  ];
  test.each(SHAPES)(
    'of %s are packets of each direction that is cut, and no other',
    async (replay, directions, nodes) => {
      const args = ['--replay', replay, '--seed', '17', '--nodes', `${nodes}`, ...NETNS];
      const { receipts, status } = await replayed(args);
      expect(status).toBe('PASS');
      expect(receipts).toMatchObject([{ kind: 'packets_lost', took_effect: true, healed: true }]);
      expect(receipts[0].detail.match(/[a-e]→[a-e] \d+ sent, \d+ lost at [a-e], 0 arrived/g)).toHaveLength(directions);
    },
  );

  test.each(KERNEL)('of %s are counted on both sides, for each of four directions', async (replay, kind, each) => {
    const { receipts, status } = await replayed(['--replay', replay, '--seed', '16', ...NETNS]);
    expect(status).toBe('PASS');
    expect(receipts).toMatchObject([{ kind, took_effect: true, healed: true }]);
    const words: string[] = receipts[0].detail.split(/: |; /).slice(1, -1);
    expect(words).toHaveLength(4);
    for (const word of words) expect(word).toMatch(each);
  });

  test.each(KERNEL)('of %s do not hide a defect that loses what catch-up brings', async (replay) => {
    const args = ['--replay', replay, '--seed', '16', '--defect', 'loses-catch-up-rows', ...NETNS];
    const { anomalies, status } = await replayed(args);
    expect(status).toBe('FAIL');
    expect(anomalies).toContain('disagreement');
  });

  test.skipIf(!IS_ROOT)('are had by an ordinary user too', async () => {
    const command = ['setpriv', '--reuid', `${NOBODY}`, '--regid', `${NOBODY}`, '--clear-groups'];
    const given = ({ tmp, out }: Place): void => {
      for (const path of [tmp, out]) chownSync(path, NOBODY, NOBODY);
      chmodSync(tmp, 0o755);
    };
    const start = { command: [...command, process.execPath, CLI], env: { HOME: '/nonexistent' } };
    const { receipts, status } = await replayed(
      ['--replay', 'partition_refused:1', '--seed', '13', ...NETNS],
      start,
      given,
    );
    expect(status).toBe('PASS');
    expect(receipts).toMatchObject([{ kind: 'packets_refused', took_effect: true, healed: true }]);
  });
});

/** What a campaign could have changed of the machine, in the system's own words. */
function machine({ tmp }: Place) {
  const env = { ...process.env, PATH: SYSTEM_PATH };
  const asked = (program: string, ...args: string[]): string =>
    execFileSync(program, args, { encoding: 'utf8', env }).replaceAll(/valid_lft \S+ preferred_lft \S+/g, '');
  return {
    rules: IS_ROOT ? asked('nft', 'list', 'ruleset') : '',
    routes: asked('ip', '-o', 'route', 'show', 'table', 'all'),
    interfaces: asked('ip', '-o', 'addr'),
    links: asked('ip', '-o', 'link'),
    mounts: readFileSync('/proc/self/mountinfo', 'utf8'),
    temporary: readdirSync(tmp).filter((name) => name.startsWith('proofhouse-')),
  };
}

/** How far the clock is from one that nobody can set. */
const clockOffset = (): number => Date.now() - Number(process.hrtime.bigint() / 1_000_000n);

/** Processes anywhere on the machine that were started with this mark. */
function marked(mark: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark);
    } catch {
      return false;
    }
  });
}

describe.skipIf(!IS_HERE)(title('the machine'), { timeout: LIMIT_MS }, () => {
  test('is as it was when the campaign is interrupted, which heals and ends with 130', async () => {
    const place = newPlace();
    const before = machine(place);
    const args = [...NETNS, '--replay', 'partition_minority:1', '--seed', '15', '--id', 'interrupted'];
    const { child, ended, reached } = startCampaign(place, args);
    await reached('partition_minority: 1 cycle');
    child.kill('SIGTERM');
    const { code, stderr } = await ended;
    expect(code, stderr).toBe(130);
    expect(stderr.match(/healing and cleaning up/g)).toHaveLength(1);
    expect(machine(place)).toEqual(before);
  });

  /** Of the moments at which the runner is killed. */
  const [KILLS, MS_MAX] = [20, 9_000];
  const GONE_MS_MAX = 20_000;
  /** The runner inside, three nodes and what stands between them. */
  const [PROCESSES_MIN, RUNNING_MS_MAX] = [9, 90_000];

  test(`is as it was when the runner is killed, at ${KILLS} random moments`, async () => {
    const place = newPlace();
    const [before, clock] = [machine(place), clockOffset()];
    for (let kill = 0; kill < KILLS; kill++) {
      const mark = `PROOFHOUSE_MARK=${randomUUID()}`;
      const [name = '', value = ''] = mark.split('=');
      const args = [...NETNS, '--replay', 'partition_minority:1', '--seed', '14', '--id', `killed-${kill}`];
      const { child, ended } = startCampaign(place, args, { env: { [name]: value } });
      // a number of its own for each: a moment is what is random here; the last comes when the nodes are surely there
      if (kill < KILLS - 1) await after(Math.random() * MS_MAX);
      else
        await until(
          async () => marked(mark),
          (running) => running.length >= PROCESSES_MIN,
          RUNNING_MS_MAX,
        );
      child.kill('SIGKILL');
      await ended;
      await until(
        async () => marked(mark),
        (left) => left.length === 0,
        GONE_MS_MAX,
      );
      expect(machine(place)).toEqual(before);
    }
    expect(Math.abs(clockOffset() - clock)).toBeLessThan(1_000);
  });
});
