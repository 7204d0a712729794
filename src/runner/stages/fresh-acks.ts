// What an ack was worth when it was given: some acked ids, drawn by seed, are looked up on the peers at once. How long
// that took is recorded, since what comes after a round of catch-up may have been repaired.

import { NODES, type NodeName } from '../../contract/names.ts';
import type { AckedWrite } from '../workloads/clients.ts';
import { digestOf } from '../workloads/digest.ts';
import type { Random } from '../workloads/random.ts';
import { LOOKUP_TIMEOUT_MS, type Looking } from './look.ts';

/** Acked ids that are looked up in every cycle that reaches its acks. */
export const FRESH_ACKS_MIN = 20;
/** And as many more of those that are acked while the fault holds: there an ack is most in doubt. */
const FRESH_IN_FAULT_MAX = 20;
const FRESH_PROCESS = { a: 2_000, b: 2_001, c: 2_002 } as const;

export interface FreshAcks {
  /** Called in the turn of an ack. */
  sample(write: AckedWrite, inFault: boolean): void;
  /** Resolves when every look-up has ended. */
  ended(): Promise<void>;
}

/** @param goal acks that the cycle reaches at least; the samples are spread over them */
export function freshAcks(
  looking: Pick<Looking, 'history' | 'client' | 'life'>,
  random: Random,
  goal: number,
): FreshAcks {
  const ordinals = drawOrdinals(random, goal);
  const underway = new Set<Promise<unknown>>();
  let acks = 0;
  let inFaultLeft = FRESH_IN_FAULT_MAX;
  return {
    sample(write, inFault) {
      acks += 1;
      const drawn = ordinals.has(acks);
      const extra = !drawn && inFault && inFaultLeft > 0;
      if (extra) inFaultLeft -= 1;
      if (!drawn && !extra) return;
      const asked = Promise.all(
        NODES.filter((node) => node !== write.node).map((node) => lookUp(looking, node, write)),
      );
      underway.add(asked);
      void asked.finally(() => underway.delete(asked));
    },
    async ended() {
      await Promise.all(underway);
    },
  };
}

/** One of every block of acks, so that the samples are spread however the writes go: which ack of all, from 1. */
function drawOrdinals(random: Random, goal: number): Set<number> {
  const block = Math.max(1, Math.floor(goal / FRESH_ACKS_MIN));
  const blocks = Math.min(goal, FRESH_ACKS_MIN);
  return new Set(Array.from({ length: blocks }, (_, i) => i * block + random.whole(1, block)));
}

async function lookUp(
  { history, client, life }: Pick<Looking, 'history' | 'client' | 'life'>,
  node: NodeName,
  { id, key, at_ms, metadata_keys }: AckedWrite,
): Promise<void> {
  const lifeAsked = life(node);
  const found = await client(node).get(id, LOOKUP_TIMEOUT_MS);
  const after_ms = Math.round((performance.now() - at_ms) * 10) / 10;
  const op = { process: FRESH_PROCESS[node], f: 'lookup' } as const;
  const value = { key, node, after_ms, life: lifeAsked };
  if (found.type !== 'ok') history.append({ ...op, type: 'info', value });
  else
    history.append({
      ...op,
      type: 'ok',
      value: { ...value, digest: found.value && digestOf(found.value, metadata_keys) },
    });
}
