// What must hold of contradictions in any evidence, beside a small oracle.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { establishedCampaign } from '../fixtures/established.ts';
import { agreeing, changed, judged } from '../fixtures/folder.ts';

describe('One host in two documents of phase 1', () => {
  const file = fc.constantFrom('phase1-node-a.json', 'phase1-node-b.json', 'phase1-node-c.json');

  it('never lets phase 1 pass, whatever the host is called', () => {
    fc.assert(
      fc.property(file, file, fc.string(), fc.boolean(), (one, other, host, embedded) => {
        fc.pre(one !== other);
        const twice = changed(changed(establishedCampaign(), [one, 'host'], host), [other, 'host'], host);
        const { 'campaign-summary.json': summary = {} } = agreeing(twice);
        const verdict = judged(embedded ? { 'campaign-summary.json': summary } : agreeing(twice));
        expect(['INCONCLUSIVE', 'UNREADABLE']).toContain(verdict.phases[0]?.status);
        expect(verdict.outcome).toBe('INCOMPLETE');
      }),
    );
  });
});

describe('A contradiction', () => {
  it('is found where a small oracle of phase 2 finds one, and changes no other check', () => {
    const count = fc.integer({ min: 100, max: 130 });
    fc.assert(
      fc.property(count, count, fc.record({ a: count, b: count, c: count }), (total_writes, ok, counts) => {
        const given = { ...establishedCampaign()['phase2.json'], total_writes, ok, counts };
        const { checks } = judged({ ...establishedCampaign(), 'phase2.json': given }).phases[1] ?? { checks: [] };
        const over = Math.max(ok, counts.a, counts.b, counts.c) > total_writes;
        expect(checks.filter(({ id }) => id === 'phase2.consistent')).toHaveLength(over ? 1 : 0);
        for (const node of ['a', 'b', 'c'] as const)
          expect(checks.find(({ id }) => id === `phase2.convergence.${node}`)?.ok).toBe(
            counts[node] >= Math.floor(ok * 0.95 + 1e-9),
          );
      }),
    );
  });
});
