import { describe, expect, test } from 'vitest';
import { historyOpSchema } from '../../src/contract/history.ts';
import { isWriting, mayHold } from '../../src/history/keys.ts';
import { history, model } from '../checkers/literal-history.ts';
import { begins, does, ends, gets } from '../checkers/literal-keys.ts';

describe('operations on shared keys', () => {
  test('are gathered by key, each with its time, its node and how it ended', () => {
    const { keys } = model(does('create', 'v1'), does('update', 'v2', 'not met', 'b'), does('delete', 'd1'), [
      begins('update', 'v3', 'c', 'other'),
    ]);
    expect([...keys.keys()]).toEqual(['k', 'other']);
    expect(keys.get('k')?.ops).toMatchObject([
      { kind: 'create', value: 'v1', node: 'a', outcome: 'acked', ops: [1, 2] },
      { kind: 'update', value: 'v2', node: 'b', outcome: 'refused', error: 'quorum_not_met' },
      { kind: 'delete', value: 'd1', outcome: 'acked' },
    ]);
    expect(keys.get('other')?.ops).toMatchObject([{ outcome: 'unknown', ended_ns: Number.POSITIVE_INFINITY }]);
    expect([...(keys.get('k')?.ids ?? [])]).toEqual(['id-k']);
  });

  test('say which version a read saw, also where it came before the answer of the write', () => {
    const { keys } = model(
      begins('create', 'v1'),
      gets('g1', '#v1', 'b'),
      ends('create', 'v1'),
      gets('g2', '#v1^'),
      gets('g3', null),
      gets('g4', '#nobody'),
    );
    const seen = keys.get('k')?.ops.map((op) => op.seen);
    expect(seen).toMatchObject([
      null,
      { is: 'version', of: { value: 'v1' }, promoted: false },
      { is: 'version', of: { value: 'v1' }, promoted: true },
      { is: 'nothing' },
      { is: 'other', digest: '#nobody' },
    ]);
  });

  test('may hold unless they were refused for good or never sent', () => {
    const found = (how: 'acked' | 'refused' | 'not met' | 'unknown') => {
      const op = model(does('update', 'v', how)).keys.get('k')?.ops[0];
      return op && mayHold(op);
    };
    expect([found('acked'), found('not met'), found('unknown'), found('refused')]).toEqual([true, true, true, false]);
    expect((['create', 'update', 'delete', 'promote', 'get'] as const).map((kind) => isWriting({ kind }))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  test('that end without having begun are no history', () => {
    expect(() => model(ends('update', 'v9'))).toThrow('ends the update v9, which was never invoked');
  });

  test('come back from the file as they were recorded', () => {
    const ops = history(does('create', 'v1'), does('update', 'v2', 'unknown'), gets('g1', null), does('promote', 'p1'));
    expect(ops.map((op) => historyOpSchema.parse(JSON.parse(JSON.stringify(op))))).toEqual(ops);
  });

  test('are none in a history of creations', () => {
    expect(model().keys.size).toBe(0);
  });
});
