import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readFolder } from '../../src/evidence/folder.ts';
import { judge } from '../../src/verdict/judge.ts';
import { campaignsDirectory, readingFrom, readingOn, written } from '../fixtures/disk.ts';
import { isAtHand } from '../needed.ts';

/** A busy machine takes its time; nothing here is about speed. */
vi.setConfig({ testTimeout: 60_000 });

const MIB = 1024 * 1024;
const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');
const root_only = 'run as root, whom no file mode stops';
const PIPE_MAKER = 'mkfifo';

/** A file of that many bytes, of which only the first and the last few are not zero. */
function sparse(file: string, bytes: number): string {
  const root = written(campaignsDirectory(), { [`one/${file}`]: '{"phase":' });
  truncateSync(join(root, 'one', file), bytes);
  return root;
}

describe('A regular file', () => {
  it('is read with its size and the hash of every byte', () => {
    const text = '\uFEFF{"phase": 2, "note": "ü"}\n';
    expect(readingFrom(text)).toEqual({
      file: 'phase2.json',
      bytes: Buffer.byteLength(text),
      sha256: sha256(text),
      state: 'document',
      document: { phase: 2, note: 'ü' },
    });
  });

  it.each([
    ['', 'empty'],
    ['[chaos] ready', 'not JSON'],
    ['{"phase": 2', 'not JSON'],
    ['[]', 'not an object'],
    ['null', 'not an object'],
    ['12', 'not an object'],
    [Buffer.from([0xff, 0xfe]), 'not UTF-8'],
  ])('of %j is no document, and still has its size and hash', (content, problem) => {
    const reading = readingFrom(content);
    expect(reading).toMatchObject({
      state: 'unreadable',
      bytes: Buffer.from(content).length,
      sha256: sha256(content),
      why: { problem },
    });
  });

  it('keeps its hash where it is nested too deeply to say what is wrong', () => {
    const text = '{"a":'.repeat(100_000);
    expect(readingFrom(text)).toMatchObject({ sha256: sha256(text), why: { problem: 'not JSON' } });
  });

  it.each([
    ['build.log', 'ready\n', 'text'],
    ['notes.txt', Buffer.from([0xff]), 'binary'],
    ['phase4-drop.jsonl', '{"cycle":1}\n{"cycle":2}\n', 'text'],
    ['history-drop.jsonl.gz', 'all ASCII', 'binary'],
    ['index.html', '<b>', 'text'],
    ['empty.log', '', 'text'],
    ['PHASE2.JSON', '{}', 'text'],
  ])('named %s is %s', (file, content, state) => {
    expect(readingFrom(content, file)).toMatchObject({ file, state, sha256: sha256(content) });
  });
});

describe('A large file', () => {
  it('of exactly 32 MiB is still read', () => {
    const text = `{"phase":2}${' '.repeat(32 * MIB - 11)}`;
    expect(readingFrom(text)).toMatchObject({ state: 'document', bytes: 32 * MIB });
  });

  it.each([33, 50])('of %i MiB is too large to be a document, and is hashed whole', (mib) => {
    const root = sparse('phase4.json', mib * MIB);
    const expected = Buffer.alloc(mib * MIB);
    expected.write('{"phase":');
    expect(readingOn(root, 'phase4.json')).toEqual({
      file: 'phase4.json',
      bytes: mib * MIB,
      sha256: sha256(expected),
      state: 'unreadable',
      why: { problem: 'too large', detail: expect.stringContaining(`at most ${32 * MIB}`), line: null, excerpt: null },
    });
    expect(judge(readFolder(root, 'one')).phases[3]?.status).toBe('UNREADABLE');
  });

  it('that is a log is text, and one with a stray byte is not', () => {
    const root = sparse('run.log', 33 * MIB);
    expect(readingOn(root, 'run.log')).toMatchObject({ state: 'text', bytes: 33 * MIB });
    const spoiled = Buffer.alloc(33 * MIB);
    spoiled[32 * MIB] = 0xff;
    expect(readingFrom(spoiled, 'run.log')).toMatchObject({ state: 'binary', sha256: sha256(spoiled) });
  });

  it('of characters that lie across its chunks is text', () => {
    expect(readingFrom('€'.repeat(11.1 * MIB), 'run.log').state).toBe('text');
  });
});

describe('An entry that is no regular file', () => {
  it('is a link: it is not followed, wherever it leads', () => {
    const root = written(campaignsDirectory(), { 'secret.json': '{"phase":2}', 'one/phase3.json': '{"phase":3}' });
    symlinkSync(join(root, 'secret.json'), join(root, 'one/phase2.json'));
    symlinkSync('phase3.json', join(root, 'one/phase4.json'));
    symlinkSync('/nowhere', join(root, 'one/run.log'));
    for (const file of ['phase2.json', 'phase4.json', 'run.log']) {
      expect(readingOn(root, file)).toMatchObject({
        bytes: null,
        sha256: null,
        state: 'unreadable',
        why: { problem: 'a link' },
      });
    }
  });

  it('is a directory with the name of a document', () => {
    const root = written(campaignsDirectory(), { 'one/phase2.json/phase2.json': '{"phase":2}' });
    expect(readingOn(root, 'phase2.json')).toMatchObject({ sha256: null, why: { problem: 'a directory' } });
    expect(judge(readFolder(root, 'one')).phases[1]?.status).toBe('UNREADABLE');
  });

  it('is a pipe that nobody writes to: reading does not wait for it', ({ skip }) => {
    const root = campaignsDirectory();
    mkdirSync(join(root, 'one'));
    try {
      execFileSync(PIPE_MAKER, [join(root, 'one/phase2.json')], { stdio: 'ignore' });
    } catch {
      skip(!isAtHand('mkfifo', false), 'no mkfifo on this machine');
    }
    expect(readingOn(root, 'phase2.json')).toMatchObject({ why: { problem: 'not a regular file' } });
  }, 20_000);

  it('is a file that may not be read', ({ skip }) => {
    skip(process.getuid?.() === 0, root_only);
    const root = written(campaignsDirectory(), { 'one/phase2.json': '{"phase":2}' });
    chmodSync(join(root, 'one/phase2.json'), 0);
    expect(readingOn(root, 'phase2.json')).toMatchObject({ sha256: null, why: { problem: 'not readable' } });
  });
});
