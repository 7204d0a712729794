// What an ack was worth when it was given: some acked ids, drawn by seed, are looked up on the peers at once. How long
// that took is recorded, since what comes after a round of catch-up may have been repaired.

import type { NodeName } from '../../contract/names.ts';
import { peersOf } from '../network/transport.ts';
import type { AckedWrite } from '../workloads/clients.ts';
import { digestOf } from '../workloads/digest.ts';
import type { Random } from '../workloads/random.ts';
import { answered, LOOKUP_TIMEOUT_MS, type Looking, ownOf } from './look.ts';
import { SAMPLE_PROCESS } from './processes.ts';

/** Acked ids that are looked up in every cycle that reaches its acks, spread over them. */
const SAMPLES = 20;
/** And as many more of those that are acked while the fault holds: there an ack is most in doubt. */
const SAMPLES_IN_FAULT_MAX = 20;

export interface SampledAcks {
  /** Called in the turn of an ack. */
  sample(write: AckedWrite): void;
  /** Resolves when every look-up has ended. */
  ended(): Promise<void>;
}

/** @param goal acks that the cycle reaches at least; the samples are spread over them */
export function sampleAcks(
  looking: Pick<Looking, 'history' | 'nodes' | 'client' | 'life'>,
  random: Random,
  goal: number,
): SampledAcks {
  const ordinals = drawOrdinals(random, goal);
  const lookUps: Promise<unknown>[] = [];
  let acks = 0;
  let inFaultLeft = SAMPLES_IN_FAULT_MAX;
  return {
    sample(write) {
      const { id } = write;
      // what has no id cannot be looked up at once, and takes no sample from what can
      if (id === null) return;
      acks += 1;
      const drawn = ordinals.has(acks);
      const extra = !drawn && write.in_hold && inFaultLeft > 0;
      if (extra) inFaultLeft -= 1;
      if (!drawn && !extra) return;
      const asked = Promise.all(
        peersOf(looking.nodes, write.node).map((node) => lookUp(looking, node, { ...write, id })),
      );
      lookUps.push(asked);
      // who waits for the end hears of an error; until then nobody does
      asked.catch(() => {});
    },
    async ended() {
      await Promise.all(lookUps);
    },
  };
}

/** One of every block of acks, so that the samples are spread however the writes go: which ack of all, from 1. */
function drawOrdinals(random: Random, goal: number): Set<number> {
  const blocks = Math.min(goal, SAMPLES);
  const ends = (block: number): number => Math.floor((block * goal) / blocks);
  return new Set(Array.from({ length: blocks }, (_, i) => random.whole(ends(i) + 1, ends(i + 1))));
}

async function lookUp(
  { history, client, life }: Pick<Looking, 'history' | 'client' | 'life'>,
  node: NodeName,
  { id, key, at_ms, metadata_keys }: AckedWrite & { id: string },
): Promise<void> {
  const life_asked = life(node);
  const found = await answered(ownOf(client(node))(id, LOOKUP_TIMEOUT_MS));
  const after_ms = Math.round((performance.now() - at_ms) * 10) / 10;
  const op = { process: SAMPLE_PROCESS[node], f: 'lookup' } as const;
  const value = { key, node, after_ms, life: life_asked };
  if ('error' in found) history.append({ ...op, type: 'info', value });
  else {
    const digest = found.value && digestOf(found.value, metadata_keys);
    history.append({ ...op, type: 'ok', value: { ...value, digest } });
  }
}
