// One operation on a key that clients share. Its version of the row has a value in its content that no other has; title,
// tier and priority are the key's own, whoever writes it.

import type { KeyKind, NodeName } from '../../history/ops.ts';
import type { NewMemory } from '../../subjects/subject.ts';
import { digestOf } from './digest.ts';
import { memoryOf } from './memories.ts';
import type { Random } from './random.ts';
import type { OnKey } from './workload.ts';

/** What the clients together know of each key: the id of its last ack, and whether a delete was acked since. */
export type Known = Map<string, KnownKey>;
export interface KnownKey {
  id: string;
  isGone: boolean;
}

interface At {
  key: string;
  /** Names the operation in its cycle. */
  value: string;
  node: NodeName;
  agent: string;
  namespace: string;
  /** Put first in the content of what is written, so that it can be recalled. */
  word?: string;
}

interface Rows {
  random: Random;
  root: string;
  content_bytes_max: number;
}

/** The tiers below the highest: in it a promotion could not be seen. */
const TIERS = ['short', 'mid'] as const;

/** @param kind a create takes its place where nobody knows an id of the key */
export function keyOperation(kind: KeyKind, at: At, rows: Rows, known: Known): OnKey {
  const { key, value, node, agent } = at;
  const there = known.get(key);
  const row = versionOf(rows, at);
  const base = { f: kind, node, namespace: at.namespace, metadata_keys: Object.keys(row.metadata) };
  const named = { key, value, node };
  const { word } = at;
  const worded = word === undefined ? {} : { word };
  const written = { digest: digestOf(row), promoted: digestOf({ ...row, tier: 'long' }), ...worded };
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

/** A version of a key's row, by the cycle's stream, the key and the value alone. */
function versionOf({ random, root, content_bytes_max }: Rows, { key, value, namespace, word }: At): NewMemory {
  const own = random.stream(key);
  const { title, priority } = memoryOf(own, { key, root, content_bytes_max });
  const version = memoryOf(random.stream(`version-${value}`), { key, root, content_bytes_max });
  return {
    title,
    priority,
    tier: own.pick(TIERS),
    namespace,
    content: [...(word === undefined ? [] : [word]), value, version.content].join(' '),
    tags: version.tags,
    metadata: { ...version.metadata, value },
  };
}
