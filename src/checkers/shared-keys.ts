// What clients did to the keys that they share, as operations on registers: the one place that knows the history's model
// and what register and session checkers are given. Only a history with stages has a last look behind a barrier.
//
// A get asks for a row by an id that some ack gave. Where it shows a version, it shows what the key held. Where it shows
// nothing, the key may still be there under another id: then it says nothing at all, and is left out. That can be ruled
// out only where every create of the key that the read may have met was acked, with one and the same id.

import { isWriting, type KeyHistory, mayHold, type OnKey } from '../history/keys.ts';
import type { CycleModel } from '../history/model.ts';
import type { Nanoseconds } from '../history/ops.ts';
import type { RegisterHistory, RegisterOp } from './register/operation.ts';

/** Clients have numbers from 0 on; whoever reads the nodes at the end has one for each node below. */
const LAST_LOOK = -1;

/** Keys of which a client read something, each with all that was done to it and what every node gave at the end. */
export function registersOf(model: CycleModel): RegisterHistory[] {
  if (!model.recorded.stages) return [];
  return [...model.keys.values()].flatMap((history) => {
    const ops = history.ops.flatMap((op) => operationOf(op, history, model));
    const isShown = ops.some(({ kind, ok }) => kind === 'read' && ok);
    return isShown ? [{ key: history.key, ops: [...ops, ...lastReads(history, model)] }] : [];
  });
}

function operationOf(op: OnKey, history: KeyHistory, model: CycleModel): RegisterOp[] {
  const { client, node, invoked_ns: invoke, outcome, ended_ns, value } = op;
  if (outcome === 'unsent') return [];
  const at = { op: op.ops.at(-1) ?? 0, client, node, invoke };
  if (isWriting(op)) {
    const isKnown = outcome === 'acked' || !mayHold(op);
    const ends = { answer: isKnown ? ended_ns : null, ok: outcome === 'acked' };
    const isDelete = op.kind === 'delete';
    return [{ ...at, kind: isDelete ? 'delete' : 'write', value: isDelete ? null : value, ...ends }];
  }
  if (op.seen === null) return [];
  if (op.seen.is === 'nothing' && !isOfOneId(history, model, ended_ns)) return [];
  return [{ ...at, kind: 'read', value: versionIn(op.seen), answer: ended_ns, ok: true }];
}

/** What a version is called; a row that nobody wrote so is a value that nobody wrote. */
function versionIn(seen: NonNullable<OnKey['seen']>): string | null {
  if (seen.is === 'nothing') return null;
  return seen.is === 'version' ? seen.of.value : `a row that nobody wrote (${seen.digest})`;
}

function isOfOneId({ ops, ids, key }: KeyHistory, { looks }: CycleModel, until: Nanoseconds): boolean {
  const isOpen = ops.some(
    (op) => op.kind === 'create' && op.outcome !== 'acked' && mayHold(op) && op.invoked_ns <= until,
  );
  const shown = looks.flatMap((look) => (look.byKey.get(key) ?? []).map(([id]) => id));
  return !isOpen && new Set([...ids, ...shown]).size === 1;
}

/** One read of each node that could be read, between the barrier and its own answer. */
function lastReads(history: KeyHistory, { final, rules, final_look_ns }: CycleModel): RegisterOp[] {
  return rules.nodes.flatMap((node, number): RegisterOp[] => {
    const look = final.get(node);
    const rows = look?.byKey.get(history.key) ?? [];
    if (!look || rows.length > 1 || final_look_ns === null) return [];
    const at = { op: look.op, client: LAST_LOOK - number, node, invoke: final_look_ns, answer: look.time_ns };
    return [{ ...at, kind: 'read', value: versionIn(history.seen(rows[0]?.[2] ?? null)), ok: true, final: true }];
  });
}
