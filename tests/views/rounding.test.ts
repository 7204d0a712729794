import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showScalar } from '../../src/analysis/numeral.ts';
import { gotInWords } from '../../src/views/campaign/phase/got.ts';
import { boundInWords, grouped, milliseconds, upperInWords } from '../../src/views/rounding.ts';

describe('a printed figure', () => {
  it('that is a lower limit is never better than the one that was computed', () => {
    expect(boundInWords(0.9949999)).toBe('0.99499');
    expect(boundInWords(0.999558)).toBe('0.99955');
  });

  it('that is an upper limit is never better either', () => {
    expect(upperInWords(0.0581552)).toBe('0.05816');
  });

  it('that has no more digits than are shown stays what it is', () => {
    expect([boundInWords(0.995), upperInWords(0.2), boundInWords(1), upperInWords(0)]).toEqual([
      '0.995',
      '0.2',
      '1',
      '0',
    ]);
  });

  it('that was measured has no digits that were not', () => {
    expect([0.2, 1, 0.9755555, 0.994999].map(boundInWords)).toEqual(['0.2', '1', '0.97555', '0.99499']);
  });

  it('has one form as a check, as a bound and as a limit', () => {
    const found = 0.9984260230849947;
    expect([grouped(found), boundInWords(found), gotInWords(found), showScalar(found, null)]).toEqual(
      Array(4).fill('0.99842'),
    );
    const limit = 0.0581552;
    expect([upperInWords(limit), showScalar(limit, null, 'cycle_failure_upper95')]).toEqual(['0.05816', '0.05816']);
  });

  it('groups its digits, and knows no more of a time than was measured', () => {
    expect([grouped(12_314), milliseconds(1069.5), milliseconds(4.83), milliseconds(0)]).toEqual([
      '12,314',
      '1,070',
      '4.8',
      '0',
    ]);
  });

  it('that fits no cell is shortened, and one that no double holds says on which side', () => {
    expect([1e300, -1e300, 1e15].map(grouped)).toEqual(['1.00e+300', '-1.00e+300', '1.00e+15']);
    expect([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(boundInWords)).toEqual([
      'above 1.8e+308',
      'below -1.8e+308',
    ]);
    expect([1e308, 123_456, 0.5].map(grouped)).toEqual(['1.00e+308', '123,456', '0.5']);
  });

  it('is short, whatever the number', () => {
    const forms = [grouped, milliseconds, boundInWords, upperInWords];
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        for (const form of forms) expect(form(value)).toMatch(/^(above|below)? ?-?[\d.,e+-]{1,26}$/);
      }),
    );
  });
});
