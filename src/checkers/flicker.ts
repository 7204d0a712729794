// A row that a node showed, and then did not, in one life of the node. Lists alone show nothing here: what is said to
// be gone was asked for by its id, at the look inside or at the final one.

import type { Look } from '../history/looks.ts';
import type { CycleModel } from '../history/model.ts';
import { type Checker, type CheckResult, type Found, invalid, plural, undecided, VALID } from './checker.ts';

export const flicker: Checker = {
  name: 'flicker',
  applies: ({ recorded, acked }) => recorded.stages && acked.length > 0,
  check(model): CheckResult {
    const seen = model.looks.map((look) => ({ look, sightings: sightingsBefore(model, look) }));
    const found = seen.flatMap(({ look, sightings }) => goneAt(look, sightings));
    if (found.length > 0) {
      return invalid(
        'flicker',
        found,
        (n, nodes) => `${n} ${plural(n, 'row')} seen and then gone on node ${nodes.join(', ')}`,
      );
    }
    const isSeen = seen.some(({ sightings }) => sightings.length > 0);
    return isSeen ? VALID : undecided('no row was seen twice in one life of a node');
  },
};

interface Sighting {
  id: string;
  key: string;
  op: number;
}

/** Acked rows that the node showed earlier in the same life, before a look at which each was asked for by id. */
function sightingsBefore({ looks, lookups, acked }: CycleModel, look: Look): Sighting[] {
  if (look.life === null || look.rows === null) return [];
  const ids = new Map(acked.map((write) => [write.key, write.id ?? '']));
  const earlier = looks.filter(
    (one) => one.node === look.node && one.life === look.life && one.time_ns < look.time_ns && one.rows !== null,
  );
  const read = earlier.flatMap((one) =>
    [...one.byId.values()].filter(([id, key]) => ids.get(key) === id).map(([id, key]) => ({ id, key, op: one.op })),
  );
  const lookedUp = lookups
    .filter(({ value, time_ns }) => value.node === look.node && value.life === look.life && time_ns < look.time_ns)
    .filter(({ value }) => typeof value.digest === 'string')
    .map(({ value, index }) => ({ id: ids.get(value.key) ?? '', key: value.key, op: index }));
  return [...read, ...lookedUp];
}

function goneAt(look: Look, sightings: readonly Sighting[]): Found[] {
  const gone = sightings.filter(({ id }) => id !== '' && !look.byId.has(id));
  return [...new Map(gone.map((one) => [one.key, one])).values()].map(({ key, op }) => ({
    key,
    nodes: [look.node],
    ops: [op, look.op],
  }));
}
