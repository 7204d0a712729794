// Clients of one member of etcd. Writes and reads go through the member to the leader, and a majority has them before they
// are answered; looks at a node read its own copy. A request that meets a member without a leader is refused before
// anything is proposed; every other trouble proves nothing.

import { setTimeout as pause } from 'node:timers/promises';
import { HttpLine } from '../http-line.ts';
import { operation } from '../http-operation.ts';
import { idOf } from '../row-id.ts';
import type { Client, Memory, NewMemory, Outcome } from '../subject.ts';
import { type Held, heldIn, keyOf, putAt, type Range, rangeOfNamespace, rangeOfRow } from './requests.ts';

const SOCKETS_MAX = 256;
/** What a hurried client takes. */
const LISTED_ONCE = 20;
const NEVER = '0';
/** Others changed the row between the read and the write so often in a row. */
const TRIED_MAX = 10;

/**
 * A follower has an entry in its log before it is acked, and shows it once a heartbeat (100 ms) told it that the entry is
 * committed: what it does not show after two of them, it does not have.
 */
const APPLIED_MS = 250;

type Changed = Outcome<Record<never, never>>;

export function openClient(url: string): Client {
  const line = new HttpLine(url, SOCKETS_MAX);

  async function ask<T>(path: string, body: object, timeout_ms: number, read: (body: unknown) => T, isRead = false) {
    const call = {
      method: 'POST',
      path: `/v3/kv/${path}`,
      body: JSON.stringify(body),
      headers: { 'grpc-metadata-hasleader': 'true' },
      timeout_ms,
      repeatable: isRead,
    } as const;
    return refusedWithoutLeader(await operation(line, call, 200, read));
  }

  const range = (asked: Range, timeout_ms: number): Promise<Outcome<Held[]>> =>
    ask('range', asked, timeout_ms, heldIn, true);
  const rows = async (asked: Range, timeout_ms: number): Promise<Outcome<Memory[]>> => {
    const found = await range(asked, timeout_ms);
    return found.type === 'ok' ? { type: 'ok', value: found.value.map(({ memory }) => memory) } : found;
  };
  const row = async (id: string, serializable: boolean, timeout_ms: number): Promise<Outcome<Memory | null>> => {
    const found = await rows(rangeOfRow(id, serializable), timeout_ms);
    return found.type === 'ok' ? { type: 'ok', value: found.value[0] ?? null } : found;
  };
  const putRow = (id: string, revision: string, value: object, timeout_ms: number): Promise<Outcome<boolean>> =>
    ask('txn', putAt(id, revision, value), timeout_ms, (body) => (body as { succeeded?: boolean }).succeeded === true);

  /**
   * Reads the row and puts it back changed, where nobody changed it in between; else once more.
   * @param to the row as it is to be, of the one that is there, or of none; null: there is nothing to change
   */
  async function change(id: string, to: (held: Memory | null) => object | null, timeout_ms: number): Promise<Changed> {
    const ends_at = performance.now() + timeout_ms;
    const left_ms = () => Math.max(0, ends_at - performance.now());
    for (let tried = 1; tried <= TRIED_MAX; tried++) {
      const found = await range(rangeOfRow(id, false), left_ms());
      if (found.type !== 'ok') return found;
      const [held] = found.value;
      const value = to(held?.memory ?? null);
      if (value === null) return { type: 'fail', code: 'not_found', detail: 'not found: nothing was written' };
      const stamped = { ...value, updated_at: new Date().toISOString() };
      const done = await putRow(id, held?.revision ?? NEVER, stamped, left_ms());
      if (done.type !== 'ok') return done;
      if (done.value) return { type: 'ok', value: {} };
    }
    return { type: 'fail', code: 'conflict', detail: `others changed the row ${TRIED_MAX} times in between` };
  }

  return {
    async create(memory, agent, timeout_ms) {
      const id = idOf(memory);
      const done = await putRow(id, NEVER, storedAs(memory, agent), timeout_ms);
      if (done.type !== 'ok') return done;
      if (done.value) return { type: 'ok', value: { id } };
      return { type: 'fail', code: 'conflict', detail: 'the title is there: nothing was written' };
    },
    async upsert(memory, agent, timeout_ms) {
      const id = idOf(memory);
      // a row that was promoted stays so when its title is written again
      const again = ({ tier, created_at }: Memory) => ({ created_at, ...(tier === 'long' ? { tier } : {}) });
      const done = await change(
        id,
        (held) => ({ ...storedAs(memory, agent), ...(held ? again(held) : {}) }),
        timeout_ms,
      );
      return done.type === 'ok' ? { type: 'ok', value: { id } } : done;
    },
    update: (id, to, _agent, timeout_ms) => change(id, (held) => held && { ...held, ...to }, timeout_ms),
    async remove(id, _agent, timeout_ms) {
      const removed = (body: unknown) => Number((body as { deleted?: string }).deleted ?? 0);
      const done = await ask('deleterange', { key: keyOf(id) }, timeout_ms, removed);
      if (done.type !== 'ok') return done;
      if (done.value > 0) return { type: 'ok', value: {} };
      return { type: 'fail', code: 'not_found', detail: 'not found: nothing was deleted' };
    },
    promote: (id, _agent, timeout_ms) => change(id, (held) => held && { ...held, tier: 'long' }, timeout_ms),
    get: (id, timeout_ms) => row(id, false, timeout_ms),
    async getOwn(id, timeout_ms) {
      const found = await row(id, true, timeout_ms);
      if (found.type !== 'ok' || found.value !== null) return found;
      await pause(APPLIED_MS);
      return row(id, true, timeout_ms);
    },
    all: (namespace, timeout_ms) => rows(rangeOfNamespace(namespace, true), timeout_ms),
    listOnce: (namespace, timeout_ms) => rows(rangeOfNamespace(namespace, false, LISTED_ONCE), timeout_ms),
    // etcd has no search: the words are looked for in the rows, as a client of it would do
    async recall(words, namespace, limit, timeout_ms) {
      const found = await rows(rangeOfNamespace(namespace, true), timeout_ms);
      if (found.type !== 'ok') return found;
      const named = found.value.filter(({ title, content }) => `${title} ${content}`.includes(words));
      return { type: 'ok', value: named.slice(0, limit) };
    },
    /** A peer reaches a member where it has no health, but says its version. */
    async health(timeout_ms) {
      const look = (path: string) =>
        operation(line, { method: 'GET', path, timeout_ms, repeatable: true }, 200, () => null);
      const found = await look('/health');
      return found.type === 'fail' && found.code === 'http_404' ? look('/version') : found;
    },
    close: async () => line.close(),
  };
}

function storedAs({ title, content, namespace, tier, tags, priority, metadata }: NewMemory, agent: string) {
  const now = new Date().toISOString();
  const times = { created_at: now, updated_at: now };
  return { title, content, namespace, tier, tags, priority, metadata, ...times, rest: { agent } };
}

/** Asked for with the header above: said before anything was proposed, so nothing of it can come later. */
const NO_LEADER = 'etcdserver: no leader';

function refusedWithoutLeader<T>(outcome: Outcome<T>): Outcome<T> {
  const isRefused = outcome.type === 'info' && outcome.answer?.body.includes(NO_LEADER) === true;
  return isRefused ? { ...outcome, type: 'fail', code: 'quorum_not_met' } : outcome;
}
