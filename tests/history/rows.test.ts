import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { historyOpSchema } from '../../src/contract/history.ts';
import type { HistoryOp, NodeName, ReadRow } from '../../src/history/ops.ts';
import { compactor, expander } from '../../src/history/rows.ts';

const row = (n: number, changed: boolean): ReadRow => [`id-${n}`, `key-${n}`, changed ? 'other' : 'sent', 'whole'];

const readOp = (node: NodeName, rows: ReadRow[], by_id: string[], index: number): HistoryOp => ({
  index,
  cycle: 1,
  time_ns: index,
  process: 0,
  f: 'read',
  type: 'ok',
  value: { node, look: 'final', life: 0, rows, by_id },
});

const writeOp = (n: number, type: 'invoke' | 'ok' | 'fail' | 'info', id: number, index: number): HistoryOp => {
  const head = { index, cycle: 1, time_ns: index, process: 0, f: 'write' as const };
  const key = `key-${n}`;
  if (type === 'invoke') return { ...head, type, value: { key, digest: 'sent' } };
  return type === 'ok'
    ? { ...head, type, value: { key, id: `id-${id}` } }
    : { ...head, type, value: { key }, error: 'x' };
};

const rows = fc.array(fc.tuple(fc.nat(6), fc.boolean()).map(([n, changed]) => row(n, changed)));
const reads = fc.array(fc.record({ node: fc.constantFrom<NodeName>('a', 'b', 'c'), rows }), { maxLength: 12 });

/** What a reader sees of a file: JSON, checked against the schema. */
const stored = (op: object) => historyOpSchema.parse(JSON.parse(JSON.stringify(op)));
const sorted = (all: readonly ReadRow[]) => all.map((one) => JSON.stringify(one)).toSorted();

describe('rows of reads', () => {
  test('come back from the file as they were read, each as often', () => {
    fc.assert(
      fc.property(reads, (all) => {
        const compact = compactor();
        const expand = expander();
        all.forEach(({ node, rows: given }, index) => {
          const by_id = given.slice(0, 1).map(([id]) => id);
          const op = expand(stored(compact(readOp(node, given, by_id, index))));
          if (op.f !== 'read' || op.type !== 'ok') throw new Error('expected an answered read');
          expect(sorted(op.value.rows)).toEqual(sorted(given));
          expect(op.value.by_id ?? []).toEqual(expect.arrayContaining(by_id));
          expect(op.value).toMatchObject({ node, look: 'final', life: 0 });
        });
      }),
    );
  });

  test('that are what an acked write sent come back from the number of that write', () => {
    const kinds = ['invoke', 'ok', 'fail', 'info'] as const;
    const step = fc.oneof(
      fc.record({ f: fc.constant('write' as const), n: fc.nat(6), kind: fc.constantFrom(...kinds), id: fc.nat(8) }),
      fc.record({ f: fc.constant('read' as const), node: fc.constantFrom<NodeName>('a', 'b', 'c'), rows }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const compact = compactor();
        const expand = expander();
        steps.forEach((one, index) => {
          const op = one.f === 'read' ? readOp(one.node, one.rows, [], index) : writeOp(one.n, one.kind, one.id, index);
          const back = expand(stored(compact(op)));
          if (back.f !== 'read' || back.type !== 'ok' || op.f !== 'read' || op.type !== 'ok') expect(back).toEqual(op);
          else expect(sorted(back.value.rows)).toEqual(sorted(op.value.rows));
        });
      }),
    );
  });

  test('that are what an acked write sent cost a number and a digest', () => {
    const compact = compactor();
    compact(writeOp(0, 'invoke', 0, 0));
    compact(writeOp(0, 'ok', 0, 1));
    const given = [row(0, false), row(0, true), row(1, false)];
    expect(compact(readOp('a', given, [], 2))).toMatchObject({
      value: { plus: [[0, 'whole'], row(0, true), row(1, false)] },
    });
  });

  test('of a write that nobody acked are an error', () => {
    const expand = expander();
    expand(stored(writeOp(0, 'invoke', 0, 0)));
    const broken = { ...readOp('a', [], [], 1), value: { node: 'a', plus: [[0, 'whole']], minus: [] } };
    expect(() => expand(stored(broken))).toThrow('expected an acked write number 0');
  });

  test('stand in full once: a second read of the same rows costs nothing', () => {
    const compact = compactor();
    const given = Array.from({ length: 100 }, (_, n) => row(n, false));
    compact(readOp('a', given, [], 0));
    expect(JSON.stringify(compact(readOp('a', given, [], 1))).length).toBeLessThan(150);
    expect(JSON.stringify(compact(readOp('b', given, [], 2)))).not.toContain('id-1');
  });

  test('of the first format are left as they are', () => {
    const old = {
      index: 0,
      cycle: 1,
      time_ns: 0,
      process: 0,
      f: 'read',
      type: 'ok',
      value: { node: 'a', rows: [['i', 'k', 'd']] },
    };
    expect(expander()(stored(old))).toEqual(old);
  });

  test('whose number no row has are an error', () => {
    const broken = {
      index: 0,
      cycle: 1,
      time_ns: 0,
      process: 0,
      f: 'read',
      type: 'ok',
      value: { node: 'a', plus: [3], minus: [] },
    };
    expect(() => expander()(stored(broken))).toThrow('expected a row before number 3');
  });
});
