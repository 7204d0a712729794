// The workload `create`: every operation stores a memory of its own, its clients dealt out over all nodes. A cycle waits
// until enough of its writes are acked; the figures count these and the creations of every other workload (measures.ts).
// Some rows have a word that no other has, to be recalled at the end.

import { digestOf } from './digest.ts';
import { memoryOf, namespacesOf } from './memories.ts';
import { wordOf } from './word.ts';
import type { Creation, JoinedSettings, Workload } from './workload.ts';

export interface CreateSettings extends JoinedSettings {
  /** What one client sends at most. */
  writes_per_client_max: number;
}

/** One row in so many has a word of its own. */
const WORD_EVERY = 8;

export function createWorkload(settings: CreateSettings): Workload {
  const { clients, joining, pace, root } = settings;
  return {
    name: 'create',
    clients,
    joining,
    pace,
    namespaces: namespacesOf(root),
    next: (client, n) => (n < settings.writes_per_client_max ? createOp(settings, client, n) : null),
  };
}

function createOp(settings: CreateSettings, client: number, n: number): Creation {
  const { root, content_bytes_max } = settings;
  const key = `${settings.prefix}-${client}-${n}`;
  const random = settings.random.stream(`memory-${client}-${n}`);
  const plain = memoryOf(random, { key, root, content_bytes_max });
  const word = random.stream('word').next() < 1 / WORD_EVERY ? wordOf(key) : undefined;
  const memory = word === undefined ? plain : { ...plain, content: `${word} ${plain.content}` };
  return {
    // not `create`: that is what the history calls a creation of a key that clients share
    f: 'write',
    node: settings.node(client),
    namespace: memory.namespace,
    intent: { key, digest: digestOf(memory), node: settings.node(client), ...(word === undefined ? {} : { word }) },
    metadata_keys: Object.keys(memory.metadata),
    send: (to, timeout_ms) => to.create(memory, settings.agent(client), timeout_ms),
  };
}
