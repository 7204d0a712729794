// Which writes get a page: in turn over classes and anomalies, the first evidence first, never more than so many.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ShownWrite, shownWrites } from '../../src/catalogue/shown-writes.ts';
import type { JsonObject } from '../../src/contract/reading.ts';

const found = (name: string, ...evidence: [cycle: number, ...ids: string[]][]): JsonObject => ({
  name,
  valid: false,
  evidence: evidence.map(([cycle, ...ids]) => ({ cycle, ids })),
});
const faults = (classes: Record<string, JsonObject[]>): JsonObject => ({
  faults: Object.fromEntries(Object.entries(classes).map(([name, anomalies]) => [name, { anomalies }])),
});
const all = () => true;
const keys = (writes: readonly ShownWrite[]) => writes.map(({ key }) => key);

describe('the writes that have a page', () => {
  it('are none where nothing was found', () => {
    expect(shownWrites(null, null, all)).toEqual([]);
    expect(shownWrites({ anomalies: [found('lost')] }, faults({ skew: [] }), all)).toEqual([]);
  });

  it('are taken in turn, so that no class, anomaly or cycle crowds out another', () => {
    const phase4 = faults({
      skew: [found('lost', [1, 'a1', 'a2', 'a3'], [2, 'b1']), found('flicker', [3, 'c1'])],
      kill: [found('lost', [1, 'd1', 'd2'])],
    });
    expect(keys(shownWrites(null, phase4, all))).toEqual(['a1', 'c1', 'd1', 'b1', 'd2', 'a2', 'a3']);
  });

  it('are named once, with everything that they are evidence of', () => {
    const phase4 = faults({ skew: [found('lost', [1, 'a']), found('missing', [1, 'a'], [2, 'b'])] });
    expect(shownWrites(null, phase4, all)).toEqual([
      { name: 'skew', cycle: 1, key: 'a', anomalies: ['lost', 'missing'] },
      { name: 'skew', cycle: 2, key: 'b', anomalies: ['missing'] },
    ]);
  });

  it('are only those whose history can be believed', () => {
    const phase4 = faults({ skew: [found('lost', [1, 'a'])], kill: [found('lost', [1, 'b'])] });
    expect(keys(shownWrites({ anomalies: [found('lost', [1, 'c'])] }, phase4, (name) => name !== 'skew'))).toEqual([
      'c',
      'b',
    ]);
  });

  it('are found by the invariants of a campaign that is older than the anomalies', () => {
    const phase4 = { faults: { skew: { invariants: { I2: { evidence: { cycle: 6, keys: ['a', 'b'] } } } } } };
    expect(shownWrites(null, phase4, all)).toEqual([
      { name: 'skew', cycle: 6, key: 'a', anomalies: ['I2'] },
      { name: 'skew', cycle: 6, key: 'b', anomalies: ['I2'] },
    ]);
  });

  it('are at most twenty-four, whatever the documents hold', () => {
    const many = Array.from({ length: 40 }, (_, cycle) => [cycle, `k${cycle}`, `l${cycle}`] as [number, ...string[]]);
    expect(shownWrites(null, faults({ skew: [found('lost', ...many)] }), all)).toHaveLength(24);
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (two, four) => {
        const nested = { anomalies: two } as JsonObject;
        const phase4 = {
          faults: { skew: nested, kill: { anomalies: [{ evidence: four }] }, x: four },
        } as unknown as JsonObject;
        expect(shownWrites(nested, phase4, all).length).toBeLessThanOrEqual(24);
      }),
    );
  });
});
