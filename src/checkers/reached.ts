// What a cycle came to do, of what a campaign should try: zeros show what was never tried.

import { REACHED_NAMES, type ReachedName } from '../contract/reached.ts';
import type { OnKey } from '../history/keys.ts';
import { isWriting } from '../history/keys.ts';
import { holdsEqual } from '../history/looks.ts';
import type { CycleModel, FaultWindow, Write } from '../history/model.ts';
import type { Nanoseconds } from '../history/ops.ts';

/** Every name but for those that need keys, where no client shares any; none without a fault. */
export function reachedIn(model: CycleModel): Partial<Record<ReachedName, boolean>> {
  const { fault } = model;
  if (fault === null || fault.holds_ns === null) return {};
  const asked = REACHED_NAMES.filter((name) => model.keys.size > 0 || !OF_KEYS.has(name));
  const held = { ...fault, holds_ns: fault.holds_ns };
  return Object.fromEntries(asked.map((name) => [name, IS_REACHED[name](model, held)]));
}

/** Cycles that came to each; a name that no cycle was asked for is left out. */
export function reachedOver(
  cycles: readonly Partial<Record<ReachedName, boolean>>[],
): Partial<Record<ReachedName, number>> {
  const asked = REACHED_NAMES.filter((name) => cycles.some((one) => one[name] !== undefined));
  return Object.fromEntries(asked.map((name) => [name, cycles.filter((one) => one[name] === true).length]));
}

type Held = FaultWindow & { holds_ns: Nanoseconds };

const OF_KEYS: ReadonlySet<ReachedName> = new Set([
  'one_key_two_nodes_under_fault',
  'deleted_under_fault',
  'made_again_after_delete',
  'read_under_fault',
  'delete_under_way_at_heal',
]);

const IS_REACHED: Record<ReachedName, (model: CycleModel, fault: Held) => boolean> = {
  write_under_way_at_injection: ({ writes }, { holds_ns }) => writes.some((write) => isUnderWay(write, holds_ns)),
  acked_under_fault: ({ acked }, fault) => acked.some((write) => isInside(write, fault)),
  refused_under_fault: ({ writes }, fault) =>
    writes.some((write) => write.error === 'quorum_not_met' && isInside(write, fault)),
  never_answered: (model) => allOf(model).some(({ outcome }) => outcome === 'unknown'),
  both_sides_written(model, fault) {
    const inside = allOf(model).filter((op) => isInside(op, fault));
    const isCut = ({ node }: Pick<Write, 'node'>) => node !== null && fault.out_of_reach.includes(node);
    return inside.some(isCut) && inside.some((op) => !isCut(op));
  },
  repaired: ({ acked, looks, final }) =>
    looks.some((look) => {
      const last = look.name === 'inside' && look.rows !== null ? final.get(look.node) : null;
      return last
        ? acked.some((write) => write.ended_ns < look.time_ns && !holdsEqual(look, write) && holdsEqual(last, write))
        : false;
    }),
  one_key_two_nodes_under_fault: (model, fault) =>
    histories(model).some((ops) => {
      const inside = ops.filter((op) => isWriting(op) && isInside(op, fault));
      return new Set(inside.map(({ node }) => node)).size > 1;
    }),
  deleted_under_fault: (model, fault) =>
    onKeys(model).some((op) => op.kind === 'delete' && op.outcome === 'acked' && isInside(op, fault)),
  made_again_after_delete: (model) =>
    histories(model).some((ops) =>
      ops.some(
        (gone) =>
          gone.kind === 'delete' &&
          gone.outcome === 'acked' &&
          ops.some((again) => again.kind === 'create' && wasSent(again) && again.invoked_ns > gone.ended_ns),
      ),
    ),
  read_under_fault: (model, fault) =>
    onKeys(model).some((op) => op.kind === 'get' && op.outcome === 'acked' && isInside(op, fault)),
  delete_under_way_at_heal: (model, { healing_ns }) =>
    healing_ns !== null && onKeys(model).some((op) => op.kind === 'delete' && isUnderWay(op, healing_ns)),
};

type Timed = Pick<Write, 'invoked_ns' | 'ended_ns' | 'outcome'>;

/** What the harness could not send was not tried. */
const wasSent = ({ outcome }: Pick<Write, 'outcome'>): boolean => outcome !== 'unsent';
const isUnderWay = (op: Timed, at: Nanoseconds): boolean => wasSent(op) && op.invoked_ns < at && op.ended_ns > at;
const isInside = (op: Timed, { holds_ns, healing_ns }: Held): boolean =>
  wasSent(op) && op.invoked_ns >= holds_ns && op.invoked_ns < (healing_ns ?? Number.POSITIVE_INFINITY);

const histories = ({ keys }: CycleModel): (readonly OnKey[])[] => [...keys.values()].map(({ ops }) => ops);
const onKeys = (model: CycleModel): OnKey[] => histories(model).flat();
const allOf = (model: CycleModel): (Write | OnKey)[] => [
  ...model.writes,
  ...onKeys(model).filter(({ kind }) => kind !== 'get'),
];
