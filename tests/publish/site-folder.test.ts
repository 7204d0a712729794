import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { removeAllBut } from '../../src/publish/site-folder.ts';
import { written } from '../fixtures/written.ts';

const site = (): string => {
  const dist = mkdtempSync(join(tmpdir(), 'site-folder-'));
  onTestFinished(() => rmSync(dist, { recursive: true }));
  const left = ['.git/HEAD', '.prerender/entry.mjs', 'index.html', 'campaigns/a/index.html', 'campaigns/b/index.html'];
  return written(dist, Object.fromEntries([...left, 'api/campaigns/a.json'].map((file) => [file, 'left'])));
};

describe('The folder of a site, before a build', () => {
  it.each([
    ['no campaign is kept', [], []],
    ['one is kept', ['a'], ['a']],
  ])('holds, where %s, a branch, the code that the generator has begun to write, and nothing else', (_, kept, left) => {
    const dist = site();
    removeAllBut(new Map(kept.map((id) => [id, null])), dist);
    expect(
      readdirSync(dist)
        .filter((name) => name !== 'campaigns')
        .sort(),
    ).toEqual(['.git', '.prerender', 'api']);
    expect(readdirSync(join(dist, '.prerender'))).toEqual(['entry.mjs']);
    expect(left.every((id) => readdirSync(join(dist, 'campaigns')).includes(id))).toBe(true);
  });
});
