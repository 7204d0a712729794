import { describe, expect, test } from 'vitest';
import { check } from '../../src/checkers/check.ts';
import { brokenIn, countsOf, invariantFindings } from '../../src/checkers/invariants.ts';
import type { HistoryOp, NodeName, Unplaced } from '../../src/history/ops.ts';
import { acked, history, NODES, read, readAll, refused, row } from './literal-history.ts';

const RULES = { nodes: 3, quorum_writes: 2, quorum_timeout_ms: 400 };
const broken = (ops: HistoryOp[]) => brokenIn(ops, check(ops, NODES), RULES);

/** Through which node the writes of a history went. */
const through = (node: NodeName, ...ops: Unplaced[]): Unplaced[] =>
  ops.map((op) => (op.f === 'write' && op.type === 'invoke' ? { ...op, value: { ...op.value, node } } : op));

const nemesis = (f: 'inject' | 'heal', type: 'invoke' | 'info', value: Record<string, unknown> = {}): Unplaced => ({
  process: 'nemesis',
  f,
  type,
  value,
});

describe('invariants of a cycle', () => {
  test('are not judged by a history in which nothing happened', () => {
    expect(broken(history())).toEqual({});
  });

  test('are kept by a sane cycle, and only those that it could show', () => {
    const ops = history(through('a', ...acked('x')), ...readAll(row('x')));
    expect(countsOf(broken(ops))).toEqual({ I1: 0, I2: 0, I6: 0, I7: 0, I8: 0 });
  });

  test('name an acked write that a peer lacks, and one that too few nodes hold', () => {
    const peer = history(through('a', ...acked('x')), read('a', row('x')), read('b', row('x')), read('c'));
    expect(broken(peer)).toMatchObject({ I1: [], I2: ['x'] });
    const alone = history(through('a', ...acked('x')), read('a', row('x')), read('b'), read('c'));
    expect(broken(alone)).toMatchObject({ I1: ['x'], I2: ['x'] });
    const elsewhere = history(through('a', ...acked('x')), read('a'), read('b', row('x')), read('c', row('x')));
    expect(broken(elsewhere)).toMatchObject({ I1: ['x'], I2: ['x'] });
  });

  test('tell what a killed node lost from what it never had', () => {
    const kill = [nemesis('heal', 'info', { kind: 'process_gone' })];
    const ops = history(through('a', ...acked('x')), kill, read('a'), read('b', row('x')), read('c', row('x')));
    expect(broken(ops)).toMatchObject({ I2: ['x'], I4: ['x'] });
    expect(broken(ops).I1).toBeUndefined();
  });

  test('name a refused write that is somewhere with other content', () => {
    const ops = history(...refused('x'), read('a', row('x')), read('b', row('x', '#other')), read('c'));
    expect(broken(ops)).toMatchObject({ I3: ['x'] });
  });

  test('name a write that was acked while no quorum was in reach, and no other', () => {
    const ops = history(
      through('a', ...acked('before')),
      nemesis('inject', 'info', { quorum: 'out of reach' }),
      through('a', ...acked('inside')),
      nemesis('heal', 'invoke'),
      through('a', ...acked('after')),
      ...readAll(row('before'), row('inside'), row('after')),
    );
    expect(broken(ops).I5).toEqual(['inside']);
    const reachable = ops.map((op) => (op.f === 'inject' ? { ...op, value: { quorum: 'in reach' } } : op));
    expect(broken(reachable).I5).toBeUndefined();
  });

  test('name an answer that came later than the deadline and its margin', () => {
    const [invoked, answered, ...rest] = history(through('a', ...acked('x')), ...readAll(row('x'))) as [
      HistoryOp,
      HistoryOp,
      ...HistoryOp[],
    ];
    const at = (ms: number) => [invoked, { ...answered, time_ns: invoked.time_ns + ms * 1e6 }, ...rest];
    expect(broken(at(2_399)).I7).toEqual([]);
    expect(broken(at(2_401)).I7).toEqual(['x']);
    const busy = { ...invoked, process: 'nemesis', f: 'heal', type: 'info', value: { load_per_cpu: 8 } } as HistoryOp;
    expect(broken([...at(2_401), busy]).I7, 'a machine with too much to do').toBeUndefined();
  });

  test('are not judged by nodes that could not be read', () => {
    const unread: Unplaced = { process: 0, f: 'read', type: 'info', value: { node: 'c' }, error: 'timeout' };
    const ops = history(through('a', ...acked('x')), read('a', row('x')), read('b', row('x')), unread);
    expect(Object.keys(broken(ops))).toEqual(['I7']);
  });
});

describe('invariants of a class', () => {
  test('add up the cycles that could judge, with the first evidence', () => {
    const found = invariantFindings([
      { cycle: 1, invariants: { I2: [] } },
      { cycle: 2, invariants: { I2: ['p', 'q', 'r', 's'] } },
      { cycle: 3, invariants: { I2: ['t'], I5: [] } },
    ]);
    expect(found).toEqual({
      I2: { judged: 3, broken: 2, writes: 5, evidence: { cycle: 2, keys: ['p', 'q', 'r'] } },
      I5: { judged: 1, broken: 0, writes: 0, evidence: null },
    });
  });
});
