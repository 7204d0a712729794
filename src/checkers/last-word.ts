// What a key may hold in the end, and what each node holds. The last word of a key is any acked operation that no later
// acked one (in real time) replaced, or one whose outcome is unknown or whose quorum was not met: its row stays where it
// was written, and may win. Whatever else a node holds was replaced. The checkers of keys take this; each names its own.

import { isWriting, type KeyHistory, mayHold, type OnKey } from '../history/keys.ts';
import type { Look } from '../history/looks.ts';
import type { CycleModel } from '../history/model.ts';
import type { NodeName } from '../history/ops.ts';
import { type Checker, type CheckResult, type Found, invalid, undecidedByUnread, VALID } from './checker.ts';

/** What a node holds for a key at the end: a version of it, or nothing. */
export interface Held {
  node: NodeName;
  /** Index of the look. */
  look: number;
  /** null: nothing. */
  version: OnKey | null;
  promoted: boolean;
  /** It is a last word, or was left by one. */
  isLast: boolean;
}

export interface Ending {
  key: string;
  /** The acked and possible operations that may have the last word. */
  words: readonly OnKey[];
  /** By node that could be read; a node whose row no operation wrote, or that has two, is left out: others name that. */
  held: readonly Held[];
  /** Every node could be read, and none is left out. */
  isWhole: boolean;
  /** An acked promotion that nothing undid; null: none. */
  promotion: OnKey | null;
}

/** Every key that an acked operation wrote. */
export function endingsOf({ keys, final }: CycleModel): Ending[] {
  const looks = [...final.values()].filter((look) => look !== null);
  return [...keys.values()]
    .filter(({ ops }) => ops.some(isAckedWriting))
    .map((one) => endingOf(one, looks, final.size));
}

const isAckedWriting = (op: OnKey): boolean => isWriting(op) && op.outcome === 'acked';

function endingOf(history: KeyHistory, looks: readonly Look[], nodes: number): Ending {
  const words = lastWords(history.ops);
  const canBeGone = words.some(({ kind }) => kind === 'delete');
  const held = looks.flatMap((look): Held[] => {
    const rows = look.byKey.get(history.key) ?? [];
    const seen = history.seen(rows[0]?.[2] ?? null);
    // what was refused for good, or never sent, is no version that a key may hold, and is named by itself
    if (rows.length > 1 || seen.is === 'other' || (seen.is === 'version' && !mayHold(seen.of))) return [];
    const at = { node: look.node, look: look.op };
    if (seen.is === 'nothing') return [{ ...at, version: null, promoted: false, isLast: canBeGone }];
    return [{ ...at, version: seen.of, promoted: seen.promoted, isLast: words.includes(seen.of) }];
  });
  return { key: history.key, words, held, isWhole: held.length === nodes, promotion: lastingPromotion(history.ops) };
}

/** Writing operations that no acked one replaced which began after they had ended. */
export function lastWords(ops: readonly OnKey[]): OnKey[] {
  const latest = Math.max(...ops.filter(isAckedWriting).map(({ invoked_ns }) => invoked_ns));
  return ops.filter((op) => isWriting(op) && mayHold(op) && (op.outcome !== 'acked' || op.ended_ns >= latest));
}

/** One that every possible delete came before: a row that is made anew begins low again. */
function lastingPromotion(ops: readonly OnKey[]): OnKey | null {
  const deletes = ops.filter((op) => op.kind === 'delete' && mayHold(op));
  const ended = Math.max(
    ...deletes.map(({ outcome, ended_ns }) => (outcome === 'acked' ? ended_ns : Number.POSITIVE_INFINITY)),
  );
  const acked = ops.filter((op) => op.kind === 'promote' && op.outcome === 'acked');
  return acked.find(({ invoked_ns }) => invoked_ns > ended) ?? null;
}

/** A node holds what was replaced by a delete, and by nothing else that was acked. */
export function isUndeleted({ words }: Ending, { version, isLast }: Held): boolean {
  const acked = words.filter(({ outcome }) => outcome === 'acked');
  return version !== null && !isLast && acked.length > 0 && acked.every(({ kind }) => kind === 'delete');
}

export const ackedDeletes = ({ words }: Ending): OnKey[] =>
  words.filter(({ kind, outcome }) => kind === 'delete' && outcome === 'acked');

/** The operations that show what a key's end was, and the looks at the nodes. */
export const evidenceOf = ({ key, words }: Ending, held: readonly Held[]): Found => ({
  key,
  nodes: held.map(({ node }) => node),
  ops: [...words.flatMap(({ ops }) => ops), ...held.flatMap(({ version, look }) => [...(version?.ops ?? []), look])],
});

const wasWritten = ({ keys }: CycleModel): boolean => [...keys.values()].some(({ ops }) => ops.some(isAckedWriting));

const wasDeleted = (model: CycleModel): boolean =>
  [...model.keys.values()].some(({ ops }) => ops.some(({ kind, outcome }) => kind === 'delete' && outcome === 'acked'));

/**
 * A checker of the keys of a cycle.
 * @param find what of one key shows the anomaly; null: nothing
 */
export function keyChecker(
  name: Checker['name'],
  about: 'writes' | 'deletes',
  find: (ending: Ending) => Found | null,
  words: (count: number, nodes: readonly string[]) => string,
): Checker {
  return {
    name,
    applies: about === 'deletes' ? wasDeleted : wasWritten,
    check(model): CheckResult {
      const found = endingsOf(model).flatMap((ending) => find(ending) ?? []);
      if (found.length > 0) return invalid(name, found, words);
      return undecidedByUnread(model) ?? VALID;
    },
  };
}
