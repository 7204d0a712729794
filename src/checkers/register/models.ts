// Which models the operations of one key refute. From the strongest to the weakest:
// - linearizable: some order keeps real time and explains every read;
// - sequential: some order keeps each client's own order and explains every read;
// - eventual: after quiesce all nodes give one value, which nothing replaced.
// What is linearizable is sequential. Neither says that nodes agree in the end, so a model counts only where every
// weaker one holds as well.

import type { Model } from '../../contract/consistency.ts';
import type { Budget } from './budget.ts';
import { comesToRest } from './eventual.ts';
import type { RegisterHistory } from './operation.ts';
import { hasOrder, IN_CLIENT_ORDER, IN_REAL_TIME } from './order.ts';
import { type Smallest, smallestRefuting } from './smallest.ts';

export interface KeyVerdict {
  key: string;
  ops: number;
  /** null: out of bounds, or not recorded. */
  valid: Record<Model, boolean | null>;
}

/** @param nodes every node that there is */
export function verdictOf({ key, ops }: RegisterHistory, nodes: readonly string[], budget: Budget): KeyVerdict {
  const linearizable = budget.within(() => hasOrder(ops, IN_REAL_TIME, budget));
  const sequential = linearizable === true ? true : budget.within(() => hasOrder(ops, IN_CLIENT_ORDER, budget));
  return {
    key,
    ops: ops.length,
    valid: {
      linearizable,
      sequential,
      eventual: comesToRest(ops, nodes).valid,
    },
  };
}

/**
 * The smallest part of the history that refutes the model.
 * @returns null where it is not refuted, or where even that ran out of bounds
 */
export function refutationOf(
  model: Model,
  { ops }: RegisterHistory,
  nodes: readonly string[],
  budget: Budget,
): Smallest | null {
  if (model === 'eventual') {
    const rest = comesToRest(ops, nodes);
    return rest.valid === false ? { ops: rest.by, isFewest: true } : null;
  }
  const laneOf = model === 'linearizable' ? IN_REAL_TIME : IN_CLIENT_ORDER;
  return budget.within(() => (hasOrder(ops, laneOf, budget) ? null : smallestRefuting(ops, laneOf, budget)));
}
