// Whether two campaigns were run in the same way, and what no campaign of a release tried.

import { describe, expect, it } from 'vitest';
import { experimentsDiffer } from '../../../src/views/compare/experiment.ts';
import { untestedIn } from '../../../src/views/releases/untested.ts';
import { fault } from '../../fixtures/proofhouse.ts';
import { catalogueOf } from '../../fixtures/releases.ts';

const CLASS = 'partition_minority';
const ANOMALY = {
  name: 'missing',
  valid: true,
  promised: true,
  cycles: 1,
  undecided: 0,
  found_in: 0,
  count: 0,
  evidence: [],
};
const staged = { faults: { [CLASS]: { ...fault(), anomalies: [ANOMALY] } } };
const older = { faults: { [CLASS]: fault() } };

function said(before: object, after: object): string | null {
  const read = catalogueOf({
    'quay-r1': { month: 2, phase4: { ...before } },
    'quay-r2': { month: 3, phase4: { ...after } },
  });
  const [one, other] = [read.byId.get('quay-r1'), read.byId.get('quay-r2')];
  if (!one || !other) throw new Error('expected two campaigns');
  return experimentsDiffer(read, one, other);
}

describe('Two campaigns', () => {
  it('that were not run in the same way are compared with a caution, which names the one that looked more closely', () => {
    expect(said(older, staged)).toContain('only quay-r2 wrote through every node');
    expect(said(staged, older)).toContain('only quay-r1 wrote through every node');
    expect(said({ faults: {} }, older)).toContain('only quay-r2 counted each write');
  });

  it('that were run alike need none', () => {
    expect(said(staged, staged)).toBeNull();
    expect(said(older, older)).toBeNull();
  });
});

describe('What no gate campaign of a release tried', () => {
  const untested = (phase4: object) => {
    const read = catalogueOf({ 'quay-r1': { month: 2, phase4: { ...phase4 } } });
    return untestedIn(read, read.entries);
  };

  it('is all but creations where a campaign names no workload', () => {
    expect(untested(older)[0]).toBe('updates, deletes, and keys that several clients write');
    expect(untested(older).at(-1)).toMatch(/loss of power/);
  });

  it('is what is not among its workloads and its faults', () => {
    const workloads = ['create', 'revise', 'sessions', 'search', 'bulk', 'links', 'consolidate'];
    expect(untested({ workloads })).toHaveLength(1);
    expect(untested({ workloads, planned_faults: [CLASS, 'power_loss'] })).toEqual([]);
  });
});
