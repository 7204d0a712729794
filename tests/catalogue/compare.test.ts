// What changed between two campaigns.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Asserted, changesBetween, type Side } from '../../src/catalogue/compare.ts';
import { differencesBetween, type Figure, figuresIn, intervalOf } from '../../src/catalogue/figures-in.ts';
import type { DefectState } from '../../src/catalogue/findings-in.ts';

const check = (id: string, ok: boolean | null): Asserted => ({ id, label: id, expected: 'yes', got: ok, ok });
const finding = (id: string, state: DefectState['state']): DefectState => ({
  id,
  state,
  words: id,
  at: id,
  promised: null,
  cycle: null,
});
const side = (checks: Asserted[], findings: DefectState[] = []): Side => ({ checks, findings });
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

describe('The changes between two campaigns', () => {
  it('are what was fixed, broken, still broken, and decided in one of them only', () => {
    const before = side([check('a', false), check('b', true), check('c', false), check('d', true), check('e', null)]);
    const after = side([check('a', true), check('b', false), check('c', false), check('e', true), check('f', null)]);
    const changes = changesBetween(before, after);
    expect(ids(changes.fixed)).toEqual(['a']);
    expect(ids(changes.broken)).toEqual(['b']);
    expect(ids(changes.stillBroken)).toEqual(['c']);
    expect(ids(changes.inOne)).toEqual(['d', 'e']);
    expect(changes.held).toBe(0);
  });

  it('call a finding gone only where somebody looked for it again', () => {
    const before = side(
      [],
      ['a', 'b', 'c'].map((id) => finding(id, 'found')),
    );
    const after = side([], [finding('a', 'absent'), finding('b', 'found'), finding('d', 'found')]);
    const { gone, remaining, notLookedFor } = changesBetween(before, after).findings;
    expect([gone, remaining, notLookedFor].map(ids)).toEqual([['a'], ['b'], ['c']]);
  });

  it('call a finding new only where somebody had looked for it before', () => {
    const after = side([], [finding('a', 'found'), finding('b', 'found')]);
    const { fresh, firstLookedFor } = changesBetween(side([], [finding('a', 'absent')]), after).findings;
    expect([fresh, firstLookedFor].map(ids)).toEqual([['a'], ['b']]);
  });

  it('are none between a campaign and itself', () => {
    const oks = fc.option(fc.boolean());
    fc.assert(
      fc.property(fc.dictionary(fc.string(), oks), (checks) => {
        const one = side(Object.entries(checks).map(([id, ok]) => check(id, ok)));
        const { fixed, broken, inOne } = changesBetween(one, one);
        expect([fixed, broken, inOne]).toEqual([[], [], []]);
      }),
    );
  });

  it('count every check that one of the two decided exactly once', () => {
    const checks = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.option(fc.boolean()));
    fc.assert(
      fc.property(checks, checks, (one, two) => {
        const asChecks = (all: Record<string, boolean | null>) => Object.entries(all).map(([id, ok]) => check(id, ok));
        const { fixed, broken, stillBroken, inOne, held } = changesBetween(side(asChecks(one)), side(asChecks(two)));
        const decided = new Set(
          [one, two].flatMap((all) => Object.entries(all).flatMap(([id, ok]) => (ok === null ? [] : [id]))),
        );
        expect(fixed.length + broken.length + stillBroken.length + inOne.length + held).toBe(decided.size);
      }),
    );
  });
});

describe('The figures of two campaigns', () => {
  const share = (hits: number, of: number): Figure => ({
    id: 'x.clean',
    label: 'x',
    kind: 'share',
    value: hits / of,
    trials: { hits, of },
  });
  const exceeds = (before: Figure, after: Figure) => differencesBetween([before], [after])[0]?.exceeds;

  it('differ beyond their limits where these do not overlap', () => {
    expect(exceeds(share(10, 50), share(50, 50))).toBe(true);
    expect(exceeds(share(34, 50), share(35, 50))).toBe(false);
    expect(exceeds({ ...share(1, 2), trials: null }, share(50, 50))).toBeNull();
  });

  it('have limits around what was measured, and nearer ones with more trials', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 500 }), (of, some) => {
        const hits = Math.min(some, of);
        const limits = intervalOf(share(hits, of));
        const more = intervalOf(share(hits * 10, of * 10));
        if (!limits || !more) throw new Error('expected limits of a share with trials');
        expect(limits.lower).toBeLessThanOrEqual(hits / of);
        expect(limits.upper).toBeGreaterThanOrEqual(hits / of);
        expect(more.upper - more.lower).toBeLessThanOrEqual(limits.upper - limits.lower);
      }),
      { numRuns: 50 },
    );
  });

  it('are read from a document of phase 4, and none from one that holds no numbers', () => {
    const faults = { x: { acked: 200, cycles: 50, cycles_clean: 49, convergence_ms: { p95: 800 } } };
    expect(figuresIn({ convergence_by_fault: { x: 0.995 }, faults }).map(({ id, trials }) => [id, trials])).toEqual([
      ['x.bound', { hits: 199, of: 200 }],
      ['x.clean', { hits: 49, of: 50 }],
      ['x.p95', null],
    ]);
    expect(figuresIn({ convergence_by_fault: { x: 'about one' }, faults: [] })).toEqual([]);
    expect(figuresIn(null)).toEqual([]);
  });

  it('never throw, whatever the document holds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('x', 'y'), fc.jsonValue()), fc.jsonValue(), (bounds, faults) => {
        const figures = figuresIn({ convergence_by_fault: bounds, faults });
        for (const figure of figures) expect(Number.isFinite(figure.value)).toBe(true);
        differencesBetween(figures, figures);
      }),
    );
  });
});
