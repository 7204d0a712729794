// The workload `search`: clients recall and list while others write. Each makes keys of its own, every version with a
// word that no other has, and changes or deletes them; a word is recalled where it was written and on another node, by
// its writer and by the client before it (searching.ts).

import type { NodeName } from '../../contract/names.ts';
import { type Known, keyOperation } from './key-operation.ts';
import { listing, recalling, type Sought } from './searching.ts';
import { wordOf } from './word.ts';
import { nthNode, type Op, type Workload, type WorkloadSettings } from './workload.ts';

export interface SearchSettings extends WorkloadSettings {
  nodes: readonly NodeName[];
  /** What one client does at most. */
  ops_per_client_max: number;
}

/** What is done with one key, and beside it. No node recalls a row more than three times: some stores count that. */
const TURN = ['create', 'recall', 'recall away', 'update', 'recall', 'recall next', 'list', 'delete or list'] as const;

export function searchWorkload(settings: SearchSettings): Workload {
  const { nodes, clients, pace, root, prefix } = settings;
  const namespace = `${root}/search`;
  const known: Known = new Map();
  /** By client, the version that its key has as far as it knows. */
  const current = new Map<number, Sought>();
  /** Keys that the client before their owner has asked for. */
  const asked = new Set<string>();

  function written(kind: 'create' | 'update' | 'delete', client: number, turn: number, value: string): Op {
    const key = `${prefix}-w${client}-${turn}`;
    const word = wordOf(`${prefix} ${value}`);
    const at = { key, value, node: nthNode(nodes, client), agent: settings.agent(client), namespace, word };
    const op = keyOperation(kind, at, settings, known);
    const { digest } = op.intent;
    const { metadata_keys } = op;
    if (digest === undefined) current.delete(client);
    else current.set(client, { key, digest, word, namespace, metadata_keys });
    return op;
  }

  function next(client: number, n: number): Op | null {
    if (n >= settings.ops_per_client_max) return null;
    const turn = Math.floor(n / TURN.length);
    const step = TURN[n % TURN.length] ?? 'list';
    const value = `w${client}-${n}`;
    if (step === 'create' || step === 'update') return written(step, client, turn, value);
    // every other key stays, so that something is left to be found at the end
    if (step === 'delete or list' && turn % 2 === 1) return written('delete', client, turn, value);
    const at = { node: nthNode(nodes, step === 'recall away' ? client + 1 : client), value };
    const isOfNext = step === 'recall next';
    const sought = current.get(isOfNext ? (client + 1) % clients : client);
    if (!step.startsWith('recall') || sought === undefined || (isOfNext && asked.has(sought.key))) {
      return listing(at, namespace, known);
    }
    if (isOfNext) asked.add(sought.key);
    return recalling(at, sought, known);
  }

  return { name: 'search', clients, joining: 0, pace, namespaces: [namespace], next };
}
