// Clients of Redis as they work beside Sentinel: they ask their own node who the primary is, ask that one for its role
// before they write, and write there. Its address is the one that their node replicates from, so a node that is cut off
// has cut its clients off too. An ack is a write with WAIT for as many replicas as the quorum asks for. Reads are the
// node's own.

import { unanswered } from '../http-operation.ts';
import { idOf } from '../row-id.ts';
import type { Client, Outcome } from '../subject.ts';
import { Line, type Reply, wordsOf } from './line.ts';
import { changedOf, fieldsOf, idIn, keyOf, memoryIn, patternOf } from './row.ts';

export interface Quorum {
  quorum_writes: number;
  quorum_timeout_ms: number;
}

const SCANNED_AT_ONCE = '500';
/** What a hurried client takes. */
const LISTED_ONCE = 20;

/**
 * Writes the fields given behind it; 0 where the row is there and must not be ('new'), or is not and must ('change').
 * A row that was promoted stays so when its title is written again.
 */
const WRITE = `local there = redis.call('EXISTS', KEYS[1])
if (ARGV[1] == 'new' and there == 1) or (ARGV[1] == 'change' and there == 0) then return 0 end
local tier = redis.call('HGET', KEYS[1], 'tier')
redis.call('HSET', KEYS[1], unpack(ARGV, 3))
if tier == 'long' then redis.call('HSET', KEYS[1], 'tier', tier) end
redis.call('HSET', KEYS[1], 'updated_at', ARGV[2])
redis.call('HSETNX', KEYS[1], 'created_at', ARGV[2])
return 1`;

