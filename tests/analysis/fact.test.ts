import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factPaths, resolveFact } from '../../src/analysis/fact.ts';
import { nearest } from '../../src/analysis/nearest.ts';
import { showScalar } from '../../src/analysis/numeral.ts';
import type { JsonObject } from '../../src/contract/reading.ts';

const documents = new Map<string, JsonObject>([
  ['campaign-summary.json', { overall_pass: false, phases: [{ phase: 4 }], versions: { 'v0.6.0': 'old' } }],
  ['phase1-node-a.json', { recall_count: 3 }],
  ['phase4.json', { bound: { 'a.b': 1 }, note: null, huge: Number.POSITIVE_INFINITY }],
  ['evidence.sha256.json', { total: 7 }],
]);

describe('a fact', () => {
  it('is found in the summary, in a node of phase 1, in a phase and in any other document', () => {
    expect(resolveFact(documents, 'summary.overall_pass')).toEqual({ value: false });
    expect(resolveFact(documents, 'summary.phases.0.phase')).toEqual({ value: 4 });
    expect(resolveFact(documents, 'phase1.a.recall_count')).toEqual({ value: 3 });
    expect(resolveFact(documents, 'evidence.sha256.total')).toEqual({ value: 7 });
  });

  it('is found under keys that hold dots', () => {
    expect(resolveFact(documents, 'summary.versions.v0.6.0')).toEqual({ value: 'old' });
    expect(resolveFact(documents, 'phase4.bound.a.b')).toEqual({ value: 1 });
  });

  it('must be a scalar that can be shown', () => {
    expect(resolveFact(documents, 'summary.versions')).toEqual({ found: 'an object' });
    expect(resolveFact(documents, 'summary.phases')).toEqual({ found: 'a list' });
    expect(resolveFact(documents, 'phase4.note')).toEqual({ found: 'null' });
    expect(resolveFact(documents, 'phase4.huge')).toEqual({ found: 'a number too large to hold' });
  });

  it.each([
    '',
    'phase4',
    'phase4.',
    'phase4.nothing',
    'phase4.constructor.name',
    'summary.__proto__.x',
    'summary.phases.length',
    'a'.repeat(1000),
  ])('is not found at %j', (path) => {
    expect(resolveFact(documents, path)).toHaveProperty('found');
  });

  it('is found at every path that the search for a near one can propose', () => {
    const key = fc.stringMatching(/^[a-z_]{1,4}$/);
    const tree = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.integer(),
        fc.string(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3 }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(key, tree), (document) => {
        const one = new Map([['phase2.json', document]]);
        for (const path of factPaths(one)) expect(resolveFact(one, path)).toHaveProperty('value');
      }),
    );
  });
});

describe('the nearest path', () => {
  it('is the one with the fewest letters to mend', () => {
    expect(nearest('phase4.boundd.a', ['phase1.a.recall_count', 'phase4.bound.a.b', 'phase4.bound.a'])).toBe(
      'phase4.bound.a',
    );
    expect(nearest('kitten', ['sitting', 'mitten', 'mittem'])).toBe('mitten');
  });

  it('is null only where there is no path at all', () => {
    expect(nearest('x', [])).toBeNull();
    expect(nearest('x', ['phase4.bound'])).toBe('phase4.bound');
  });
});

describe('the value of a fact', () => {
  it('is shown with thousands apart and every decimal', () => {
    expect([0.2, 1000, 1234567.125, -1000, 999].map((value) => showScalar(value, null))).toEqual([
      '0.2',
      '1,000',
      '1,234,567.125',
      '-1,000',
      '999',
    ]);
    expect(showScalar('release/v0.6.0', null)).toBe('release/v0.6.0');
    expect(showScalar(true, null)).toBe('true');
  });

  it('is cut, never rounded up over a threshold', () => {
    expect(showScalar(0.9949999, 'fixed3')).toBe('0.994');
    expect(showScalar(0.9999999, 'percent')).toBe('99.999%');
    expect(showScalar(0.29, 'percent')).toBe('29%');
    expect(showScalar(24668417320, 'plain')).toBe('24668417320');
  });
});
