// A packed cycle: in full it gives every operation back, whatever it is; shortened it gives the same history under
// shorter names, and every checker finds the same in it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingsOf } from '../../src/checkers/findings.ts';
import type { PackedCycle } from '../../src/contract/packed-history.ts';
import { modelOf, UNNAMED_RULES } from '../../src/history/model.ts';
import type { HistoryOp, NodeName } from '../../src/history/ops.ts';
import { packCycle, unpackCycle } from '../../src/history/packed/pack.ts';
import { comparable, hash, stored } from './packed-cycles.ts';

const node = fc.constantFrom<NodeName>('a', 'b', 'c');
const KINDS = ['create', 'update', 'delete', 'promote', 'get'] as const;
const long = (word: string, n: number): string => hash(`${word} ${n}`).slice(0, 16);

/** What happens next, drawn: who does it, and which of the names used so far it names. */
const step = fc.record({
  what: fc.constantFrom('write', 'worded', 'key', 'end', 'end', 'end', 'read', 'lookup', 'recall', 'stage', 'stranger'),
  client: fc.nat(4),
  node,
  pick: fc.nat(30),
  kind: fc.constantFrom(...KINDS),
  ending: fc.constantFrom('ok', 'ok', 'ok', 'fail', 'info'),
  ns: fc.constantFrom(10_000, 30_000, 1_000, 7),
  odd: fc.nat(20),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A history such as a runner records, with something odd in it now and then. */
function historyOf(steps: readonly Step[]): HistoryOp[] {
  const ops: HistoryOp[] = [];
  let time_ns = 0;
  const put = (op: object, ns: number): void => {
    time_ns += ns;
    ops.push({ index: ops.length, cycle: 1, time_ns, ...op } as HistoryOp);
  };
  const open = new Map<number, { f: string; named: object; isGet: boolean }>();
  const counts = new Map<number, number>();
  const rows: [string, string, string, string][] = [];
  let made = 0;
  for (const { what, client, node, pick, kind, ending, ns, odd } of steps) {
    const begins = what === 'write' || what === 'worded' || what === 'key';
    const n = counts.get(client) ?? 0;
    if (begins && !open.has(client)) {
      counts.set(client, n + 1);
      made += 1;
      const digest = long('digest', odd === 0 ? 1 : made);
      if (what === 'key') {
        const key = odd === 1 ? 'strange' : `p-1-k${pick}`;
        const value = {
          key,
          value: `v${client}-${n}`,
          node,
          ...(kind === 'create' || kind === 'update' ? { digest, promoted: long('promoted', made) } : {}),
        };
        put(
          {
            process: client,
            f: kind,
            type: 'invoke',
            value: kind === 'create' ? value : { ...value, id: long('id', pick) },
          },
          ns,
        );
        open.set(client, { f: kind, named: { key, value: value.value }, isGet: kind === 'get' });
      } else {
        const key = `p-1-${client}-${odd === 2 ? 'x' : n}`;
        const word = what === 'worded' ? { word: `w${long('word', made)}` } : {};
        put(
          {
            process: client,
            f: 'write',
            type: 'invoke',
            value: { key, digest, ...(odd === 3 ? {} : { node }), ...word },
          },
          ns,
        );
        open.set(client, { f: 'write', named: { key }, isGet: false });
        rows.push([long('id', made), key, digest, long('whole', odd === 4 ? 1 : made)]);
      }
    } else if (what === 'end' && open.has(client)) {
      const { f, named, isGet } = open.get(client) ?? { f: '', named: {}, isGet: false };
      open.delete(client);
      const given = isGet
        ? { digest: pick % 2 ? null : long('digest', pick) }
        : f === 'delete'
          ? {}
          : { id: long('id', odd === 5 ? pick : made) };
      if (ending === 'ok') put({ process: client, f, type: 'ok', value: { ...named, ...given } }, ns);
      else
        put(
          {
            process: client,
            f,
            type: ending,
            value: { ...named, ...(odd === 6 ? { answer: { status: 503, body: 'no' } } : {}) },
            error: 'x',
          },
          ns,
        );
    } else if (what === 'read') {
      const given = rows.filter((_, i) => (i + pick) % 3 > 0).flatMap((row) => (odd === 7 ? [row, row] : [row]));
      put(
        {
          process: 1000,
          f: 'read',
          type: 'ok',
          value: {
            node,
            look: 'final',
            life: 0,
            rows: given,
            ...(odd === 8 ? {} : { by_id: given.slice(0, odd % 2).map(([id]) => id) }),
          },
        },
        ns,
      );
    } else if (what === 'lookup' || what === 'recall') {
      const key = rows.at(pick % Math.max(1, rows.length))?.[1] ?? 'none';
      if (what === 'recall')
        put({ process: 4000, f: 'recall', type: 'ok', value: { key, node, word: 'w', found: odd > 3 } }, ns);
      else
        put(
          {
            process: 2000,
            f: 'lookup',
            type: odd > 5 ? 'ok' : 'info',
            value: {
              key,
              node,
              after_ms: pick / 10,
              life: 0,
              ...(odd > 5 ? { digest: pick % 2 ? null : long('digest', pick) } : {}),
            },
          },
          ns,
        );
    } else if (what === 'stage')
      put({ process: 'cycle', f: 'stage', type: 'ok', value: { stage: 'load', found: 'done' } }, ns);
    else if (what === 'stranger')
      put({ process: 'nemesis', f: 'heal', type: 'info', value: { detail: long('digest', pick) } }, ns);
  }
  return ops;
}

const histories = fc.array(step, { maxLength: 80 }).map(historyOf);

describe('A packed cycle', () => {
  it('in full gives every operation back, however odd', () => {
    fc.assert(
      fc.property(histories, (ops) => {
        expect(stored(ops, false).back.map(comparable)).toEqual(ops.map(comparable));
      }),
      { numRuns: 400 },
    );
  });

  it('shortened gives the same history under other names: equal ones stay equal, others stay others', () => {
    fc.assert(
      fc.property(histories, (ops) => {
        const { back } = stored(ops, true);
        const renamed = new Map<string, string>();
        const same = (was: unknown, is: unknown): void => {
          if (typeof was === 'string' && typeof is === 'string') {
            expect(renamed.get(was) ?? is).toBe(is);
            renamed.set(was, is);
          } else if (typeof was === 'object' && was !== null) {
            expect(Object.keys(is as object)).toEqual(expect.arrayContaining(Object.keys(was)));
            for (const [name, part] of Object.entries(was)) same(part, (is as Record<string, unknown>)[name]);
          } else expect(is).toBe(was);
        };
        expect(back).toHaveLength(ops.length);
        ops.forEach((op, i) => {
          if (op.f !== 'read') same(op, back[i]);
        });
        expect(new Set(renamed.values()).size).toBe(renamed.size);
        const [was, is] = [ops, back].map((all) => findingsOf(modelOf(all, UNNAMED_RULES)));
        expect(is?.valid).toEqual(was?.valid);
        expect(is?.anomalies.map(({ name, count }) => [name, count])).toEqual(
          was?.anomalies.map(({ name, count }) => [name, count]),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('is not shortened where an operation that stands as it is names an id or a digest', () => {
    const op = { index: 0, cycle: 1, time_ns: 0, process: 0, f: 'write', type: 'invoke' };
    const digest = long('digest', 1);
    const write = { ...op, value: { key: 'p-1-0-0', digest, node: 'a' } } as HistoryOp;
    const said = (detail: string) =>
      ({ ...op, index: 1, process: 'nemesis', f: 'heal', type: 'info', value: { detail } }) as HistoryOp;
    expect(packCycle(1, [write, said('nothing')], hash)).toMatchObject({ shortened: true });
    expect(packCycle(1, [write, said(`lost ${digest}`)], hash)).toMatchObject({ shortened: false });
  });

  it('that does not hold together is an error, and never a shorter history', () => {
    const ops = historyOf(
      fc
        .sample(step, { numRuns: 60, seed: 1 })
        .map((one) => ({ ...one, what: one.what === 'stranger' ? 'write' : one.what })),
    );
    const whole = packCycle(1, ops, null);
    const read = (change: Partial<PackedCycle>) => [...unpackCycle({ ...whole, ...change })];
    expect(read({})).toHaveLength(ops.length);
    expect(() => read({ names: {} })).toThrow(/expected names of/);
    expect(() => read({ columns: {} })).toThrow(/expected more of the column/);
    expect(() => read({ letters: {} })).toThrow(/expected more of the column/);
    expect(() => read({ tables: {} })).toThrow(/expected entry 0 of/);
    const times = [...whole.times, 1];
    for (const odd of ['?', '-']) {
      expect(() => read({ kinds: `${whole.kinds}${odd}`, times })).toThrow(/expected a known operation at place/);
    }
    expect(() => read({ kinds: whole.kinds.slice(1) })).toThrow(/expected as many kinds as times/);
  });
});

it('says that a name was cut only where it was: lengths that differ are kept whole', () => {
  const named = (id: string, n: number): HistoryOp[] => {
    const at = { index: 2 * n, cycle: 1, process: n, f: 'write' } as const;
    const value = { key: `p-1-${n}-0`, node: 'a', digest: long('digest', n) } as const;
    return [
      { ...at, type: 'invoke', time_ns: 20_000 * n, value },
      { ...at, index: 2 * n + 1, type: 'ok', time_ns: 20_000 * n + 10_000, value: { key: value.key, id } },
    ];
  };
  const ids = (ops: Iterable<HistoryOp>) =>
    [...ops].flatMap((op) => (op.f === 'write' && op.type === 'ok' ? op.value.id : []));
  const differing = packCycle(1, [...named('id-9', 0), ...named('id-10', 1)], hash);
  expect(differing.shortened).toBe(true);
  expect(ids(unpackCycle(differing))).toEqual(['id-9', 'id-10']);
  const cut = packCycle(1, [...named('aaaaaaaaaaaaaaaa', 0), ...named('bbbbbbbbbbbbbbbb', 1)], hash);
  expect(ids(unpackCycle(cut))).toEqual(['aaaaaa…', 'bbbbbb…']);
});
