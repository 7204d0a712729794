// Which models the shared keys of a cycle, and of all cycles of a class, leave standing, with the smallest part of a
// history that refutes each of the others.

import { type Consistency, MODELS, type Model, type Refutation } from '../../contract/consistency.ts';
import { DECIDED_SHARE_MIN } from '../../contract/names.ts';
import { inMs } from '../../history/ops.ts';
import { Budget } from './budget.ts';
import { type KeyVerdict, refutationOf, verdictOf } from './models.ts';
import { isRead, type RegisterHistory, type RegisterOp } from './operation.ts';
import type { Smallest } from './smallest.ts';

/** Refuted keys of which a smallest part is sought, the ones with the fewest operations first. */
const REFUTATIONS_MAX = 3;
const OPS_SHOWN_MAX = 24;

interface OfModel {
  /** Keys that refute it. */
  refuted: number;
  /** Keys that could not be decided. */
  unknown: number;
  smallest: (Smallest & { key: string }) | null;
}

export interface CycleConsistency {
  keys: number;
  ops: number;
  /** Of clients, answered. */
  reads: number;
  models: Record<Model, OfModel>;
}

/**
 * @param histories of keys of which a client read something
 * @param nodes every node that there is
 * @returns null where there is no such key: nothing was shown
 */
export function consistencyOf(
  histories: readonly RegisterHistory[],
  nodes: readonly string[],
  budget = new Budget(),
): CycleConsistency | null {
  if (histories.length === 0) return null;
  const inTurn = histories.toSorted((x, y) => x.ops.length - y.ops.length || (x.key < y.key ? -1 : 1));
  const verdicts = inTurn.map((history) => verdictOf(history, nodes, budget));
  const ofModel = (model: Model): OfModel => ({
    refuted: verdicts.filter(({ valid }) => valid[model] === false).length,
    unknown: verdicts.filter(({ valid }) => valid[model] === null).length,
    smallest: smallestOf(model, inTurn, verdicts, nodes, budget),
  });
  return {
    keys: histories.length,
    ops: histories.reduce((sum, { ops }) => sum + ops.length, 0),
    reads: histories.reduce((sum, { ops }) => sum + ops.filter((op) => isRead(op) && !op.final).length, 0),
    models: {
      linearizable: ofModel('linearizable'),
      sequential: ofModel('sequential'),
      eventual: ofModel('eventual'),
    },
  };
}

function smallestOf(
  model: Model,
  histories: readonly RegisterHistory[],
  verdicts: readonly KeyVerdict[],
  nodes: readonly string[],
  budget: Budget,
): OfModel['smallest'] {
  const refuted = histories.filter((_, at) => verdicts[at]?.valid[model] === false).slice(0, REFUTATIONS_MAX);
  const found = refuted.flatMap((history) => {
    const smallest = refutationOf(model, history, nodes, budget);
    return smallest ? [{ ...smallest, key: history.key }] : [];
  });
  return found.reduce<OfModel['smallest']>((least, one) => (least && fits(least, one) ? least : one), null);
}

const fits = (least: Smallest, other: Smallest): boolean => least.ops.length <= other.ops.length;

/** Of a cycle, or of many: false by one key, true where no key is open. */
export const isStanding = ({ refuted, unknown }: Pick<OfModel, 'refuted' | 'unknown'>): boolean | null =>
  refuted > 0 ? false : unknown > 0 ? null : true;

/** @returns null where no cycle had a key of which a client read something */
export function classConsistency(
  cycles: readonly { cycle: number; consistency: CycleConsistency | null }[],
): Consistency | null {
  const judged = cycles.flatMap(({ cycle, consistency }) => (consistency ? [{ cycle, ...consistency }] : []));
  if (judged.length === 0) return null;
  const models = Object.fromEntries(MODELS.map((model) => [model, modelOver(judged, model)])) as ModelsOf;
  return {
    model: strongest(models),
    cycles: judged.length,
    keys: judged.reduce((sum, { keys }) => sum + keys, 0),
    ops: judged.reduce((sum, { ops }) => sum + ops, 0),
    reads: judged.reduce((sum, { reads }) => sum + reads, 0),
    ...models,
  };
}

type ModelsOf = Pick<Consistency, Model>;
type Judged = CycleConsistency & { cycle: number };

function modelOver(cycles: readonly Judged[], model: Model): Consistency[Model] {
  const own = cycles.map(({ cycle, models }) => ({ cycle, ...models[model] }));
  const decided = own.filter((one) => isStanding(one) !== null).length;
  const refuted_keys = own.reduce((sum, { refuted }) => sum + refuted, 0);
  const found = own.flatMap(({ cycle, smallest }) => (smallest ? [{ cycle, ...smallest }] : []));
  const [first, ...others] = found;
  const smallest = first && others.reduce((least, one) => (fits(least, one) ? least : one), first);
  return {
    valid: refuted_keys > 0 ? false : decided >= DECIDED_SHARE_MIN * own.length ? true : null,
    refuted_keys,
    unknown_keys: own.reduce((sum, { unknown }) => sum + unknown, 0),
    refuted_by: smallest ? written(smallest) : null,
  };
}

/** The strongest that holds together with every weaker one, as far as that could be decided. */
function strongest(models: ModelsOf): Consistency['model'] {
  if (models.eventual.valid !== true) return models.eventual.valid === false ? 'none' : null;
  if (models.sequential.valid !== true) return 'eventual';
  return models.linearizable.valid === true ? 'linearizable' : 'sequential';
}

function written({ cycle, key, ops, isFewest }: Smallest & { cycle: number; key: string }): Refutation {
  const began = Math.min(...ops.map(({ invoke }) => invoke));
  return {
    cycle,
    key,
    ops_in_all: ops.length,
    fewest: isFewest,
    ops: ops.slice(0, OPS_SHOWN_MAX).map(({ op, client, node, kind, value, invoke, answer, final }: RegisterOp) => ({
      op,
      client: final ? null : client,
      node,
      kind,
      value,
      from_ms: inMs(invoke - began),
      to_ms: answer === null ? null : inMs(answer - began),
    })),
  };
}