export function openClient(url: string, quorum: Quorum): Client {
  const { hostname, port } = new URL(url);
  const own = new Line(hostname, Number(port));
  const elsewhere = new Map<string, Line>();

  /** The line to the primary, which answered just now; null: none is in reach, and nothing was sent. */
  async function primary(timeout_ms: number): Promise<Line | null> {
    const [role] = await own.call([['ROLE']], timeout_ms);
    if (!Array.isArray(role)) return null;
    if (role[0] === 'master') return own;
    const address = `${role[1]}:${role[2]}`;
    const line = elsewhere.get(address) ?? new Line(String(role[1]), Number(role[2]));
    elsewhere.set(address, line);
    const [its] = await line.call([['ROLE']], timeout_ms / 2).catch(() => [null]);
    return Array.isArray(its) && its[0] === 'master' ? line : null;
  }

  async function write(command: string[], missing: string, timeout_ms: number): Promise<Outcome<Record<never, never>>> {
    const ends_at = performance.now() + timeout_ms;
    const copies = quorum.quorum_writes - 1;
    try {
      const line = await primary(timeout_ms);
      if (line === null) return notMet('no primary answers where this node replicates from; nothing was sent');
      const wait = copies > 0 ? [['WAIT', String(copies), String(quorum.quorum_timeout_ms)]] : [];
      const [done, replicas = 0] = await line.call([command, ...wait], ends_at - performance.now());
      if (done === 0) return { type: 'fail', code: missing, detail: `${missing}: nothing was written` };
      if (Number(replicas) >= copies) return { type: 'ok', value: {} };
      return notMet(`WAIT: ${replicas} of ${copies} replicas within ${quorum.quorum_timeout_ms} ms`);
    } catch (error) {
      return outcomeOf(error);
    }
  }

  const script = (mode: 'new' | 'any' | 'change', id: string, fields: string[]): string[] => [
    ...['EVAL', WRITE, '1', keyOf(id), mode, new Date().toISOString(), ...fields],
  ];
  const asId =
    (id: string) =>
    (outcome: Outcome<Record<never, never>>): Outcome<{ id: string }> =>
      outcome.type === 'ok' ? { type: 'ok', value: { id } } : outcome;

  async function read<T>(look: () => Promise<T>): Promise<Outcome<T>> {
    try {
      return { type: 'ok', value: await look() };
    } catch (error) {
      return outcomeOf(error);
    }
  }

  async function listed(namespace: string | null, rows_max: number, timeout_ms: number) {
    const ends_at = performance.now() + timeout_ms;
    const left_ms = () => ends_at - performance.now();
    const keys = new Set<string>();
    let cursor = '0';
    do {
      const scan = ['SCAN', cursor, 'MATCH', patternOf(namespace), 'COUNT', SCANNED_AT_ONCE];
      const [page] = await own.call([scan], left_ms());
      const [next, found] = page as [string, string[]];
      for (const key of found) keys.add(key);
      cursor = next;
    } while (cursor !== '0' && keys.size < rows_max);
    const ids = [...keys].slice(0, rows_max).map(idIn);
    const rows: Reply[] = ids.length === 0 ? [] : await own.call(ids.map(getting), left_ms());
    // a row that was deleted between the two requests is no row
    return ids.flatMap((id, i) => memoryIn(id, rows[i] ?? null) ?? []);
  }

  return {
    async create(memory, agent, timeout_ms) {
      const id = idOf(memory);
      return asId(id)(await write(script('new', id, fieldsOf(memory, agent)), 'conflict', timeout_ms));
    },
    async upsert(memory, agent, timeout_ms) {
      const id = idOf(memory);
      return asId(id)(await write(script('any', id, fieldsOf(memory, agent)), 'conflict', timeout_ms));
    },
    update: (id, change, agent, timeout_ms) =>
      write(script('change', id, [...changedOf(change), 'agent', agent]), 'not_found', timeout_ms),
    remove: (id, _agent, timeout_ms) => write(['DEL', keyOf(id)], 'not_found', timeout_ms),
    promote: (id, _agent, timeout_ms) => write(script('change', id, ['tier', 'long']), 'not_found', timeout_ms),
    get: (id, timeout_ms) =>
      read(async () => {
        const [row = null] = await own.call([getting(id)], timeout_ms);
        return memoryIn(id, row);
      }),
    all: (namespace, timeout_ms) => read(() => listed(namespace, Number.POSITIVE_INFINITY, timeout_ms)),
    listOnce: (namespace, timeout_ms) => read(() => listed(namespace, LISTED_ONCE, timeout_ms)),
    // Redis has no search of its own: the words are looked for in the rows, as a client of it would do
    recall: (words, namespace, limit, timeout_ms) =>
      read(async () => {
        const rows = await listed(namespace, Number.POSITIVE_INFINITY, timeout_ms);
        return rows.filter(({ content, title }) => `${title} ${content}`.includes(words)).slice(0, limit);
      }),
    async health(timeout_ms) {
      const found = await read(() => own.call([['ROLE']], timeout_ms));
      if (found.type !== 'ok') return found;
      const [role] = found.value;
      const isServing = Array.isArray(role) && (role[0] === 'master' || role[3] === 'connected');
      if (isServing) return { type: 'ok', value: null };
      return { type: 'info', code: 'no_link', detail: `it has no link to its primary: ${JSON.stringify(role)}` };
    },
    async close() {
      for (const line of [own, ...elsewhere.values()]) line.close();
    },
  };
}

const getting = (id: string): string[] => ['HGETALL', keyOf(id)];

const notMet = (detail: string): Outcome<never> => ({ type: 'fail', code: 'quorum_not_met', detail });

/** Refusals that Redis gives before it does anything. */
const BEFORE_ANYTHING = /^(READONLY|LOADING|MASTERDOWN|NOREPLICAS)\b/;

function outcomeOf(error: unknown): Outcome<never> {
  const words = wordsOf(error);
  if (words === null) return unanswered(error as NodeJS.ErrnoException);
  if (BEFORE_ANYTHING.test(words)) return notMet(words);
  return { type: 'info', code: 'error_reply', detail: words };
}
