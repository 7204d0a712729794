// An ack promises W copies. What it was worth is seen before repair can add the copies that were missing: on the
// peers at once after the ack, and inside the fault, from the survivors and what a killed node had on its own disk.

import { holdsEqual, isItsOwn, type Look } from '../history/looks.ts';
import type { CycleModel, Write } from '../history/model.ts';
import { acks, type Checker, type CheckResult, type Found, invalid, undecided, VALID } from './checker.ts';

export const underReplicated: Checker = {
  name: 'under_replicated',
  applies: ({ acked, rules, recorded }) => acked.length > 0 && rules.quorum_writes > 1 && recorded.stages,
  check(model): CheckResult {
    const inside = copiesInside(model);
    const fresh = rightAfterTheAck(model);
    const found = [...inside.found, ...fresh.found];
    const W = model.rules.quorum_writes;
    if (found.length > 0) return invalid('under_replicated', found, (n) => `${acks(n)} with fewer than ${W} copies`);
    return inside.counted > 0 || model.rules.fault !== null ? underFault(inside) : withoutFault(fresh);
  },
};

/** Where a fault held, the look inside it decides. */
function underFault({ counted, open }: Inside): CheckResult {
  if (counted === 0) return undecided('no acked write was looked for inside the fault');
  return open > 0 ? undecided(`${acks(open)} on nodes that could not be read inside the fault`) : VALID;
}

/** Without one, the samples do, if half of them at least came before a round of catch-up. */
function withoutFault({ decided, sampled }: Fresh): CheckResult {
  return decided > 0 && 2 * decided >= sampled
    ? VALID
    : undecided('too few acked writes were looked up before a round of catch-up was over');
}

interface Inside {
  /** Acked writes that were there to be found. */
  counted: number;
  found: Found[];
  /** Acked writes that a node which could not be read may hold. */
  open: number;
}

/** Counts the copies of each acked write at the look inside the fault: the last look at each node there. */
function copiesInside(model: CycleModel): Inside {
  const looks = model.looks.filter((look) => look.name === 'inside');
  const [first] = looks;
  if (!first) return { counted: 0, found: [], open: 0 };
  const last = new Map(looks.map((look) => [look.node, look]));
  const readable = [...last.values()].filter((look) => look.rows !== null && isItsOwn(look));
  const unread = model.rules.nodes.length - readable.length;
  const found: Found[] = [];
  let open = 0;
  let counted = 0;
  for (const write of model.acked) {
    if (write.ended_ns > first.time_ns) continue;
    counted += 1;
    const copies = readable.filter((look) => holdsEqual(look, write)).length;
    if (copies >= model.rules.quorum_writes) continue;
    // a node that could not be read may hold one copy
    if (copies + unread >= model.rules.quorum_writes) open += 1;
    else
      found.push({
        key: write.key,
        ops: [...write.ops, ...readable.map(({ op }) => op)],
        nodes: lackingNodes(readable, write),
      });
  }
  return { counted, found, open };
}

const lackingNodes = (looks: readonly Look[], write: Write): string[] =>
  looks.filter((look) => !holdsEqual(look, write)).map(({ node }) => node);

interface Fresh {
  found: Found[];
  /** Samples that have their copies. */
  decided: number;
  sampled: number;
}

/** The acking node's own copy is taken for granted here; a look-up that came later than a round decides nothing. */
function rightAfterTheAck({ rules, lookups, acked }: CycleModel): Fresh {
  const found: Found[] = [];
  let decided = 0;
  const byKey = Map.groupBy(lookups, (op) => op.value.key);
  for (const write of acked) {
    const asked = byKey.get(write.key) ?? [];
    const inTime = asked.filter(
      (op) => op.type === 'ok' && (rules.catchup_round_ms === null || op.value.after_ms < rules.catchup_round_ms),
    );
    const copies = 1 + inTime.filter((op) => op.value.digest === write.digest).length;
    const unknown = rules.nodes.length - 1 - inTime.length;
    if (copies >= rules.quorum_writes) decided += 1;
    else if (copies + unknown < rules.quorum_writes) {
      const lacking = inTime.map((op) => op.value.node);
      found.push({ key: write.key, ops: [...write.ops, ...inTime.map(({ index }) => index)], nodes: lacking });
    }
  }
  return { found, decided, sampled: byKey.size };
}
