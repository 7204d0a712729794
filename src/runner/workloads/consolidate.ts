// The workload `consolidate`: each client makes two rows and then has one put in their place. That is one request which
// creates a key and deletes two: what becomes of each is judged as of any key that clients share.

import { type NewMemory, NOT_OFFERED } from '../../subjects/subject.ts';
import { digestOf } from './digest.ts';
import type { Known } from './key-operation.ts';
import type { JoinedSettings, OnKey, OnKeyPart, Op, Several, Workload } from './workload.ts';

export interface ConsolidateSettings extends JoinedSettings {
  /** What one client does at most. */
  ops_per_client_max: number;
}

const STEPS = ['first', 'second', 'both'] as const;
/** Nothing is merged that each store might merge in a way of its own: no tags, no metadata, one priority. */
const PLAIN = { tags: [], priority: 5, metadata: {} };

export function consolidateWorkload(settings: ConsolidateSettings): Workload {
  const { clients, joining, pace, root } = settings;
  const namespace = `${root}/consolidated`;
  const known: Known = new Map();

  function next(client: number, n: number): Op | null {
    if (n >= settings.ops_per_client_max) return null;
    const key = `${settings.prefix}-c${client}-${Math.floor(n / STEPS.length)}`;
    const at = { node: settings.node(client), agent: settings.agent(client), value: `c${client}-${n}`, namespace };
    const step = STEPS[n % STEPS.length];
    // where a part could not be made, it is tried once more, and then left alone
    if (step !== 'both') return making(`${key}-${step}`, at, known);
    const parts = ['first', 'second'].map((part) => ({ key: `${key}-${part}`, id: known.get(`${key}-${part}`)?.id }));
    const lacking = parts.find(({ id }) => id === undefined);
    return lacking ? making(lacking.key, at, known) : consolidating(`${key}-both`, parts as Part[], at);
  }

  return { name: 'consolidate', clients, joining, pace, namespaces: [namespace], next };
}

interface Part {
  key: string;
  id: string;
}

interface At extends Pick<OnKey, 'node'> {
  agent: string;
  value: string;
  namespace: string;
}

function making(key: string, { node, agent, value, namespace }: At, known: Known): OnKey {
  const row: NewMemory = { ...PLAIN, title: `${key} part`, content: `${value} a part`, namespace, tier: 'mid' };
  return {
    f: 'create',
    node,
    intent: { key, value, node, digest: digestOf(row), promoted: digestOf({ ...row, tier: 'long' }) },
    metadata_keys: [],
    async send(to, timeout_ms) {
      const outcome = await to.upsert(row, agent, timeout_ms);
      if (outcome.type === 'ok') known.set(key, { id: outcome.value.id, isGone: false });
      return outcome;
    },
  };
}

function consolidating(key: string, sources: readonly Part[], { node, agent, value, namespace }: At): Several {
  const into = { title: `${key} whole`, content: `${value} all of it`, namespace, tier: 'long' } as const;
  const batch = value;
  const whole: OnKeyPart = {
    f: 'create',
    node,
    intent: { key, value, node, digest: digestOf({ ...into, ...PLAIN }), batch },
    metadata_keys: [],
  };
  const gone = sources.map(
    (source, i): OnKeyPart => ({
      f: 'delete',
      node,
      intent: { key: source.key, value: `${value}-${i}`, node, id: source.id, batch },
      metadata_keys: [],
    }),
  );
  return {
    f: 'several',
    node,
    parts: [whole, ...gone],
    async send(to, timeout_ms) {
      const ids = sources.map(({ id }) => id);
      const outcome = (await to.consolidate?.(ids, into, agent, timeout_ms)) ?? NOT_OFFERED;
      return outcome.type === 'ok' ? { type: 'ok', value: [outcome.value, {}, {}] } : outcome;
    },
  };
}
