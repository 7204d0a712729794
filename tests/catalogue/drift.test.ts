// When a series is out of line with itself, and when nothing can be said.

import { describe, expect, test } from 'vitest';
import { driftOf, type Measure, NEWEST, VALUES_MIN } from '../../src/catalogue/drift.ts';

const measure = (values: readonly number[], kind: Measure['kind'] = 'milliseconds'): Measure => ({
  id: 'x',
  label: 'x',
  kind,
  values: values.map((value, index) => ({ ordinal: index + 1, value })),
});
const steady = [100, 104, 98, 101, 103, 99, 102, 97, 100, 105, 101, 99];

describe('A measure', () => {
  test('of too few values says nothing', () => {
    expect(driftOf(measure(steady.slice(0, VALUES_MIN - 1)))).toBeNull();
    expect(driftOf(measure([]))).toBeNull();
  });

  test('that is steady is in line', () => {
    expect(driftOf(measure(steady))).toMatchObject({ median: 100.5, outside: [], shift: null });
  });

  test('names the number that is out of line, however odd it is', () => {
    expect(driftOf(measure([...steady, 1e9, 100, 101, 99, 100]))?.outside).toEqual([steady.length + 1]);
  });

  test('has shifted where the newest values are elsewhere', () => {
    const drift = driftOf(measure([...steady, ...Array(NEWEST).fill(140)]));
    expect(drift?.shift).toEqual({ from: 100.5, to: 140 });
  });

  test('of equal values has no spread: a difference counts from a smallest one on', () => {
    const bounds = (last: number) => driftOf(measure([...Array(10).fill(1), last], 'share'));
    expect(bounds(0.9995)?.outside).toEqual([]);
    expect(bounds(0.99)?.outside).toEqual([11]);
  });
});
