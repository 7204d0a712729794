// The workload `revise`: keys that all clients share, written through all nodes. They are created, updated, deleted,
// promoted, read, and created again under the same title. How many keys there are and how the next one is chosen is
// drawn from the cycle's seed: a few that everybody fights for, or many; evenly, or some far more often than others.
// Each version has a value in its content that no other has.

import type { NodeName } from '../../contract/names.ts';
import type { KeyKind } from '../../history/ops.ts';
import type { NewMemory } from '../../subjects/subject.ts';
import { digestOf } from './digest.ts';
import { memoryOf } from './memories.ts';
import type { Random } from './random.ts';
import type { OnKey, Pace, Workload } from './workload.ts';

export interface ReviseSettings {
  clients: number;
  joining: number;
  pace: Pace;
  /** Keys begin with it; unique in the campaign. */
  prefix: string;
  /** The namespace begins with it. */
  root: string;
  random: Random;
  content_bytes_max: number;
  agent(client: number): string;
  /** Through which node a client works. */
  node(client: number): NodeName;
  /** What one client sends at most. */
  ops_per_client_max: number;
}

/** Keys in use where each is as likely: so few that clients meet at every one, or some more. */
const EVEN_KEYS = [8, 40] as const;
/** And where some are far likelier than others: most of these are hardly ever met. */
const SKEWED_KEYS = 300;
/** How much likelier the first key is than the tenth, where the choice is skewed: ten to this power. */
const ZIPF_EXPONENT = 1.4;
/** What is done to a key that is there, by share. */
const KINDS: readonly (readonly [KeyKind, number])[] = [
  ['update', 0.38],
  ['create', 0.18],
  ['delete', 0.16],
  ['get', 0.2],
  ['promote', 0.08],
];
/** Where the key is not there, as far as anybody knows, it is mostly made. */
const CREATE_WHERE_GONE = 0.8;
/** The tiers below the highest: in it a promotion could not be seen. */
const TIERS = ['short', 'mid'] as const;

/** How a cycle's keys are chosen. */
export interface KeyChoice {
  keys: number;
  choice: 'even' | 'skewed';
}

export function keyChoice(random: Random): KeyChoice {
  const draw = random.stream('keys');
  return draw.next() < 0.5 ? { keys: draw.pick(EVEN_KEYS), choice: 'even' } : { keys: SKEWED_KEYS, choice: 'skewed' };
}

/** What the clients together know of a key: the id of its last ack, and whether a delete was acked since. */
interface Known {
  id: string;
  isGone: boolean;
}

export function reviseWorkload(settings: ReviseSettings): Workload {
  const { clients, joining, pace, root } = settings;
  const namespace = `${root}/shared`;
  const choice = keyChoice(settings.random);
  const draw = choice.choice === 'even' ? even(choice.keys) : zipf(choice.keys);
  const known = new Map<string, Known>();
  return {
    name: 'revise',
    clients,
    joining,
    pace,
    namespaces: [namespace],
    next(client, n) {
      if (n >= settings.ops_per_client_max) return null;
      const random = settings.random.stream(`revise-${client}-${n}`);
      const key = `${settings.prefix}-k${draw(random.next())}`;
      return keyOp(settings, { key, client, n, namespace }, random, known);
    },
  };
}

interface At {
  key: string;
  client: number;
  n: number;
  namespace: string;
}

function keyOp(settings: ReviseSettings, at: At, random: Random, known: Map<string, Known>): OnKey {
  const { key, client, n } = at;
  const node = settings.node(client);
  const agent = settings.agent(client);
  const value = `v${client}-${n}`;
  const there = known.get(key);
  const kind = kindOf(random, there);
  const row = rowOf(settings, at, value);
  const base = { f: kind, node, metadata_keys: Object.keys(row.metadata) };
  const named = { key, value, node };
  const written = { digest: digestOf(row), promoted: digestOf({ ...row, tier: 'long' }) };
  if (there === undefined || kind === 'create') {
    return {
      ...base,
      f: 'create',
      intent: { ...named, ...written },
      async send(to, timeout_ms) {
        const outcome = await to.upsert(row, agent, timeout_ms);
        if (outcome.type === 'ok') known.set(key, { id: outcome.value.id, isGone: false });
        return outcome;
      },
    };
  }
  const { id } = there;
  const intent = { ...named, id };
  if (kind === 'update') {
    const { content, tags, metadata } = row;
    return {
      ...base,
      intent: { ...intent, ...written },
      send: (to, timeout_ms) => to.update(id, { content, tags, metadata }, agent, timeout_ms),
    };
  }
  if (kind === 'promote') return { ...base, intent, send: (to, timeout_ms) => to.promote(id, agent, timeout_ms) };
  if (kind === 'delete') {
    return {
      ...base,
      intent,
      async send(to, timeout_ms) {
        const outcome = await to.remove(id, agent, timeout_ms);
        if (outcome.type === 'ok') there.isGone = true;
        return outcome;
      },
    };
  }
  return {
    ...base,
    intent,
    async send(to, timeout_ms) {
      const found = await to.get(id, timeout_ms);
      if (found.type !== 'ok') return found;
      return { type: 'ok', value: { digest: found.value && digestOf(found.value, base.metadata_keys) } };
    },
  };
}

function kindOf(random: Random, there: Known | undefined): KeyKind {
  if (there === undefined || (there.isGone && random.next() < CREATE_WHERE_GONE)) return 'create';
  let rest = random.next();
  for (const [kind, share] of KINDS) {
    rest -= share;
    if (rest < 0) return kind;
  }
  return 'get';
}

/** Title, tier and priority are the key's own, whoever writes it; the rest is the version's. */
function rowOf(
  { random, root, content_bytes_max }: ReviseSettings,
  { key, client, n, namespace }: At,
  value: string,
): NewMemory {
  const own = random.stream(key);
  const { title, priority } = memoryOf(own, { key, root, content_bytes_max });
  const version = memoryOf(random.stream(`version-${client}-${n}`), { key, root, content_bytes_max });
  return {
    title,
    priority,
    tier: own.pick(TIERS),
    namespace,
    content: `${value} ${version.content}`,
    tags: version.tags,
    metadata: { ...version.metadata, value },
  };
}

const even =
  (keys: number) =>
  (at: number): number =>
    Math.floor(at * keys);

/** Zipf's law: the n-th key is drawn in proportion to 1 / n^exponent. @returns the key for a number in [0, 1) */
export function zipf(keys: number): (at: number) => number {
  const weights = Array.from({ length: keys }, (_, i) => 1 / (i + 1) ** ZIPF_EXPONENT);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let reached = 0;
  const ends = weights.map((weight) => {
    reached += weight / sum;
    return reached;
  });
  return (at) => {
    const found = ends.findIndex((end) => at < end);
    return found < 0 ? keys - 1 : found;
  };
}
