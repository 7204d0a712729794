// Files that somebody names, and what may be there in their place: nothing is waited for and nothing is read without end.

import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GATE_FILE, GATE_FILE_BYTES_MAX } from '../../src/contract/gate.ts';
import { gateFileBeside } from '../../src/evidence/folder.ts';
import { readPlainFile } from '../../src/evidence/plain-file.ts';
import { parsePlan, readPlan } from '../../src/shards/plan-file.ts';
import { campaignsDirectory } from '../fixtures/disk.ts';
import { needed } from '../needed.ts';

const MAKER = 'mkfifo';
const maker = needed('In the place of a file', [MAKER]);

/** Everything but a file that a path may lead to, with what is said of it. */
function inItsPlace(): [path: string, said: RegExp][] {
  const root = campaignsDirectory();
  const at = (name: string): string => join(root, name);
  maker.demand();
  execFileSync(MAKER, [at('pipe')]);
  mkdirSync(at('folder'));
  symlinkSync('/dev/zero', at('endless'));
  symlinkSync(at('pipe'), at('to-a-pipe'));
  return [
    [at('pipe'), /a pipe \(FIFO\)/],
    [at('to-a-pipe'), /a pipe \(FIFO\)/],
    [at('endless'), /a device/],
    [at('folder'), /a folder/],
    [at('none'), /ENOENT/],
  ];
}

describe('A plain file', () => {
  it('is read whole, through a link too, up to its limit', () => {
    const file = join(campaignsDirectory(), 'a');
    writeFileSync(file, 'harbour');
    symlinkSync(file, `${file}-link`);
    expect(String(readPlainFile(`${file}-link`, 7))).toBe('harbour');
    expect(readPlainFile(file, 6)).toBe('7 bytes, more than 6');
  });
});

describe.skipIf(maker.isSkipped)(maker.title, { timeout: 20_000 }, () => {
  it('whatever is there is said, and never waited for', () => {
    for (const [path, said] of inItsPlace()) expect(readPlainFile(path, 100)).toMatch(said);
  });

  it('of a plan nothing else is taken for one', () => {
    for (const [path, said] of inItsPlace()) {
      expect(() => readPlan(path)).toThrow(said);
      expect(() => readPlan(path)).toThrow(`${path}: expected a plan, found `);
    }
    expect(() => parsePlan('', 'x')).toThrow('x: expected a plan');
  });

  it('of the gate file beside the campaigns a build says nothing and goes on', () => {
    const root = join(campaignsDirectory(), 'campaigns');
    const place = join(root, '..', GATE_FILE);
    mkdirSync(root);
    execFileSync(MAKER, [place]);
    expect(gateFileBeside(root)).toBeNull();
    const other = join(campaignsDirectory(), 'campaigns');
    writeFileSync(join(other, '..', GATE_FILE), '#'.repeat(GATE_FILE_BYTES_MAX));
    expect(gateFileBeside(other)?.sha256).toMatch(/^[0-9a-f]{64}$/);
    writeFileSync(join(other, '..', GATE_FILE), '#'.repeat(GATE_FILE_BYTES_MAX + 1));
    expect(gateFileBeside(other)).toBeNull();
  });
});
