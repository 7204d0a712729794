import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DECIMALS_MAX, figureInWords, figuresInJson, figuresInText } from '../../src/contract/figure-form.ts';

describe('A figure', () => {
  it('has one form, whole or not', () => {
    expect([0, 999, 1000, -2500, 1_234_567, 0.5, 0.9984260230849947, 1234.5].map((one) => figureInWords(one))).toEqual([
      '0',
      '999',
      '1,000',
      '-2,500',
      '1,234,567',
      '0.5',
      '0.99842',
      '1,234.5',
    ]);
  });

  it('has no digits beyond its form, whatever the number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(figureInWords(value)).toMatch(
          new RegExp(`^-?(\\d{1,3}(,\\d{3})*(\\.\\d{1,${DECIMALS_MAX}})?|\\d\\.\\d\\de[+]\\d+)$|^(above|below) `),
        );
      }),
    );
  });
});

describe('A sentence of an artifact', () => {
  it('shows its figures in that form', () => {
    expect(figuresInText('clock_skew_peer: bound 0.9928695652173913 is below 0.995')).toBe(
      'clock_skew_peer: bound 0.99286 is below 0.995',
    );
    expect(figuresInText('2500 rows: expected 2500 back, found 1000.')).toBe(
      '2,500 rows: expected 2,500 back, found 1,000.',
    );
  });

  it.each([
    'kill_primary_mid_write-1-14-3 of cycle 12',
    'phase4.json:1299, on 127.0.0.1:40123',
    'at 2026-11-27T01:12:42Z, version 0.6.4, id 9f12345e, answer 503',
    'pid 40321 listens on port 47131, seed 20261127, line 1234, run 24668417320',
    'already 1,000 of 12,345.6',
    'https://example.org/1234/2345 and build+1234',
  ])('leaves names, places and times alone: %s', (text) => {
    expect(figuresInText(text)).toBe(text);
  });

  it('gives the same when asked twice, and in time in proportion to the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(figuresInText(figuresInText(text))).toBe(figuresInText(text));
      }),
    );
    expect(figuresInText('1'.repeat(100_000))).toHaveLength(100_000);
  });
});

it('A value in JSON stays JSON, its fractions in form', () => {
  expect(JSON.stringify({ rows: 2500, bound: 0.9928695652173913, words: '0.9928695652173913' }, figuresInJson)).toBe(
    '{"rows":2500,"bound":0.99286,"words":"0.9928695652173913"}',
  );
});
