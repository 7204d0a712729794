// What one campaign shows of defects, from its checks and from what its checkers wrote down.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingsIn, recordedFindings } from '../../src/catalogue/findings-in.ts';
import type { JsonObject } from '../../src/contract/reading.ts';

const check = (id: string, ok: boolean | null) => ({ id, label: `${id} holds`, ok });
const states = (findings: ReturnType<typeof findingsIn>) =>
  Object.fromEntries(findings.map(({ id, state }) => [id, state]));
const faults = (fault: JsonObject): JsonObject => ({ phase: 4, faults: { partition_minority: fault } });

describe('The findings of a campaign', () => {
  it('name the same defect once, whichever node shows it, and found wins', () => {
    const checks = [check('phase1.a.restore', true), check('phase1.b.restore', false), check('phase1.c.restore', true)];
    expect(states(findingsIn({ checks, recorded: [] }))).toEqual({ 'phase1.restore': 'found' });
  });

  it('take a bound, a count and an anomaly check of one class for the defects that they look for', () => {
    const checks = [
      check('phase4.partition_minority', false),
      check('phase4.partition_minority.lost', true),
      check('phase4.partition_minority.anomaly.flicker', false),
      check('phase2.identity.a', true),
      check('phase3.large.2500', false),
    ];
    expect(states(findingsIn({ checks, recorded: [] }))).toEqual({
      'phase4.partition_minority.missing': 'found',
      'phase4.partition_minority.lost': 'absent',
      'phase4.partition_minority.flicker': 'found',
      'phase2.missing': 'absent',
      'phase3.large': 'found',
    });
  });

  it.each(['phase2.pass_flag', 'phase4.consistent', 'phase1.a.document', 'phase4.partition_minority.injected'])(
    'do not take %s for a defect',
    (id) => {
      expect(findingsIn({ checks: [check(id, false)], recorded: [] })).toEqual([]);
    },
  );

  it('say nothing where a check could not be decided', () => {
    expect(findingsIn({ checks: [check('phase2.burst', null)], recorded: [] })).toEqual([]);
  });

  it('read what an older checker called an invariant by its name of today', () => {
    const invariants = {
      I2: { judged: 50, broken: 16, writes: 189, evidence: { cycle: 6, keys: [] } },
      I3: { judged: 19, broken: 0, writes: 0, evidence: null },
      I4: { judged: 0, broken: 0, writes: 0, evidence: null },
    };
    const [missing, refused, ...rest] = recordedFindings(null, faults({ invariants }));
    expect(missing).toMatchObject({
      id: 'phase4.partition_minority.missing',
      state: 'found',
      cycle: { name: 'partition_minority', cycle: 6 },
    });
    expect(refused).toMatchObject({ id: 'phase4.partition_minority.refused_yet_there', state: 'absent' });
    expect(rest).toEqual([]);
  });

  it('read anomalies with what excludes them; one that could not be decided is no finding', () => {
    const anomaly = (name: string, valid: boolean | null, more: JsonObject = {}) => ({ name, valid, ...more });
    const anomalies = [
      anomaly('lost', false, { excluded_by: 'always', evidence: [{ cycle: 3 }] }),
      anomaly('unsearchable', false, { excluded_by: 'I9', promised: false }),
      anomaly('flicker', null),
      anomaly('no_such_anomaly', false),
    ];
    expect(recordedFindings({ anomalies }, null).map(({ id, promised }) => [id, promised])).toEqual([
      ['phase2.lost', true],
      ['phase2.unsearchable', false],
    ]);
  });

  it('are promised where a check asks for them, whatever the checker wrote', () => {
    const recorded = recordedFindings(null, faults({ invariants: { I2: { judged: 1, broken: 1 } } }));
    expect(recorded[0]?.promised).toBeNull();
    expect(findingsIn({ checks: [check('phase4.partition_minority', false)], recorded })[0]?.promised).toBe(true);
  });

  it('never throw and never name a defect twice, whatever the documents hold', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.jsonValue(),
        fc.array(fc.tuple(fc.string(), fc.option(fc.boolean()))),
        (a, b, ids) => {
          const object = (value: unknown) =>
            typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
          const recorded = recordedFindings(object(a), { faults: b, anomalies: a, invariants: b });
          const findings = findingsIn({ checks: ids.map(([id, ok]) => check(id, ok)), recorded });
          expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
        },
      ),
    );
  });
});
