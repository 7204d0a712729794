// The tar of a campaign's files: the same for the same files, read back by the system's own tar.

import { execFileSync } from 'node:child_process';
import { linkSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { tarOf } from '../../src/evidence/archive.ts';
import { campaignsDirectory, written } from '../fixtures/disk.ts';

/** Above the size up to which a file is read ahead, and no multiple of a block. */
const LARGE = Buffer.alloc(3 * 1024 * 1024 + 17, 'proof');
const LONG = `${'n'.repeat(123)}.json`;
const CONTENTS = { 'a.json': '{}', 'empty.log': '', 'large.log': LARGE, [LONG]: '[1]' };
const listed = Object.entries(CONTENTS).map(([file, content]) => ({ file, bytes: Buffer.byteLength(content) }));

const folder = (): string =>
  written(
    campaignsDirectory(),
    Object.fromEntries(Object.entries(CONTENTS).map(([file, content]) => [`one/${file}`, content])),
  );

const packed = (root: string, files = listed): Promise<Buffer> => buffer(tarOf(root, 'one', files));

describe('The tar of a campaign', () => {
  it('unpacks to the files byte for byte, in a folder of its name', async () => {
    const [root, out] = [folder(), campaignsDirectory()];
    execFileSync('tar', ['-xf', '-', '-C', out], { input: await packed(root) });
    expect(readdirSync(out)).toEqual(['one']);
    expect(readdirSync(join(out, 'one')).sort()).toEqual(Object.keys(CONTENTS).sort());
    for (const [file, content] of Object.entries(CONTENTS))
      expect(readFileSync(join(out, 'one', file)).equals(Buffer.from(content))).toBe(true);
  });

  it('says nothing of who made it, when, and how the files lie on the disk', async () => {
    const root = folder();
    const first = await packed(root);
    utimesSync(join(root, 'one/a.json'), 1, 1);
    rmSync(join(root, `one/${LONG}`));
    written(root, { 'one/again': '[1]' });
    linkSync(join(root, 'one/again'), join(root, `one/${LONG}`));
    expect((await packed(root)).equals(first)).toBe(true);
    const lines = execFileSync('tar', ['-tvf', '-', '--numeric-owner', '--utc'], { input: first, encoding: 'utf8' });
    expect(lines.trim().split('\n')).toEqual(
      listed.map(({ file, bytes }) =>
        expect.stringMatching(new RegExp(`^-rw-r--r-- 0/0 +${bytes} 1980-01-01 00:00 one/${file}$`)),
      ),
    );
  });

  it.each(['a.json', 'large.log'])('follows no link: %s', async (file) => {
    const root = written(folder(), { 'outside.json': CONTENTS[file as keyof typeof CONTENTS] ?? '' });
    rmSync(join(root, 'one', file));
    symlinkSync('../outside.json', join(root, 'one', file));
    await expect(async () => packed(root)).rejects.toThrow('ELOOP');
  });

  it.each(['a.json', 'large.log', 'empty.log'])('never holds other bytes than were hashed: %s grew', async (file) => {
    const root = folder();
    written(root, {
      [`one/${file}`]: Buffer.concat([Buffer.from(CONTENTS[file as keyof typeof CONTENTS] ?? ''), LARGE]),
    });
    await expect(async () => packed(root)).rejects.toThrow(/size|bytes/i);
  });

  it.each(['a.json', 'large.log'])('never holds other bytes than were hashed: %s shrank', async (file) => {
    const root = written(folder(), { [`one/${file}`]: '{' });
    await expect(async () => packed(root)).rejects.toThrow(/size|bytes|expected/i);
  });
});
