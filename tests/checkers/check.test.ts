import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../src/checkers/check.ts';
import type { HistoryOp } from '../../src/history/ops.ts';
import { acked, history, invoke, NODES, read, readAll, refused, row, unknown } from './literal-history.ts';

const found = (ops: HistoryOp[]) => check(ops, NODES);

describe('a history in which', () => {
  test('nothing happened proves nothing', () => {
    const findings = found(history());
    expect(findings).toMatchObject({ acked: 0, convergence_bound: null, count_bound: null });
    expect(findings.reasons).toContain('no write was acked: nothing was shown');
  });

  test('every node answered and nothing was acked proves nothing', () => {
    const findings = found(history(refused('w1'), readAll(row('w1'))));
    expect(findings).toMatchObject({ acked: 0, refused: 1, convergence_bound: null });
    expect(findings.reasons).not.toEqual([]);
  });

  test('all is well has a bound of 1 and no reasons', () => {
    const findings = found(history(acked('w1'), acked('w2'), refused('w3'), readAll(row('w1'), row('w2'))));
    expect(findings).toMatchObject({
      acked: 2,
      refused: 1,
      unknown: 0,
      convergence_bound: 1,
      count_bound: 1,
      lost: [],
      missing: { a: [], b: [], c: [] },
      reasons: [],
    });
  });

  test('an acked write is on no node has lost it', () => {
    const findings = found(history(acked('w1'), acked('w2'), readAll(row('w1'))));
    expect(findings).toMatchObject({ lost: ['w2'], convergence_bound: 0.5 });
    expect(findings.reasons).toContain('1 acked write on no node (w2)');
  });

  test('an acked write is missing on one node has not lost it, yet falls below 1', () => {
    const findings = found(
      history(
        acked('w1'),
        acked('w2'),
        read('a', row('w1'), row('w2')),
        read('b', row('w1'), row('w2')),
        read('c', row('w1')),
      ),
    );
    expect(findings).toMatchObject({ lost: [], missing: { a: [], b: [], c: ['w2'] }, convergence_bound: 0.5 });
  });

  test('one node holds a write twice is duplicated', () => {
    const findings = found(history(acked('w1'), readAll(row('w1')), read('b', row('w1'), row('w1', '#w1', 'other'))));
    expect(findings).toMatchObject({ duplicated: ['w1'], convergence_bound: 1 });
    expect(findings.reasons).not.toEqual([]);
  });

  test('a row came back with other content is corrupted', () => {
    const findings = found(history(acked('w1'), readAll(row('w1')), read('c', row('w1', '#other'))));
    expect(findings).toMatchObject({ corrupted: ['w1'], missing: { c: [] }, convergence_bound: 0 });
  });

  test('a refused write is there with other content is corrupted', () => {
    expect(found(history(acked('w1'), refused('w2'), readAll(row('w1'), row('w2', '#x', 'z')))).corrupted).toEqual([
      'w2',
    ]);
  });

  test('a row keeps its id but lost its title is corrupted, and not unexpected', () => {
    const findings = found(history(acked('w1'), readAll(['id-w1', 'else', '#else'])));
    expect(findings).toMatchObject({ corrupted: ['w1'], unexpected: [] });
  });

  test('a row appears that nobody sent is unexpected', () => {
    const findings = found(history(acked('w1'), readAll(row('w1')), read('a', row('w1'), row('ghost'))));
    expect(findings).toMatchObject({ unexpected: ['id-ghost'], convergence_bound: 1 });
    expect(findings.reasons).toEqual(['1 row that no client sent (id-ghost)']);
  });

  test('a write of unknown outcome is there has recovered it', () => {
    const findings = found(history(acked('w1'), unknown('w2'), invoke('w3'), readAll(row('w1'), row('w2'), row('w3'))));
    expect(findings).toMatchObject({ acked: 1, unknown: 2, recovered: ['w2', 'w3'], unexpected: [], reasons: [] });
  });

  test('a refused row stays where it was written is no finding', () => {
    expect(
      found(history(acked('w1'), refused('w2'), readAll(row('w1')), read('a', row('w1'), row('w2')))).reasons,
    ).toEqual([]);
  });

  test('a loss and a surplus cancel in counts is still caught by identity', () => {
    const findings = found(history(acked('w1'), acked('w2'), refused('w3'), readAll(row('w1'), row('w3'))));
    expect(findings).toMatchObject({ count_bound: 1, convergence_bound: 0.5, lost: ['w2'] });
  });

  test('a node was never read leaves bound and losses undecided', () => {
    const findings = found(history(acked('w1'), read('a'), read('b')));
    expect(findings).toMatchObject({
      unread: ['c'],
      convergence_bound: null,
      lost: [],
      missing: { a: ['w1'], b: ['w1'] },
    });
    expect(findings.reasons).toContain('node c could not be read after the heal');
  });

  test('two acks gave out one id cannot be whole', () => {
    const second = [invoke('w2'), { process: 0, f: 'write', type: 'ok', value: { key: 'w2', id: 'id-w1' } } as const];
    expect(found(history(acked('w1'), second, readAll(row('w1')))).convergence_bound).toBe(0.5);
  });

  test('an end has no beginning is refused', () => {
    expect(() => found(history(acked('w1').slice(1)))).toThrow('never invoked');
  });
});

describe('convergence', () => {
  test('is measured from the heal, or from the last ack where that is later', () => {
    const healed = { process: 'nemesis', f: 'heal', type: 'info', value: {} } as const;
    const converge = (type: 'ok' | 'info') => ({ process: 0, f: 'converge', type, value: { node: 'b' } }) as const;
    expect(found(history(acked('w1'), healed, converge('ok'))).converged_ms).toEqual({ b: 1 });
    expect(found(history(healed, acked('w1'), converge('ok'))).converged_ms).toEqual({ b: 1 });
    expect(found(history(acked('w1'), healed, converge('info'))).converged_ms).toEqual({ b: null });
  });
});

test('whatever the rows, the bound stays from 0 to 1 and losses are missing everywhere', () => {
  const keys = ['w1', 'w2', 'w3', 'w4'];
  const rows = fc.array(fc.record({ key: fc.constantFrom(...keys, 'x'), digest: fc.constantFrom('', '!') }));
  fc.assert(
    fc.property(fc.subarray(keys), rows, rows, rows, (ackedKeys, ...held) => {
      const reads = NODES.map((node, i) =>
        read(node, ...(held[i] ?? []).map((r) => row(r.key, `#${r.key}${r.digest}`))),
      );
      const findings = found(
        history(
          ackedKeys.flatMap((key) => acked(key)),
          reads,
        ),
      );
      if (findings.acked === 0) expect(findings.convergence_bound).toBeNull();
      else expect(findings.convergence_bound).toSatisfy((bound: number) => bound >= 0 && bound <= 1);
      for (const key of findings.lost) for (const node of NODES) expect(findings.missing[node]).toContain(key);
      if (findings.convergence_bound === 1) expect(findings.corrupted).toEqual([]);
    }),
  );
});
