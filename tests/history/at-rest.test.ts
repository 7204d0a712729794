// Whether clients were at rest while nodes were read.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../src/checkers/findings.ts';
import type { StageName } from '../../src/contract/history.ts';
import { opsDuringLooks } from '../../src/history/at-rest.ts';
import type { Unplaced } from '../../src/history/ops.ts';
import { acked, history, invoke, model, ok, readAll, row } from '../checkers/literal-history.ts';

const stage = (name: StageName, type: 'invoke' | 'ok'): Unplaced => ({
  process: 'cycle',
  f: 'stage',
  type,
  value: { stage: name, ...(type === 'invoke' ? { limit_ms: 1 } : {}) },
});
const during = (name: StageName, ...ops: readonly (Unplaced | readonly Unplaced[])[]): Unplaced[] => [
  stage(name, 'invoke'),
  ...ops.flatMap((op) => (Array.isArray(op) ? op : [op])),
  stage(name, 'ok'),
];

describe('an operation goes on during a look', () => {
  test('where it begins or ends in it, lasts through it, or never ends', () => {
    expect(opsDuringLooks(history(...during('look inside', acked('w1'))))).toBe(1);
    expect(opsDuringLooks(history(invoke('w1'), ...during('look', readAll()), ok('w1')))).toBe(1);
    expect(opsDuringLooks(history(invoke('w1'), ...during('look', readAll())))).toBe(1);
  });

  test('also where a client recalls or lists, and not where a look does', () => {
    const at = { process: 7, type: 'invoke' } as const;
    const list: Unplaced = { ...at, f: 'list', value: { node: 'a', value: 'v1' } };
    const recall = { key: 'w1', node: 'a', word: 'heron' } as const;
    expect(opsDuringLooks(history(...during('look', list)))).toBe(1);
    expect(opsDuringLooks(history(...during('look', { ...at, f: 'recall', value: { ...recall, value: 'v1' } })))).toBe(
      1,
    );
    expect(opsDuringLooks(history(...during('look', { ...at, f: 'recall', value: recall })))).toBe(0);
  });

  test('not where it was over, or only begins afterwards; nor in another stage, nor in a history without stages', () => {
    expect(opsDuringLooks(history(acked('w1'), ...during('look', readAll()), acked('w2')))).toBe(0);
    expect(opsDuringLooks(history(...during('hold', acked('w1')), ...during('heal', acked('w2'))))).toBe(0);
    expect(opsDuringLooks(history(acked('w1'), readAll(row('w1'))))).toBe(0);
  });

  test('as often as operations are under way, wherever the look is put', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 }), (before, after) => {
        const done = (count: number, name: string) =>
          Array.from({ length: count }, (_, n) => acked(`${name}${n}`)).flat();
        const ops = history(...done(before, 'b'), ...during('look', readAll()), ...done(after, 'a'));
        expect(opsDuringLooks(ops)).toBe(0);
        expect(opsDuringLooks(history(...during('look', done(before, 'b'), readAll())))).toBe(before);
      }),
    );
  });
});

test('what was looked for meanwhile and not found is undecided; what was found stays found', () => {
  const busy = findingsOf(model(...during('look', acked('w1'), readAll(row('w1')))));
  expect(busy.valid).toMatchObject({ missing: null, lost: null });
  expect(busy).toMatchObject({ decided: false, lost: null, present_everywhere: null, convergence_bound: null });
  expect(busy.undecided.join()).toContain('1 operation of clients went on while the nodes were read');
  const lost = findingsOf(model(...during('look', acked('w1'), readAll())));
  expect(lost.valid).toMatchObject({ missing: false });
  expect(lost).toMatchObject({ lost: 1, present_everywhere: 0, convergence_bound: 0 });
});
