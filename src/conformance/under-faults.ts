// What the harness relies on while it breaks things: answers that say no more than is so, wires that carry everything,
// and processes that come back on their own data and never outlive the run.

import { endingOf } from '../history/errors.ts';
import { carriersOf } from '../machine/carriers.ts';
import { identify } from '../machine/process-identity.ts';
import type { Run } from '../machine/run.ts';
import { type Cluster, STOP_MS_MAX } from '../runner/cluster/cluster.ts';
import type { Capabilities, Outcome } from '../subjects/subject.ts';
import { type Examination, said } from './promise.ts';
import { madeRow, OP_MS_MAX } from './rows.ts';

const HEALTHY_MS_MAX = 20_000;
/** What a call may take on top of its limit. */
const MARGIN_MS = 1_000;
const SHORT_MS = 500;
const SKEW_MS = 3_600_000;

export async function underFaults(
  { examine, skip }: Examination,
  cluster: Cluster,
  run: Run,
  { clock }: Capabilities,
): Promise<void> {
  const { quorum_timeout_ms } = cluster.settings;
  const create = (key: string, timeout_ms = OP_MS_MAX) =>
    cluster.client('a').create(madeRow(key), 'ai:conformance', timeout_ms);

  await examine('processes', 'is a process of the run: its name is in the environment of every node', async () => {
    if (process.platform !== 'linux') return { not_offered: 'only Linux tells the environment of a process' };
    const known = new Set(carriersOf(run.id).map(({ pid }) => pid));
    const strange = (['a', 'b', 'c'] as const).filter((name) => !known.has(cluster.node(name).pid));
    return [strange.length === 0, strange.length === 0 ? 'all three' : `not node ${strange.join(', ')}`];
  });

  await examine(
    'wires',
    'reaches its peers by the addresses that it is given, and acks nothing without them',
    async () => {
      const before = (await cluster.wires.bytesInto('b')) + (await cluster.wires.bytesInto('c'));
      if (before === 0) return [false, 'no byte went over the wires so far'];
      await cluster.wires.isolate('a');
      const outcome = await create('cut-off');
      await cluster.wires.open();
      return [isRefusal(outcome), said(outcome)];
    },
  );

  await examine(
    'quorum',
    'refuses a write with quorum_not_met where both peers are stopped, within the time-out',
    async () => {
      await cluster.healthy(HEALTHY_MS_MAX);
      await cluster.stop('b');
      await cluster.stop('c');
      const began = performance.now();
      const outcome = await create('alone');
      const ms = Math.round(performance.now() - began);
      const inTime = ms <= quorum_timeout_ms + MARGIN_MS;
      return [
        outcome.type === 'fail' && outcome.code === 'quorum_not_met' && inTime,
        `${said(outcome)}, after ${ms} ms`,
      ];
    },
  );

  await examine('stops', `ends in its own way within ${STOP_MS_MAX} ms`, async () => {
    const left = (['b', 'c'] as const).filter((name) => identify(cluster.node(name).pid) !== null);
    return [left.length === 0, left.length === 0 ? 'nodes b and c are gone' : `node ${left.join(', ')} still runs`];
  });

  await examine('own data', 'comes back on its own data after an end by force, with what it acked', async () => {
    await cluster.restart('b');
    await cluster.restart('c');
    await cluster.healthy(HEALTHY_MS_MAX);
    const made = await create('before-the-end');
    if (made.type !== 'ok') return [false, `create: ${said(made)}`];
    await cluster.kill('a');
    await cluster.restart('a');
    const found = await cluster.client('a').get(made.value.id, OP_MS_MAX);
    return [found.type === 'ok' && found.value !== null, found.type === 'ok' ? `${found.value?.title}` : said(found)];
  });

  await examine('a dead node', 'never throws and never acks where the node is gone', async () => {
    await cluster.kill('a');
    const outcome = await create('to-the-dead');
    await cluster.restart('a');
    return [outcome.type !== 'ok', said(outcome)];
  });

  await examine('a silent node', 'ends a call within its limit, and takes silence for no refusal', async () => {
    await cluster.healthy(HEALTHY_MS_MAX);
    cluster.node('a').signal('SIGSTOP');
    const began = performance.now();
    const outcome = await create('to-the-silent', SHORT_MS).finally(() => cluster.node('a').signal('SIGCONT'));
    const ms = Math.round(performance.now() - began);
    return [endingOf(outcome) === 'info' && ms <= SHORT_MS + MARGIN_MS, `${said(outcome)}, after ${ms} ms`];
  });

  const promise = 'stamps rows by the clock that it is given';
  if (!clock.available) await examine('clock', promise, async () => ({ not_offered: clock.reason }));
  else if (clock.by === 'libfaketime') skip('clock', promise, 'moved from outside: each cycle of the class proves it');
  else {
    await examine('clock', promise, async () => {
      await cluster.restart('a', SKEW_MS);
      await cluster.healthy(HEALTHY_MS_MAX);
      const made = await create('skewed');
      if (made.type !== 'ok') return [false, `create: ${said(made)}`];
      const found = await cluster.client('a').get(made.value.id, OP_MS_MAX);
      const at = found.type === 'ok' ? Date.parse(found.value?.created_at ?? '') : Number.NaN;
      const off = at - Date.now();
      return [Math.abs(off - SKEW_MS) < 60_000, `${Math.round(off / 1_000)} s off, asked for ${SKEW_MS / 1_000} s`];
    });
  }
}

/** A definite no, for whatever reason the subject has. */
const isRefusal = (outcome: Outcome<unknown>): boolean => outcome.type !== 'ok' && endingOf(outcome) !== 'ok';
