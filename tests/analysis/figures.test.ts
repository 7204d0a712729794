import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countFigures } from '../../src/analysis/figures.ts';

const figures = (cases: readonly [string, number][]): void => {
  expect(cases.map(([text]) => [text, countFigures(text)])).toEqual(cases);
};

describe('figures', () => {
  it('counts every numeral that states an amount', () => {
    figures([
      ['20 rows of 100', 2],
      ['0.995', 1],
      ['all 1,000 of them', 1],
      ['95%, in 13ms, 6x and 6×', 4],
      ['a 50-cycle run', 1],
      ['13-15 minutes', 2],
      ['20/100 = 0.2.', 3],
      ['1\u202f000 rows', 1],
      ['$0.10', 1],
      ['one of them', 0],
    ]);
  });

  it('leaves out dates and times', () => {
    figures([
      ['on 2026-04-20', 0],
      ['2026-04-20 13:30', 0],
      ['2026-04-20T13:30:34.5Z and 2026-04-20T13:30:34+02:00', 0],
      ['at 13:30:34 UTC', 0],
      ['20 April 2026, Apr 20 and April 20, 2026', 0],
      ['since 2026-04 only', 0],
      ['in March 100 writes', 1],
    ]);
  });

  it('leaves out versions, ids and addresses', () => {
    figures([
      ['v0.6.0, 0.6.0, v0.6, 0.6.0-rc1 and 127.0.0.1', 0],
      ['r19, #313, PR 313, PR #313 and phase2', 0],
      ['f81bd76 and 81bd76a', 0],
      ['soak-v0.6.0-r17 under SHA-256', 0],
      ['run 24668417320', 0],
      ['3f2a1c9e-1234-4abc-9def-001122334455', 0],
      ['https://example.org/20/100?n=3', 0],
    ]);
  });

  it('leaves out the number in a name, and counts what follows the name', () => {
    figures([
      ['Phase 4 failed', 0],
      ['phases 2 and 3, phases 1 to 4, phases 2, 3 and 4', 0],
      ['in phases 2 and 3, 100 writes', 1],
      ['in phase 2, 100 writes', 1],
      ['HTTP 503 from node 2 at line 102', 0],
      ['status 95% done', 1],
    ]);
  });

  it('leaves out list numbers', () => {
    figures([
      ['1. first\n2) second', 0],
      ['(1) first, (2) second', 0],
      ['the end was 20. And so on', 1],
    ]);
  });

  it('counts a list of plain integers one by one, whatever words stand between them', () => {
    const word = fc.constantFrom('of', 'and then', 'rows,', '—', 'were (');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 99_999 }), word), { maxLength: 20 }), (pairs) => {
        expect(countFigures(`saw ${pairs.flat().join(' ')}`)).toBe(pairs.length);
      }),
    );
  });
});
