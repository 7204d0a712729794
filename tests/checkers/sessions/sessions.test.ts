import { describe, expect, test } from 'vitest';
import { sessionFindings } from '../../../src/checkers/sessions/sessions.ts';
import type { SessionBreach, SessionScope } from '../../../src/contract/consistency.ts';
import { keyOps } from '../register/literal-key.ts';

type Keys = Record<string, string[]>;

/** The reads that broke it, as `key: line since`, of so many that had something to be older than. */
function broken(name: SessionBreach, scope: SessionScope, keys: Keys): string {
  let first = 0;
  const histories = Object.entries(keys).map(([key, lines]) => {
    const ops = keyOps(...lines).map((op) => ({ ...op, op: op.op + first }));
    first += lines.length;
    return { key, ops };
  });
  const lines = Object.values(keys).flat();
  const found = sessionFindings(histories, null).find((one) => one.name === name && one.scope === scope);
  const breaches = found?.breaches.map(({ key, read, since }) => `${key}: ${lines[read.op]} since ${since}`);
  return `${breaches?.join('; ') || 'none'} of ${found?.reads.before}`;
}

const any = (name: SessionBreach, ...lines: string[]) => broken(name, 'cluster', { k: lines });
const node = (name: SessionBreach, ...lines: string[]) => broken(name, 'node', { k: lines });

describe('own_write_unread', () => {
  test('is a read that lacks what its client had an ack for', () => {
    expect(any('own_write_unread', 'w1 0-1 x', 'r1 2-3 -')).toBe('k: r1 2-3 - since 1 of 1');
    expect(any('own_write_unread', 'w1 0-1 x', 'w1 2-3 y', 'w1 4-5 z', 'r1 6-7 x')).toBe('k: r1 6-7 x since 3 of 1');
    expect(any('own_write_unread', 'w1 0-1 x', 'd1 2-3', 'r1 4-5 x')).toBe('k: r1 4-5 x since 3 of 1');
  });
  test('is none where the write was open, refused or somebody else’s, or what is shown may be newer', () => {
    expect(any('own_write_unread', 'w1 0-5 x', 'r1 2-3 -')).toBe('none of 0');
    expect(any('own_write_unread', 'w1 0-1! x', 'w1 2- y', 'r1 3-4 -')).toBe('none of 0');
    expect(any('own_write_unread', 'w2 0-1 x', 'r1 2-3 -')).toBe('none of 0');
    expect(any('own_write_unread', 'w1 0-2 x', 'w2 1-3 y', 'r1 4-5 y')).toBe('none of 1');
    expect(any('own_write_unread', 'd2 0-', 'w1 1-2 x', 'r1 3-4 -'), 'a delete that nobody knows of').toBe('none of 1');
  });
  test('through one node counts what was written there alone', () => {
    const lines = ['w1a 0-1 x', 'r1b 2-3 -', 'r1a 4-5 -'];
    expect(any('own_write_unread', ...lines)).toBe('k: r1b 2-3 - since 1; k: r1a 4-5 - since 1 of 2');
    expect(node('own_write_unread', ...lines)).toBe('k: r1a 4-5 - since 1 of 1');
  });
});

describe('non_monotonic_read', () => {
  const writes = ['w0 0-1 x', 'w0 2-3 y'];
  test('is a read that is older than an earlier one of its client', () => {
    expect(any('non_monotonic_read', ...writes, 'r1 4-5 y', 'r1 6-7 x')).toBe('k: r1 6-7 x since 5 of 1');
    expect(any('non_monotonic_read', ...writes, 'r1 4-5 y', 'r1 6-7 -')).toBe('k: r1 6-7 - since 5 of 1');
    expect(any('non_monotonic_read', ...writes, 'r1 4-5 x', 'r1 6-7 y')).toBe('none of 1');
    expect(any('non_monotonic_read', ...writes, 'r1 4-5 y', 'r2 6-7 x')).toBe('none of 0');
  });
  test('is a version seen again after another, whichever of two is the newer', () => {
    const open = ['w1 0-9 x', 'w2 0-9 y'];
    expect(any('non_monotonic_read', ...open, 'r3 1-2 x', 'r3 3-4 y', 'r3 5-6 x', 'r3 7-8 x')).toBe(
      'k: r3 5-6 x since 4 of 3',
    );
    expect(any('non_monotonic_read', ...open, 'r3 1-2 x', 'r3 3-4 y', 'r3 5-6 y')).toBe('none of 2');
    expect(any('non_monotonic_read', 'w1 0-1 x', 'd2 2-3', 'r3 4-5 x', 'r3 6-7 -', 'r3 8-9 x')).toBe(
      'k: r3 8-9 x since 7 of 2',
    );
  });
  test('counts only the read that went back, not the one that came forward again', () => {
    expect(any('non_monotonic_read', ...writes, 'r1 4-5 y', 'r1 6-7 x', 'r1 8-9 y')).toBe('k: r1 6-7 x since 5 of 2');
  });
  test('through one node is about what that node showed', () => {
    const lines = [...writes, 'r1a 4-5 y', 'r1b 6-7 x', 'r1a 8-9 x'];
    expect(any('non_monotonic_read', ...lines)).toBe('k: r1b 6-7 x since 5; k: r1a 8-9 x since 5 of 2');
    expect(node('non_monotonic_read', ...lines)).toBe('k: r1a 8-9 x since 5 of 1');
  });
});

