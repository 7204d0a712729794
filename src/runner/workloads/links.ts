// The workload `links`: each client makes two rows and links them, one link after another, to its own and to those of
// others, and reads the links there and on another node. No link is made twice: whoever has it has that one.

import type { NodeName } from '../../contract/names.ts';
import { type Link, RELATIONS } from '../../subjects/memory.ts';
import { NOT_OFFERED } from '../../subjects/subject.ts';
import { type Known, keyOperation } from './key-operation.ts';
import { linkDigest, linkIdOf } from './link-row.ts';
import { nthNode, type OnKey, type Op, type Workload, type WorkloadSettings } from './workload.ts';

export interface LinksSettings extends WorkloadSettings {
  nodes: readonly NodeName[];
  /** What one client does at most. */
  ops_per_client_max: number;
}

const ROWS_EACH = 2;
const TURN = ['link', 'read', 'read away'] as const;

export function linksWorkload(settings: LinksSettings): Workload {
  const { nodes, clients, pace, root, prefix } = settings;
  const namespace = `${root}/links`;
  const known: Known = new Map();
  /** Links that were sent, whatever became of them. */
  const made = new Set<string>();
  /** By client, its last link. */
  const last = new Map<number, { key: string; link: Link }>();
  const keyOfRow = (client: number, row: number): string => `${prefix}-r${client}-${row}`;

  function next(client: number, n: number): Op | null {
    if (n >= settings.ops_per_client_max) return null;
    const value = `l${client}-${n}`;
    const node = nthNode(nodes, client);
    const lacking = [0, 1].find((row) => !known.has(keyOfRow(client, row)));
    if (lacking !== undefined) {
      const at = { key: keyOfRow(client, lacking), value, node, agent: settings.agent(client), namespace };
      return keyOperation('create', at, settings, known);
    }
    const step = TURN[n % TURN.length];
    const before = last.get(client);
    if (step !== 'link' && before) return reading(before, value, step === 'read' ? node : nthNode(nodes, client + 1));
    const link = newLink(client);
    if (link === null) return null;
    const key = `${prefix}-l${client}-${n}`;
    last.set(client, { key, link });
    return linking(key, link, value, node, settings.agent(client));
  }

  /** From one of the client's own rows to a row of it or of another: the first that was not made yet. */
  function newLink(client: number): Link | null {
    const rows = Array.from({ length: clients * ROWS_EACH }, (_, i) =>
      keyOfRow((client + Math.floor(i / 2)) % clients, i % 2),
    );
    const ids = rows.flatMap((key) => known.get(key)?.id ?? []);
    for (const relation of RELATIONS) {
      for (const target_id of ids) {
        const source_id = ids.slice(0, ROWS_EACH).find((id) => id !== target_id) ?? '';
        const link = { source_id, target_id, relation };
        if (made.has(linkIdOf(link))) continue;
        made.add(linkIdOf(link));
        return link;
      }
    }
    return null;
  }

  return { name: 'links', clients, joining: 0, pace, namespaces: [namespace], next };
}

const linking = (key: string, link: Link, value: string, node: NodeName, agent: string): OnKey => ({
  f: 'create',
  node,
  intent: { key, value, node, digest: linkDigest(link) },
  metadata_keys: [],
  link,
  async send(to, timeout_ms) {
    const outcome = (await to.link?.(link, agent, timeout_ms)) ?? NOT_OFFERED;
    return outcome.type === 'ok' ? { type: 'ok', value: { id: linkIdOf(link) } } : outcome;
  },
});

const reading = ({ key, link }: { key: string; link: Link }, value: string, node: NodeName): OnKey => ({
  f: 'get',
  node,
  intent: { key, value, node, id: linkIdOf(link) },
  metadata_keys: [],
  link,
  async send(to, timeout_ms) {
    const found = (await to.links?.(link.source_id, timeout_ms)) ?? NOT_OFFERED;
    if (found.type !== 'ok') return found;
    const isThere = found.value.some((one) => linkIdOf(one) === linkIdOf(link));
    return { type: 'ok', value: { digest: isThere ? linkDigest(link) : null } };
  },
});
