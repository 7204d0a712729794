// The second format of histories: a line for each operation. Committed campaigns have it, and must stay readable.

import { describe, expect, test } from 'vitest';
import { historyOpSchema } from '../../src/contract/history.ts';
import { expander } from '../../src/history/rows.ts';

const line = (f: string, type: string, value: object) => ({
  index: 0,
  cycle: 1,
  time_ns: 0,
  process: 0,
  f,
  type,
  value,
});
const read = (node: string, plus: unknown[], minus: number[] = [], by_id?: number[]) =>
  line('read', 'ok', { node, look: 'final', life: 0, plus, minus, ...(by_id && { by_id }) });

/** The rows of each read among the lines. */
function rowsOf(lines: object[]): unknown[] {
  const expand = expander();
  return lines.flatMap((one) => {
    const op = expand(historyOpSchema.parse(one));
    return op.f === 'read' && op.type === 'ok' ? [op.value.rows] : [];
  });
}

describe('a history of a line for each operation', () => {
  test('says of a read what came and went since the node was read before', () => {
    const [x, y] = [
      ['id-x', 'x', 'sent', 'whole'],
      ['id-y', 'y', 'sent', 'whole'],
    ];
    expect(rowsOf([read('a', [x, y]), read('b', [1, 1]), read('a', [1], [0]), read('a', [], [1])])).toEqual([
      [x, y],
      [y, y],
      [y, y],
      [y],
    ]);
  });

  test('names rows by the number of the acked write that they are', () => {
    const writes = [
      line('write', 'invoke', { key: 'x', digest: 'sent' }),
      line('write', 'ok', { key: 'x', id: 'id-x' }),
    ];
    expect(rowsOf([...writes, read('a', [[0, 'whole']]), read('b', [[0]])])).toEqual([
      [['id-x', 'x', 'sent', 'whole']],
      [['id-x', 'x', 'sent']],
    ]);
  });

  test('gives rows that only a look-up by id found by their id', () => {
    const expand = expander();
    const op = expand(historyOpSchema.parse(read('a', [['id-x', 'x', 'sent', 'whole']], [], [0])));
    expect(op.value).toMatchObject({ by_id: ['id-x'] });
  });

  test('that names a row or a write that is not there is an error', () => {
    expect(() => rowsOf([read('a', [3])])).toThrow('expected a row before number 3, found 0 rows');
    expect(() => rowsOf([read('a', [[3, 'whole']])])).toThrow('expected an acked write number 3');
  });
});