describe('stale_read', () => {
  test('is a read older than what anybody had an ack for, and stale since the first such ack', () => {
    const lines = ['w1a 0-1 x', 'w2b 2-3 y', 'w2b 4-5 z', 'r3a 10-11 x', 'r3b 12-13 y'];
    expect(any('stale_read', ...lines)).toBe('k: r3a 10-11 x since 3; k: r3b 12-13 y since 5 of 2');
    expect(node('stale_read', ...lines)).toBe('k: r3b 12-13 y since 5 of 2');
  });
  test('is none where a write of unknown outcome explains what is shown, or nothing does', () => {
    expect(any('stale_read', 'w1 0- x', 'w2 2-3 y', 'r3 4-5 x')).toBe('none of 1');
    expect(any('stale_read', 'w1 0-1 x', 'r3 4-5 ghost')).toBe('none of 0');
  });
});

describe('non_monotonic_write', () => {
  test('is a node that shows a client’s later write and then lacks its earlier one, of any key', () => {
    const keys = { k: ['w1 0-1 x', 'r3a 8-9 -'], l: ['w1 2-3 y', 'r2a 4-5 y'] };
    expect(broken('non_monotonic_write', 'node', keys)).toBe('k: r3a 8-9 - since 5 of 1');
    expect(broken('non_monotonic_write', 'node', { ...keys, k: ['w1 0-1 x', 'r3b 8-9 -'] })).toBe('none of 0');
    expect(broken('non_monotonic_write', 'node', { ...keys, k: ['w1 0-1 x', 'r3a 4-9 -'] })).toBe('none of 0');
    expect(broken('non_monotonic_write', 'node', { ...keys, k: ['w1 0-3 x', 'r3a 8-9 -'] })).toBe('none of 0');
    expect(broken('non_monotonic_write', 'node', { ...keys, k: ['w2 0-1 x', 'r3a 8-9 -'] })).toBe('none of 0');
  });
});

describe('write_without_cause', () => {
  test('is a node that shows a write and then lacks what its client had read before', () => {
    const keys = { k: ['w1 0-1 x', 'r2b 2-3 x', 'r3a 8-9 -'], l: ['w2 4-5 y', 'r4a 6-7 y'] };
    expect(broken('write_without_cause', 'node', keys)).toBe('k: r3a 8-9 - since 7 of 1');
    expect(broken('non_monotonic_write', 'node', keys)).toBe('none of 0');
    expect(broken('write_without_cause', 'node', { ...keys, k: ['w1 0-1 x', 'r2b 4-5 x', 'r3a 8-9 -'] })).toBe(
      'none of 0',
    );
    expect(broken('write_without_cause', 'node', { ...keys, k: ['w1 0-1 x', 'r2b 2-3 x', 'r3a 8-9 x'] })).toBe(
      'none of 1',
    );
  });
});

test('a read is marked by whether the fault had begun, held or was over; final reads are nobody’s', () => {
  const lines = ['w1 0-1 x', 'r1 2-3 -', 'r1 9-11 -', 'r1 12-13 -', 'r1 19-20 -', 'r1 21-22 -', 'f1 30-31 -'];
  const key = { key: 'k', ops: keyOps(...lines) };
  const stages = (fault: Parameters<typeof sessionFindings>[1]) =>
    sessionFindings([key], fault)
      .find(({ name }) => name === 'own_write_unread')
      ?.breaches.map(({ stage }) => stage);
  expect(stages({ holds_ns: 10, healed_ns: 20 })).toEqual(['before', 'in', 'in', 'in', 'after']);
  expect(stages({ holds_ns: 10, healed_ns: null })).toEqual(['before', 'in', 'in', 'in', 'in']);
  expect(stages({ holds_ns: 10, healed_ns: 21 })).toEqual(['before', 'in', 'in', 'in', 'in']);
  expect(stages(null)).toEqual(['before', 'before', 'before', 'before', 'before']);
});
