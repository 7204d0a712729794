import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { isLater } from '../../src/contract/names.ts';
import { shrinkFile, shrinkSchema, shrunkCycleOf } from '../../src/contract/shrink.ts';
import { keepResult } from '../../src/shrink/result-file.ts';
import { shrunkResult } from '../fixtures/shrunk.ts';

const RESULT = shrunkResult('pause_peer', 3);

const folder = mkdtempSync(join(tmpdir(), 'shrink-result-'));
afterEach(() => {
  for (const file of readdirSync(folder)) rmSync(join(folder, file));
});

test('a result is written whole, under the name of its cycle, and read back as it was', () => {
  expect(keepResult(folder, RESULT)).toBe('shrink-pause_peer-3.json');
  expect(readdirSync(folder)).toEqual(['shrink-pause_peer-3.json']);
  const text = readFileSync(join(folder, 'shrink-pause_peer-3.json'), 'utf8');
  expect(shrinkSchema.parse(JSON.parse(text))).toEqual(RESULT);
});

test('an earlier result is never overwritten: the next takes the next number', () => {
  keepResult(folder, RESULT);
  expect(keepResult(folder, { ...RESULT, anomaly: 'lost' })).toBe('shrink-pause_peer-3-2.json');
  expect(keepResult(folder, RESULT)).toBe('shrink-pause_peer-3-3.json');
  expect(JSON.parse(readFileSync(join(folder, 'shrink-pause_peer-3.json'), 'utf8')).anomaly).toBe('missing');
});

test('what is no result is not written', () => {
  expect(() => keepResult(folder, { ...RESULT, cycle: 0 })).toThrow();
  expect(readdirSync(folder)).toEqual([]);
});

test('a name says which cycle it speaks of, and no list of hashes has to name it', () => {
  expect(shrunkCycleOf(shrinkFile('pause_peer', 3))).toEqual({ fault: 'pause_peer', cycle: 3, n: 1 });
  expect(shrunkCycleOf(shrinkFile('pause_peer', 3, 12))).toEqual({ fault: 'pause_peer', cycle: 3, n: 12 });
  expect(isLater(shrinkFile('pause_peer', 3, 12))).toBe(true);
  for (const other of [
    'shrink-.json',
    'shrink-pause_peer-0.json',
    'shrink-pass_flag-1.json',
    'shrink-A-1.json',
    'recheck.json',
  ])
    expect(shrunkCycleOf(other)).toBeNull();
});
