import { describe, expect, test } from 'vitest';
import { differingFields } from '../../../src/runner/phases/row-differences.ts';
import type { Memory } from '../../../src/subjects/subject.ts';

const row = (id: string, changes: Partial<Memory> = {}): Memory => ({
  id,
  title: `title ${id}`,
  content: 'content',
  namespace: 'n',
  tier: 'mid',
  tags: ['x'],
  priority: 5,
  metadata: { b: 1, a: { d: 2, c: 3 } },
  created_at: '2026-01-01T00:00:00.123456789+00:00',
  updated_at: '2026-01-01T00:00:00.123456789+00:00',
  rest: { source: 'import', expires_at: '2026-02-01T00:00:00.123456789+00:00' },
  ...changes,
});
const COARSER = ['created_at', 'updated_at'];

describe('rows after a round trip', () => {
  test('that are equal differ in nothing, whatever the order of rows and keys', () => {
    const reordered = row('1', { metadata: { a: { c: 3, d: 2 }, b: 1 } });
    expect(differingFields([row('1'), row('2')], [row('2'), reordered], COARSER)).toEqual({});
  });

  test('are counted by the field that differs', () => {
    const after = [row('1', { content: 'other' }), row('2', { content: 'else', priority: 6 })];
    expect(differingFields([row('1'), row('2')], after, COARSER)).toEqual({ content: 2, priority: 1 });
  });

  test('that are on one side only are whole rows that differ', () => {
    expect(differingFields([row('1'), row('2')], [row('2'), row('3'), row('4')], COARSER)).toEqual({ row: 3 });
  });

  test('may tell the time less precisely where that was declared, and only that', () => {
    const cut = { created_at: '2026-01-01T00:00:00.123456+00:00' };
    expect(differingFields([row('1')], [row('1', cut)], COARSER)).toEqual({ created_at: 1 });
    const moved = { created_at: '2026-01-01T00:00:01.123456+00:00' };
    expect(differingFields([row('1')], [row('1', moved)], COARSER)).toEqual({ 'created_at (another time)': 1 });
  });

  test('that gained a field differ in it', () => {
    const gained = row('1', { rest: { ...row('1').rest, score: 1 } });
    expect(differingFields([row('1')], [gained], [])).toEqual({ score: 1 });
  });

  test('are compared in the fields that only this subject has, too', () => {
    const other = row('1', { rest: { source: 'api', expires_at: '2026-02-01T00:00:00.123456+00:00' } });
    expect(differingFields([row('1')], [other], ['expires_at'])).toEqual({ expires_at: 1, source: 1 });
  });
});
