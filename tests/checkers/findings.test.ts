import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anomalyFindings } from '../../src/checkers/anomaly-findings.ts';
import type { Checker } from '../../src/checkers/checker.ts';
import { countOf, findingsOf, reasonsOf } from '../../src/checkers/findings.ts';
import { missing } from '../../src/checkers/missing.ts';
import {
  acked,
  healed,
  invoke,
  model,
  NODES,
  read,
  readAll,
  refused,
  row,
  unknown,
  unread,
} from './literal-history.ts';
import { begins } from './literal-keys.ts';

describe('the measures of a cycle', () => {
  test('prove nothing where nothing was acked', () => {
    const findings = findingsOf(model(refused('w1'), readAll(row('w1'))));
    expect(findings).toMatchObject({ acked: 0, refused: 1, convergence_bound: null, count_bound: null });
    expect(reasonsOf(findings)).toContain('no write was acked: nothing was shown');
  });

  test('count by identity: a surplus row never makes up for a lost one', () => {
    const findings = findingsOf(model(acked('w1'), acked('w2'), refused('w3'), readAll(row('w1'), row('w3'))));
    expect(findings).toMatchObject({ count_bound: 1, convergence_bound: 0.5, lost: 1 });
  });

  test('leave the bound open where a node was not read', () => {
    const findings = findingsOf(model(acked('w1'), read('a'), read('b'), unread('c')));
    expect(findings).toMatchObject({
      unread: ['c'],
      convergence_bound: null,
      lost: null,
      absent: { a: ['w1'], b: ['w1'] },
    });
    expect(reasonsOf(findings)).toContain('node c could not be read at the end');
  });

  test('keep what was never sent apart from what was refused', () => {
    const findings = findingsOf(model(acked('w1'), refused('w2', 'a', 'unsent_emfile'), readAll(row('w1'))));
    expect(findings).toMatchObject({ acked: 1, refused: 0, unsent: 1, convergence_bound: 1 });
    expect(reasonsOf(findings)).toContain('1 operation that the harness itself could not send');
  });

  test('count what was never sent of shared keys too', () => {
    const update = begins('update', 'u1');
    const notSent = { process: 1, f: 'update', type: 'fail', value: { key: 'k', value: 'u1' }, error: 'unsent_emfile' };
    const findings = findingsOf(model(acked('w1'), update, notSent as typeof update, readAll(row('w1'))));
    expect(findings).toMatchObject({ acked: 1, unsent: 1 });
  });

  test('count what clients did not come to ask for too', () => {
    const asked = { node: 'a', value: 'l1' } as const;
    const notSent = { process: 1, f: 'list', type: 'info', value: asked, error: 'unsent_emfile' } as const;
    const late = { process: 1, f: 'list', type: 'info', value: asked, error: 'timeout' } as const;
    expect(findingsOf(model(acked('w1'), [notSent, late], readAll(row('w1'))))).toMatchObject({ acked: 1, unsent: 1 });
  });

  test('give one id to two writes no whole bound', () => {
    const second = [invoke('w2'), { process: 0, f: 'write', type: 'ok', value: { key: 'w2', id: 'id-w1' } } as const];
    expect(findingsOf(model(acked('w1'), second, readAll(row('w1')))).convergence_bound).toBe(0.5);
  });

  test('count a write of unknown outcome that is there as recovered', () => {
    expect(findingsOf(model(acked('w1'), unknown('w2'), readAll(row('w1'), row('w2')))).recovered).toEqual(['w2']);
  });

  test('measure convergence from the heal, or from the last ack where that is later', () => {
    const converge = (type: 'ok' | 'info') => ({ process: 0, f: 'converge', type, value: { node: 'b' } }) as const;
    const inject = { process: 'nemesis', f: 'inject', type: 'info', value: {} } as const;
    const at = (...ops: Parameters<typeof model>) => findingsOf(model(inject, ...ops)).converged_ms;
    // of a and c nothing was noted: the wait broke off before they had everything
    expect(at(acked('w1'), healed(), converge('ok'))).toEqual({ a: null, b: 1, c: null });
    expect(at(healed(), acked('w1'), converge('ok'))).toMatchObject({ b: 1 });
    expect(at(healed(), acked('w1'), converge('info'))).toMatchObject({ b: null });
    expect(at(acked('w1'), healed())).toEqual({});
  });

  test('refuse an end without a beginning', () => {
    expect(() => model(acked('w1').slice(1))).toThrow('never invoked');
  });
});

