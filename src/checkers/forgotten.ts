// A node that acked a write must have it when it opens its own data again after SIGKILL, before any peer can bring it.
// A history without such a look can still show the worst of it: what the node lacks even after repair.

import { holds, isItsOwn, type Look } from '../history/looks.ts';
import type { Write } from '../history/model.ts';
import type { NodeName } from '../history/ops.ts';
import { acks, type Checker, type CheckResult, type Found, invalid, undecided, VALID } from './checker.ts';

export const forgotten: Checker = {
  name: 'forgotten',
  applies: ({ fault, rules }) => (fault?.killed.length ?? 0) > 0 && rules.serves_alone !== false,
  check(model): CheckResult {
    const found: Found[] = [];
    const open: string[] = [];
    for (const node of model.fault?.killed ?? []) {
      const own = model.looks.findLast(
        (look) => look.node === node && look.name === 'inside' && look.peer_bytes !== null,
      );
      const look = own?.rows && isItsOwn(own) ? own : null;
      if (!look) open.push(reasonOf(node, own));
      const latest = look ?? model.final.get(node) ?? null;
      // a node that is ended only before the look may ack while the fault holds
      const until_ns = look?.time_ns ?? model.fault?.holds_ns ?? null;
      const acked = model.acked.filter((write) => ackedBefore(until_ns, [node], write.node, write.ended_ns));
      if (acked.length === 0) open.push(`node ${node} had acked nothing before it was killed`);
      if (latest) found.push(...acked.filter((write) => !holds(latest, write)).map((write) => foundAt(write, latest)));
    }
    if (found.length > 0) {
      return invalid('forgotten', found, (n) => `${acks(n)} that the killed node had acked, and lacks in its own data`);
    }
    return open.length > 0 ? undecided(open.join('; ')) : VALID;
  },
};

function ackedBefore(
  until_ns: number | null,
  killed: readonly NodeName[],
  node: NodeName | null,
  ended_ns: number,
): boolean {
  return killed.includes(node ?? 'a') && (until_ns === null || ended_ns <= until_ns);
}

const foundAt = ({ key, ops }: Write, { node, op }: Look): Found => ({ key, ops: [...ops, op], nodes: [node] });

function reasonOf(node: NodeName, look: Look | undefined): string {
  if (!look) return `node ${node} was not read behind cut wires`;
  if (!look.rows) return `node ${node} could not be read behind cut wires`;
  return `${look.peer_bytes} bytes of peers had reached node ${node} before it was read`;
}
