// A stored history is read for some of its cycles, within limits, and whatever is wrong with it is told.

import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type HistoryExcerpt, readExcerpt } from '../../src/evidence/history.ts';
import type { HistoryOp } from '../../src/history/ops.ts';
import { packCycle, piecesOf } from '../../src/history/packed/pack.ts';
import { asLines, compressed, lossyCycle } from '../fixtures/cycles.ts';
import { campaignsDirectory, written } from '../fixtures/disk.ts';

const FILE = 'history-partition_minority.jsonl.gz';

function excerptOf(content: Buffer, ...wanted: number[]): HistoryExcerpt {
  const root = written(campaignsDirectory(), { [`one/${FILE}`]: content });
  return readExcerpt(root, 'one', FILE, (cycle) => wanted.includes(cycle));
}

describe('a stored history', () => {
  it('gives the operations of the wanted cycles alone, in their order', () => {
    const { cycles, problem } = excerptOf(compressed([...lossyCycle(1), ...lossyCycle(2), ...lossyCycle(3)]), 2, 3);
    expect(problem).toBeNull();
    expect([...cycles.keys()]).toEqual([2, 3]);
    expect(cycles.get(2)).toEqual(lossyCycle(2));
  });

  it('gives the same of cycles that are packed, and of those only what is wanted', () => {
    const cycles = [1, 2, 3].map((cycle) => lossyCycle(cycle) as unknown as HistoryOp[]);
    const packed = gzipSync(cycles.map((ops, i) => piecesOf(packCycle(i + 1, ops, null)).join('')).join(''));
    expect(excerptOf(packed, 2, 3)).toEqual(excerptOf(compressed(cycles.flat() as never), 2, 3));
    const root = written(campaignsDirectory(), { [`one/${FILE}`]: packed });
    const { cycles: read } = readExcerpt(root, 'one', FILE, (_, f) => f === 'inject');
    expect([...read.values()].flat().map(({ f }) => f)).toEqual(Array(6).fill('inject'));
  });

  it('tells of a packed cycle that does not hold together, and gives the others', () => {
    const [one, two] = [1, 2].map((cycle) => packCycle(cycle, lossyCycle(cycle) as unknown as HistoryOp[], null));
    const { cycles, problem } = excerptOf(
      gzipSync(`${JSON.stringify({ ...one, others: one?.others.slice(1) })}\n${JSON.stringify(two)}\n`),
      1,
      2,
    );
    expect([...cycles.keys()]).toEqual([2]);
    expect(cycles.get(2)).toEqual(lossyCycle(2));
    expect(problem).toBe(`1 lines of ${FILE} hold no operation of the known shape`);
  });

  it('has nothing to say of a cycle that it does not hold', () => {
    const { cycles, problem } = excerptOf(compressed(lossyCycle(1)), 9);
    expect([cycles.size, problem]).toEqual([0, null]);
  });

  it('tells how many lines of a wanted cycle hold no operation', () => {
    const torn = `${asLines(lossyCycle(1))}{"cycle":1,"f":"dance"}\n{"cycle":1\n{"cycle":2,"f":"dance"}\n`;
    const { cycles, problem } = excerptOf(gzipSync(torn), 1);
    expect(cycles.get(1)).toHaveLength(lossyCycle(1).length);
    expect(problem).toBe(`2 lines of ${FILE} hold no operation of the known shape`);
  });

  it('that is not compressed, cut short or empty is no history', () => {
    for (const content of [Buffer.from('{"cycle":1}\n'), compressed(lossyCycle(1)).subarray(0, 60), Buffer.alloc(0)]) {
      const { cycles, problem } = excerptOf(content, 1);
      expect([cycles.size, problem]).toEqual([0, expect.stringContaining(`${FILE} could not be read`)]);
    }
  });

  it('that would inflate beyond the limit is not inflated', () => {
    const { cycles, problem } = excerptOf(gzipSync(Buffer.alloc(65 * 1024 * 1024)), 1);
    expect([cycles.size, problem]).toEqual([0, expect.stringContaining('inflates to more than 67108864 bytes')]);
  });

  it('that is not there, or is a link, is told and not followed', () => {
    const root = written(campaignsDirectory(), { 'one/phase2.json': '{}', 'two/other.gz': compressed(lossyCycle(1)) });
    expect(readExcerpt(root, 'one', FILE, (cycle) => cycle === 1).problem).toContain('ENOENT');
    symlinkSync(join(root, 'two/other.gz'), join(root, 'one', FILE));
    expect(readExcerpt(root, 'one', FILE, (cycle) => cycle === 1).problem).toContain('ELOOP');
  });

  it('of absurd length within one cycle is cut, and says so', () => {
    const [op] = lossyCycle(1);
    const { cycles, problem } = excerptOf(compressed(Array.from({ length: 20_003 }, () => op)), 1);
    expect(cycles.get(1)).toHaveLength(20_000);
    expect(problem).toContain('3 operations beyond the first 20000');
  });
});
