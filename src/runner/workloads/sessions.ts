// The workload `sessions`: each client writes a key of its own through its home node, and reads it there and through
// another node; and it reads the key of the next client. So it is seen whether a client reads what it wrote, and never
// older than what it read: before the fault, while it is injected and holds, and once it is healed.

import type { NodeName } from '../../contract/names.ts';
import type { KeyKind } from '../../history/ops.ts';
import { type Known, keyOperation } from './key-operation.ts';
import { nthNode, type Workload, type WorkloadSettings } from './workload.ts';

export interface SessionsSettings extends WorkloadSettings {
  nodes: readonly NodeName[];
  /** What one client does at most before the heal; what it does after it comes on top. */
  ops_per_client_max: number;
  afterwards: number;
}

/** One turn of a client: what it does, to whose key, through its home or the node after it. */
const TURN: readonly { kind: KeyKind; whose: 'own' | 'next'; through: 'home' | 'away' }[] = [
  { kind: 'update', whose: 'own', through: 'home' },
  { kind: 'get', whose: 'own', through: 'home' },
  { kind: 'get', whose: 'own', through: 'away' },
  { kind: 'get', whose: 'next', through: 'home' },
  { kind: 'get', whose: 'own', through: 'home' },
];

export function sessionsWorkload(settings: SessionsSettings): Workload {
  const { clients, pace, root, afterwards } = settings;
  const namespace = `${root}/sessions`;
  const known: Known = new Map();
  return {
    name: 'sessions',
    clients,
    joining: 0,
    pace,
    afterwards,
    namespaces: [namespace],
    next(client, n, isHealed) {
      if (n >= settings.ops_per_client_max + (isHealed ? afterwards : 0)) return null;
      const step = TURN[n % TURN.length] ?? TURN[0];
      if (!step) return null;
      const owner = step.whose === 'own' ? client : (client + 1) % clients;
      const key = `${settings.prefix}-s${owner}`;
      const isFirst = n === 0 || !known.has(key);
      // nobody but its owner makes a key: until then its owner writes it again
      const kind = isFirst ? 'create' : step.kind;
      const own = isFirst ? `${settings.prefix}-s${client}` : key;
      const at = {
        key: own,
        value: `s${client}-${n}`,
        node: nthNode(settings.nodes, client + (step.through === 'away' ? 1 : 0)),
        namespace,
      };
      return keyOperation(kind, { ...at, agent: settings.agent(client) }, settings, known);
    },
  };
}
