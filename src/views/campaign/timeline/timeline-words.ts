// The same cycle for whoever cannot see the picture: everything that it shows, in sentences.

import { grouped, milliseconds } from '../../rounding.ts';
import type { CycleEvents, CycleFacts } from './timeline-events.ts';

/** @param since milliseconds from the beginning of the cycle to a time of its history */
export function describeCycle(
  events: CycleEvents,
  { converged_ms }: CycleFacts,
  since: (time_ns: number) => number,
): string {
  const { writes, fault, nodes, to_ns } = events;
  const count = (outcome: string) => writes.filter((write) => write.outcome === outcome).length;
  const writers = new Set(writes.map(({ process }) => process)).size;
  const missing = writes.filter(({ isMissing }) => isMissing).length;
  return [
    `${grouped(writers)} ${writers === 1 ? 'writer' : 'writers'} over ${milliseconds(since(to_ns))} milliseconds: ${grouped(count('acked'))} writes acked, ${grouped(count('refused'))} refused, ${grouped(count('unknown'))} without a definite answer.`,
    fault === null ? 'No fault was injected.' : faultInWords(fault, since),
    ...(missing > 0
      ? [`${grouped(missing)} acked ${missing === 1 ? 'write is' : 'writes are'} not on every node at the end.`]
      : []),
    ...nodes.map(({ node, converged, missing: lacking }) => {
      const after = converged_ms[node];
      if (converged)
        return `Node ${node} held every acked write${typeof after === 'number' ? ` after ${milliseconds(after)} milliseconds` : ''}.`;
      return `Node ${node} ${lackingInWords(lacking)}.`;
    }),
  ].join(' ');
}

function faultInWords(
  { injected_ns, healed_ns }: NonNullable<CycleEvents['fault']>,
  since: (time_ns: number) => number,
): string {
  const held = `The fault held from ${milliseconds(since(injected_ns))} milliseconds`;
  return healed_ns === null
    ? `${held} and was not seen to heal.`
    : `${held} until it was healed at ${milliseconds(since(healed_ns))}.`;
}

/** What is said of a node that did not hold every acked write within the limit. */
export function lackingInWords(missing: number | null): string {
  if (missing === null) return 'could not be read at the end';
  return missing === 0 ? 'held all only after the limit' : `lacks ${grouped(missing)} at the end`;
}
