// The workload `bulk`: one request stores many rows, each of which no other operation is about. Its answer names no ids,
// so the rows are known by their keys.

import { NOT_OFFERED } from '../../subjects/subject.ts';
import { digestOf } from './digest.ts';
import { memoryOf, namespacesOf } from './memories.ts';
import type { CreationPart, JoinedSettings, Several, Workload } from './workload.ts';

export interface BulkSettings extends JoinedSettings {
  requests_per_client_max: number;
  rows: number;
}

export function bulkWorkload(settings: BulkSettings): Workload {
  const { clients, joining, pace, root } = settings;
  return {
    name: 'bulk',
    clients,
    joining,
    pace,
    namespaces: namespacesOf(`${root}/bulk`),
    next: (client, n) => (n < settings.requests_per_client_max ? bulkOp(settings, client, n) : null),
  };
}

function bulkOp(settings: BulkSettings, client: number, n: number): Several {
  const { content_bytes_max } = settings;
  const node = settings.node(client);
  const batch = `b${client}-${n}`;
  const keys = Array.from({ length: settings.rows }, (_, i) => `${settings.prefix}-${batch}-${i}`);
  const memories = keys.map((key) =>
    memoryOf(settings.random.stream(`bulk-${key}`), { key, root: `${settings.root}/bulk`, content_bytes_max }),
  );
  const parts = memories.map(
    (memory, i): CreationPart => ({
      f: 'write',
      node,
      namespace: memory.namespace,
      intent: { key: keys[i] ?? '', digest: digestOf(memory), node, batch },
      metadata_keys: Object.keys(memory.metadata),
    }),
  );
  return {
    f: 'several',
    node,
    parts,
    async send(to, timeout_ms) {
      const outcome = (await to.bulk?.(memories, settings.agent(client), timeout_ms)) ?? NOT_OFFERED;
      return outcome.type === 'ok' ? { type: 'ok', value: parts.map(() => ({})) } : outcome;
    },
  };
}
