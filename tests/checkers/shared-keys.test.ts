import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../src/checkers/findings.ts';
import { registersOf } from '../../src/checkers/shared-keys.ts';
import { modelOf } from '../../src/history/model.ts';
import type { ReadRow, Unplaced } from '../../src/history/ops.ts';
import { history, injected, model, oldModel, RULES, read, unread } from './literal-history.ts';
import { begins, does, ends, finally_, gets, holding, rowOf } from './literal-keys.ts';
import { seen } from './seen.ts';

const look: Unplaced = { process: 'cycle', f: 'stage', type: 'invoke', value: { stage: 'look', limit_ms: 1 } };
const x = does('create', 'x');

/** What the register of the one key is, each operation as `kind value ok`. */
const register = (...ops: Parameters<typeof model>) =>
  registersOf(model(...ops)).flatMap((one) =>
    one.ops.map(({ kind, value, ok, answer, final }) => {
      const end = final ? 'last' : ok ? 'ok' : answer === null ? 'unknown' : 'refused';
      return `${kind} ${value ?? '-'} ${end}`;
    }),
  );

describe('the register of a shared key', () => {
  test('has every create, update and delete as it ended, and every get that was answered', () => {
    expect(
      register(
        x,
        does('update', 'y', 'unknown'),
        does('update', 'z', 'not met'),
        does('update', 'no', 'refused'),
        does('promote', 'p'),
        gets('g1', '#y'),
        gets('g2', '#y^'),
        does('get', 'g3', 'unknown'),
        does('delete', 'd'),
        gets('g4', null),
      ),
    ).toEqual([
      'write x ok',
      'write y unknown',
      'write z unknown',
      'write no refused',
      'read y ok',
      'read y ok',
      'delete - ok',
      'read - ok',
    ]);
  });
  test('has the last look at every node that could be read, from the barrier on', () => {
    const ops = [x, gets('g', '#x'), look, holding('a', 'x'), unread('b'), holding('c', null)] as const;
    expect(register(...ops)).toEqual(['write x ok', 'read x ok', 'read x last', 'read - last']);
    const [one] = registersOf(model(...ops));
    const [first, last] = one?.ops.filter(({ final }) => final) ?? [];
    expect(first).toMatchObject({ node: 'a', client: -1, op: 6, invoke: 5e6, answer: 6e6 });
    expect(last).toMatchObject({ node: 'c', client: -3, op: 8 });
    const two: ReadRow = ['id-other', 'k', '#x', 'whole'];
    expect(register(x, gets('g', '#x'), look, read('a', rowOf('x'), two)), 'held twice').toEqual([
      'write x ok',
      'read x ok',
    ]);
  });
  test('calls a row that nobody wrote so a value that nobody wrote', () => {
    expect(register(x, gets('g', '#else'))).toEqual(['write x ok', 'read a row that nobody wrote (#else) ok']);
  });
  test('is there only for a key that a client read, in a history that has stages', () => {
    expect(register(x)).toEqual([]);
    expect(registersOf(oldModel(x, gets('g', '#x')))).toEqual([]);
  });
});

describe('a get that found nothing', () => {
  const others = {
    'was acked with another id': [
      begins('create', 'y'),
      { process: 1, f: 'create', type: 'ok', value: { key: 'k', value: 'y', id: 'id-2' } } as const,
    ],
    'has no known outcome': does('create', 'y', 'unknown'),
    'missed its quorum': does('create', 'y', 'not met'),
    'is open': [begins('create', 'y')],
  };
  for (const [how, create] of Object.entries(others)) {
    test(`says nothing where a create ${how}: the key may be there under another id`, () => {
      const isShown = (...ops: string[]) => ops.includes('read - ok');
      expect(isShown(...register(x, does('delete', 'd'), create, gets('g', null), gets('h', '#x')))).toBe(false);
    });
  }
  test('says nothing where a node was seen with the key under another id', () => {
    const other: ReadRow = ['id-2', 'k', '#x', 'whole'];
    expect(register(x, does('delete', 'd'), gets('g', null), gets('h', '#x'), read('a', other))).not.toContain(
      'read - ok',
    );
  });
  test('says that there is nothing where a later create alone could have another id', () => {
    expect(register(x, does('delete', 'd'), gets('g', null), does('create', 'y', 'unknown'))).toContain('read - ok');
  });
});

describe('a cycle', () => {
  const at = (...ops: Parameters<typeof model>) => findingsOf(model(...ops));
  test('whose clients share no key, or read none, has no model and no sessions', () => {
    expect(at()).toMatchObject({ consistency: null, sessions: null });
    expect(at(x, look, finally_('x', 'x', 'x'))).toMatchObject({ consistency: null, sessions: null });
  });
  test('says what its keys refute, and how long reads were stale, by when the fault held', () => {
    const stale = [x, does('update', 'y', 'acked', 'b'), injected(), gets('g', '#x', 'a')];
    const { consistency, sessions } = at(...stale, look, finally_('y', 'y', 'y'));
    expect(consistency).toMatchObject({
      keys: 1,
      models: { linearizable: { refuted: 1 }, sequential: { refuted: 1 }, eventual: { refuted: 0, unknown: 0 } },
    });
    expect(sessions?.find(({ name, scope }) => name === 'stale_read' && scope === 'cluster')).toMatchObject({
      reads: { before: 0, in: 1, after: 0 },
      breaches: [{ key: 'k', stage: 'in', since: 4e6, read: { invoke: 6e6 } }],
    });
  });
});

describe('sessions that the version promises', () => {
  const promised = (sessions: 'node' | 'cluster' | undefined, ...ops: Parameters<typeof history>) =>
    modelOf(
      history(
        { process: 'cycle', f: 'begin', type: 'info', value: { ...RULES, ...(sessions ? { sessions } : {}) } },
        ...ops,
      ),
      RULES,
    );
  const elsewhere = [x, does('update', 'y', 'acked', 'b'), gets('g', '#x', 'a')] as const;
  const here = [x, does('update', 'y', 'acked', 'a'), gets('g', '#y', 'a'), gets('h', '#x', 'a')] as const;
  const names = ['own_write_unread', 'non_monotonic_read', 'stale_read'] as const;
  const all = (...of: Parameters<typeof promised>) => names.map((name) => seen(name, promised(...of)));

  test('are not looked for where it promises none', () => {
    expect(all(undefined, ...here)).toEqual(['not applicable', 'not applicable', 'not applicable']);
  });
  test('through one node are broken by what went through it', () => {
    expect(all('node', ...here)).toEqual(['k on a', 'k on a', 'k on a']);
    expect(all('node', ...elsewhere)).toEqual(['none', 'not applicable', 'none']);
  });
  test('through any node are broken by what went through another', () => {
    expect(all('cluster', ...elsewhere)).toEqual(['k on a', 'not applicable', 'k on a']);
  });
  test('cannot be broken by a cycle in which nobody read', () => {
    expect(all('cluster', x, begins('get', 'g'), ends('get', 'g', 'unknown'))).toEqual([
      'not applicable',
      'not applicable',
      'not applicable',
    ]);
  });
});
