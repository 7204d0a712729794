// The checkers of keys against an oracle that tries every order: small histories of one key, of any shape.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../src/checkers/findings.ts';
import { modelOf } from '../../src/history/model.ts';
import type { HistoryOp, NodeName } from '../../src/history/ops.ts';
import { begin, NODES, RULES } from './literal-history.ts';
import { begins, ends, holding } from './literal-keys.ts';

type Kind = 'create' | 'update' | 'delete';
interface Planned {
  kind: Kind;
  from: number;
  to: number;
  how: 'acked' | 'not met' | 'unknown';
  node: NodeName;
}

const planned: fc.Arbitrary<Planned> = fc
  .record({
    kind: fc.constantFrom<Kind>('create', 'update', 'delete'),
    from: fc.integer({ min: 0, max: 6 }),
    length: fc.integer({ min: 1, max: 3 }),
    how: fc.constantFrom('acked', 'acked', 'acked', 'not met', 'unknown'),
    node: fc.constantFrom(...NODES),
  })
  .map(({ from, length, ...rest }) => ({ ...rest, from, to: from + length }));
const plans = fc.array(planned, { minLength: 1, maxLength: 4 });

const named = (i: number): string => `v${i}`;

function historyOf(plan: readonly Planned[], states: readonly (string | null)[]): HistoryOp[] {
  const lines = plan.flatMap(({ kind, from, to, how, node }, i) => [
    { at: 10 * from, op: begins(kind, named(i), node, 'k', i) },
    // ends come before the beginnings of the same moment: these are surely later
    { at: 10 * to - 1, op: ends(kind, named(i), how, null, 'k', i) },
  ]);
  const ordered = lines.toSorted((x, y) => x.at - y.at);
  const looks = states.map((state, i) => ({ at: 1_000, op: holding(NODES[i] ?? 'a', state) }));
  const all = [{ at: -1, op: begin }, ...ordered, ...looks];
  return all.map(({ at, op }, index) => ({ index, cycle: 1, time_ns: at, ...op }) as HistoryOp);
}

/** What a key may hold in the end: by trying every order of every choice of operations that real time allows. */
function admissible(plan: readonly Planned[]): Set<string | null> {
  const ends = new Set<string | null>();
  const acked = plan.flatMap(({ how }, i) => (how === 'acked' ? [i] : []));
  const isBefore = (x: Planned, y: Planned) => x.how === 'acked' && 10 * x.to - 1 < 10 * y.from;
  const visit = (done: readonly number[], state: string | null): void => {
    if (acked.every((i) => done.includes(i))) ends.add(state);
    plan.forEach((op, i) => {
      if (done.includes(i)) return;
      // nothing that surely came before may come later
      if (plan.some((other, j) => j !== i && !done.includes(j) && isBefore(other, op))) return;
      visit([...done, i], op.kind === 'delete' ? null : named(i));
    });
  };
  visit([], null);
  return ends;
}

const OF_KEYS = ['lost_update', 'stale_for_good', 'divergent', 'resurrected', 'half_deleted'];

const cases = plans.chain((plan) => {
  const states = [null, ...plan.flatMap(({ kind }, i) => (kind === 'delete' ? [] : [named(i)]))];
  const one = fc.constantFrom(...states);
  return fc.record({ plan: fc.constant(plan), states: fc.tuple(one, one, one), same: fc.boolean() });
});

describe('the checkers of keys', () => {
  test('find something exactly where a node holds what no order allows, or nodes hold different versions', () => {
    fc.assert(
      fc.property(cases, ({ plan, states: drawn, same }) => {
        fc.pre(plan.some(({ how }) => how === 'acked'));
        const states = same ? [drawn[0], drawn[0], drawn[0]] : drawn;
        const { anomalies } = findingsOf(modelOf(historyOf(plan, states), RULES));
        const found = anomalies.filter(({ name }) => OF_KEYS.includes(name)).map(({ name }) => name);
        const allowed = admissible(plan);
        const wrong = states.some((state) => !allowed.has(state)) || new Set(states).size > 1;
        expect({ plan, states, found: found.length > 0 }).toEqual({ plan, states, found: wrong });
      }),
      { numRuns: 3_000 },
    );
  });

  test('call a key lost only where no node holds what an order allows, and stale only where one does', () => {
    fc.assert(
      fc.property(cases, ({ plan, states }) => {
        fc.pre(plan.some(({ how }) => how === 'acked'));
        const { valid } = findingsOf(modelOf(historyOf(plan, states), RULES));
        const allowed = admissible(plan);
        const someRight = states.some((state) => allowed.has(state));
        if (valid.lost_update === false) expect(someRight).toBe(false);
        if (valid.stale_for_good === false) expect(someRight).toBe(true);
        if (valid.divergent === false)
          expect(new Set(states.filter((state) => allowed.has(state))).size).toBeGreaterThan(1);
        if (valid.resurrected === false || valid.half_deleted === false) {
          expect(states.some((state) => state !== null)).toBe(true);
          expect(allowed.has(null)).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
