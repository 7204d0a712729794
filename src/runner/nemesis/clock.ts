// A peer whose clock is wrong. Whatever moves it, the proof is the time stamp that the peer itself writes:
// a row is created through it and read back, once it is skewed, before the hold begins, and again after the heal.

import type { NodeName } from '../../contract/names.ts';
import { waitFor } from '../../machine/waiting.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { ALWAYS, EFFECT_MS_MAX, type FaultClass, type FaultContext, HEAL_MS_MAX, NO_EFFECT } from './fault.ts';

/** Rows that only tell the time are kept apart from the ones that are counted. */
const CLOCK_NAMESPACE = 'proofhouse/clock';
/** A reading takes as long as a quorum; further off than this is a clock that moved. */
const TOLERANCE_MS = 5_000;
const READ_MS_MAX = 5_000;

export const clockSkewPeer: FaultClass = {
  name: 'clock_skew_peer',
  does: 'restarts one peer with its clock moved by minutes, and writes through it; later moves it back',
  available: ({ clock }) => (clock.available ? ALWAYS : { available: false, reason: clock.reason }),
  effect: ({ peer }) => ({ ...NO_EFFECT, joined: [peer] }),
  prepare,
};

function prepare({ cluster, plan, capabilities, signal }: FaultContext): ReturnType<FaultClass['prepare']> {
  const { peer, skew_ms } = plan;
  const by = capabilities.clock.available ? capabilities.clock.by : 'nothing';
  const mark = `${plan.fault}-${plan.cycle}-${plan.seed}`;
  let skewed: number | null = null;
  return {
    async inject() {
      await cluster.stop(peer);
      await cluster.restart(peer, skew_ms);
      skewed = await read(cluster, peer, `${mark}-skewed`, signal);
    },
    async heal() {
      await cluster.stop(peer);
      await cluster.restart(peer, 0);
      await cluster.healthy(HEAL_MS_MAX, signal);
      const after = await read(cluster, peer, `${mark}-healed`, signal);
      return {
        kind: 'target_clock',
        took_effect: skewed !== null && Math.abs(skewed - skew_ms) < TOLERANCE_MS,
        healed: Math.abs(after) < TOLERANCE_MS,
        detail: `moved by ${by}, asked for ${seconds(skew_ms)}: node ${peer} stamped its own rows ${skewed === null ? 'never' : seconds(skewed)} off once it was restarted, before the hold, and ${seconds(after)} off after the heal`,
      };
    },
  };
}

/** How far the node's own time stamp is from this machine's clock, in milliseconds. */
function read(cluster: Cluster, node: NodeName, title: string, signal: AbortSignal): Promise<number> {
  let attempt = 0;
  const what = `a time stamp written by node ${node}`;
  return waitFor(what, EFFECT_MS_MAX, () => stamp(cluster, node, `${title}-${++attempt}`), signal).then(({ ms }) => ms);
}

async function stamp(cluster: Cluster, node: NodeName, title: string): Promise<{ ms: number } | null> {
  const client = cluster.client(node);
  const memory = {
    title,
    content: title,
    namespace: CLOCK_NAMESPACE,
    tier: 'short',
    tags: [],
    priority: 1,
    metadata: {},
  } as const;
  const asked = Date.now();
  const created = await client.create({ ...memory, tags: [] }, 'proofhouse-clock', READ_MS_MAX);
  if (created.type !== 'ok') return null;
  const found = await client.get(created.value.id, READ_MS_MAX);
  if (found.type !== 'ok' || found.value === null) return null;
  const written = Date.parse(found.value.created_at);
  return Number.isNaN(written) ? null : { ms: written - (asked + Date.now()) / 2 };
}

const seconds = (ms: number): string => `${ms < 0 ? '−' : '+'}${(Math.abs(ms) / 1000).toFixed(1)} s`;
