// What a list leaves out is said in one way.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fewOf, firstOf, leftOut } from '../../src/views/left-out.ts';

describe('A list on a page', () => {
  it('says how many are left out, and where all of them are', () => {
    expect(firstOf(['a', 'b', 'c'], 2, '/all/', 'letters')).toEqual({
      rows: ['a', 'b'],
      more: { text: 'and 1 more letters', href: '/all/' },
    });
    expect(leftOut(1_200, '/all/')).toEqual({ text: 'and 1,200 more', href: '/all/' });
  });

  it('says nothing where it leaves out nothing', () => {
    expect(firstOf(['a'], 1, '/all/').more).toBeUndefined();
    expect(leftOut(-3, '/all/')).toBeUndefined();
    expect(fewOf(['a', 'b'], 2)).toBe('a, b');
  });

  it('counts every one, shown or not', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 0, max: 20 }), (all, max) => {
        const { rows, more } = firstOf(all, max, '/all/');
        const left = Number(/^and ([\d,]+) more$/.exec(more?.text ?? 'and 0 more')?.[1]);
        expect(rows.length + left).toBe(all.length);
      }),
    );
  });

  it('within a sentence says so too', () => {
    expect(fewOf(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
  });
});