test('nothing is counted of nodes that could not be read', () => {
  const findings = findingsOf(model(acked('x'), unread('a'), unread('b'), unread('c')));
  for (const name of ['duplicated', 'corrupted', 'unexpected'] as const) expect(countOf(findings, name)).toBeNull();
  expect(countOf(findingsOf(model()), 'unexpected')).toBeNull();
  expect(countOf(findingsOf(model(acked('x'), readAll(row('x')))), 'unexpected')).toBe(0);
});

test.each(['applies', 'check'] as const)('a checker that breaks in `%s` has decided nothing', (where) => {
  const breaks = (): never => {
    throw new Error('no');
  };
  const broken: Checker = { name: 'missing', applies: () => true, check: breaks, [where]: breaks };
  const findings = findingsOf(model(acked('x'), readAll(row('x'))), [broken]);
  expect(findings).toMatchObject({ valid: { missing: null }, decided: false });
  expect(findings.undecided).toEqual(['missing not decided: the checker failed: Error: no']);
});

test('whatever the rows, the bound is from 0 to 1 and is 1 only where nothing is missing', () => {
  const keys = ['w1', 'w2', 'w3', 'w4'];
  const rows = fc.array(fc.record({ key: fc.constantFrom(...keys, 'x'), digest: fc.constantFrom('', '!') }));
  fc.assert(
    fc.property(fc.subarray(keys), rows, rows, rows, (ackedKeys, ...held) => {
      const reads = NODES.map((node, i) =>
        read(node, ...(held[i] ?? []).map((r) => row(r.key, `#${r.key}${r.digest}`))),
      );
      const findings = findingsOf(
        model(
          ackedKeys.flatMap((key) => acked(key)),
          reads,
        ),
      );
      if (findings.acked === 0) expect(findings.convergence_bound).toBeNull();
      else expect(findings.convergence_bound).toSatisfy((bound: number) => bound >= 0 && bound <= 1);
      expect(findings.convergence_bound === 1).toBe(findings.acked > 0 && findings.valid.missing === true);
      for (const anomaly of findings.anomalies) {
        expect(anomaly.count).toBeGreaterThanOrEqual(anomaly.ids.length);
        expect(findings.valid[anomaly.name]).toBe(false);
      }
    }),
  );
});

describe('the findings of a class', () => {
  const promised = { I2: { promised: true, source: 'its docs' } };
  const sane = model(acked('x'), readAll(row('x')));
  const bad = model(acked('x'), read('a', row('x')), read('b', row('x')), read('c'));
  const open = model(acked('x'), read('a', row('x')), read('b', row('x')), unread('c'));
  const of = (...cycles: (typeof sane)[]) =>
    anomalyFindings(
      cycles.map((one, i) => ({ cycle: i + 1, findings: findingsOf(one, [missing]) })),
      promised,
    );

  test('say nothing of an anomaly that no cycle could show', () => {
    expect(of()).toEqual([]);
    expect(of(model())).toEqual([]);
  });

  test('are false once one cycle found it, with its cycle as evidence and the promise that excludes it', () => {
    expect(of(sane, bad)).toMatchObject([
      {
        name: 'missing',
        valid: false,
        excluded_by: 'I2',
        promised: true,
        source: 'its docs',
        cycles: 2,
        found_in: 1,
        count: 1,
      },
    ]);
    expect(of(sane, bad)[0]?.evidence).toMatchObject([{ cycle: 2, ids: ['x'], nodes: ['c'] }]);
  });

  test('are true only where nearly all cycles decided', () => {
    expect(of(...Array(19).fill(sane), open)).toMatchObject([{ valid: true, cycles: 20, undecided: 1, count: 0 }]);
    expect(of(...Array(9).fill(sane), open)).toMatchObject([{ valid: null, cycles: 10, undecided: 1 }]);
    expect(of(open)).toMatchObject([{ valid: null, count: null }]);
  });

  test('name no promise where the version makes none', () => {
    const [found] = anomalyFindings([{ cycle: 1, findings: findingsOf(bad, [missing]) }], {});
    expect(found).toMatchObject({ promised: null, source: null });
  });
});
