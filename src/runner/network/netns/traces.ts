// What packet counters on both sides show of treated flows, since they were treated.

import type { NodeName } from '../../../contract/names.ts';
import type { Flow, Traces } from '../transport.ts';
import type { Counts } from './filter.ts';

/** By the node that counted, then by its peer. */
export type Counted = ReadonlyMap<NodeName, ReadonlyMap<NodeName, Counts>>;

const NONE: Counts = { sent: 0, arrived: 0, arrived_bytes: 0, lost: 0, held: 0 };

export function tracesBetween(flows: readonly Flow[], before: Counted, after: Counted): Traces {
  const since = (node: NodeName, peer: NodeName, what: keyof Counts): number =>
    (after.get(node)?.get(peer) ?? NONE)[what] - (before.get(node)?.get(peer) ?? NONE)[what];
  const seen = flows
    .filter(({ treatment }) => treatment.kind !== 'pass')
    .map((flow) => {
      const { from, to, treatment } = flow;
      const isRefused = treatment.kind === 'refuse';
      const sent = since(from, to, 'sent');
      const lost = isRefused ? since(from, to, 'lost') : since(to, from, 'lost');
      const arrived = since(to, from, 'arrived');
      const isTotal = flow.part === 'all' && (isRefused || treatment.kind === 'cut');
      const isLimited = treatment.kind === 'limit';
      const count = isLimited ? since(from, to, 'held') : lost;
      const did = isLimited
        ? `held back ${count} times there`
        : isRefused
          ? `${lost} refused there`
          : `${lost} lost at ${to}`;
      return {
        from,
        to,
        sent,
        count,
        // where only some is to be lost or to wait, the rest has to arrive
        shown: sent > 0 && count > 0 && (arrived > 0 || !(isLimited || treatment.kind === 'drop')),
        leaked: isTotal ? arrived : 0,
        words: `${from}→${to} ${sent} sent, ${did}, ${arrived} arrived`,
      };
    });
  const pairs = Map.groupBy(seen, ({ from, to }) => [from, to].toSorted().join());
  return {
    kind: kindOf(flows),
    // the sender's count and the one of what became of it: neither alone is a receipt
    shown: [...pairs.values()].every((own) => own.some(({ shown }) => shown)),
    tight: seen.every(({ leaked }) => leaked === 0),
    by_wire: seen.map(({ from, to, count }) => ({ from, to, count })),
    words: `packets by wire, counted on both sides: ${seen.map(({ words }) => words).join('; ')}`,
  };
}

function kindOf(flows: readonly Flow[]): string {
  const kinds = new Set(flows.map(({ treatment }) => treatment.kind));
  if (kinds.has('limit')) return 'packets_held_back';
  return kinds.has('refuse') ? 'packets_refused' : 'packets_lost';
}
