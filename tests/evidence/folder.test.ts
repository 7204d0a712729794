import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listCampaigns, readFolder } from '../../src/evidence/folder.ts';
import { readText } from '../../src/evidence/text.ts';
import { judge } from '../../src/verdict/judge.ts';
import { campaignsDirectory, written } from '../fixtures/disk.ts';

describe('A directory of campaigns', () => {
  it('that is not there holds none, and says so', () => {
    const listing = listCampaigns('/nowhere/at/all');
    expect(listing).toMatchObject({ ids: [], insights: null, gateDecisions: null });
    expect(listing.problems).toEqual(['/nowhere/at/all: expected a directory of campaigns, found ENOENT']);
  });

  it('that is a file holds none, and says so', () => {
    const root = written(campaignsDirectory(), { runs: '' });
    expect(listCampaigns(join(root, 'runs')).problems[0]).toContain('ENOTDIR');
  });

  it('that is empty holds none, without a word', () => {
    expect(listCampaigns(campaignsDirectory())).toEqual({ ids: [], problems: [], insights: null, gateDecisions: null });
  });

  it('gives every folder whose name can stand in an address, in one order', () => {
    const root = campaignsDirectory();
    const ids = ['b', 'a', 'a-r10', 'a-r2', 'Z', '0', `x${'y'.repeat(127)}`, 'v0.6.0.0-final-r19', 'x.js', 'local-now'];
    for (const id of ids) mkdirSync(join(root, id));
    expect(listCampaigns(root)).toEqual({ ids: [...ids].sort(), problems: [], insights: null, gateDecisions: null });
  });

  it.each([
    ['..%2f'],
    ['two words'],
    ['x.json'],
    ['x.html'],
    ['x.xml'],
    ['x.txt'],
    [`x${'y'.repeat(128)}`],
    ['.hidden'],
    ['.github'],
    ['-dash'],
    ['_mark'],
    ['é'],
    ['a:b'],
    ['<script>'],
    ['new\nline'],
    ['quote"'],
    ['back\\slash'],
  ])('names a folder called %j and leaves it out', (name) => {
    const root = campaignsDirectory();
    mkdirSync(join(root, name));
    mkdirSync(join(root, 'sound'));
    const { ids, problems } = listCampaigns(root);
    expect(ids).toEqual(['sound']);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('cannot stand in an address');
    expect(problems[0]).not.toContain('\n');
  });

  it('names a file and a link, and leaves them out', () => {
    const root = written(campaignsDirectory(), { 'stray.json': '{}', 'other/phase2.json': '{"phase":2}' });
    symlinkSync(join(root, 'other'), join(root, 'linked'));
    const { ids, problems } = listCampaigns(root);
    expect(ids).toEqual(['other']);
    expect(problems).toEqual([
      'linked: left out, it is a symbolic link; expected a campaign folder',
      'stray.json: left out, it is no folder; expected a campaign folder',
    ]);
  });

  it('may hold what a repository needs, without a word', () => {
    const root = written(campaignsDirectory(), { '.gitkeep': '', '.gitignore': 'local-*' });
    expect(listCampaigns(root).problems).toEqual([]);
  });

  it('gives the map of narratives as it was read', () => {
    const root = written(campaignsDirectory(), { 'run-insights.json': '{"r1": {"headline": "It held"}}' });
    expect(listCampaigns(root).insights).toMatchObject({
      state: 'document',
      document: { r1: { headline: 'It held' } },
    });
    const broken = written(campaignsDirectory(), { 'run-insights.json': '{"r1":' });
    expect(listCampaigns(broken).insights).toMatchObject({ state: 'unreadable', why: { problem: 'not JSON' } });
  });
});

describe('A campaign folder', () => {
  it('gives its files in one order, whatever order the disk has', () => {
    const names = ['phase2.json', 'a.log', 'Z.txt', 'campaign-summary.json', 'phase1-node-a.json'];
    const root = written(campaignsDirectory(), Object.fromEntries(names.map((name) => [`one/${name}`, '{}'])));
    expect(readFolder(root, 'one').files.map(({ file }) => file)).toEqual([...names].sort());
    expect(readFolder(root, 'one')).toEqual(readFolder(root, 'one'));
  });

  it('names what it leaves out: folders, and files whose name cannot stand in an address', () => {
    const root = written(campaignsDirectory(), {
      'one/phase2.json': '{"phase":2}',
      'one/raw/phase3.json': '{"phase":3}',
      'one/.hidden.json': '{}',
      'one/a b.json': '{}',
      [`one/${'n'.repeat(129)}`]: '',
      'one/..%2fetc.json': '{}',
    });
    const { files, leftOut } = readFolder(root, 'one');
    expect(files.map(({ file }) => file)).toEqual(['phase2.json']);
    expect(leftOut.map(({ name }) => name)).toEqual([
      '..%2fetc.json',
      '.hidden.json',
      'a b.json',
      'n'.repeat(129),
      'raw',
    ]);
    expect(leftOut.at(-1)?.why).toBe('it is a folder');
  });

  it('that is empty or gone is four times NOT RUN', () => {
    const root = campaignsDirectory();
    mkdirSync(join(root, 'one'));
    expect(readFolder(root, 'one')).toEqual({ id: 'one', files: [], leftOut: [] });
    expect(readFolder(root, 'two').leftOut[0]?.why).toContain('ENOENT');
    for (const id of ['one', 'two']) {
      expect(judge(readFolder(root, id)).phases.map(({ status }) => status)).toEqual(Array(4).fill('NOT RUN'));
    }
  });

  it('that may not be opened says so', ({ skip }) => {
    skip(process.getuid?.() === 0, 'run as root, whom no file mode stops');
    const root = written(campaignsDirectory(), { 'one/phase2.json': '{}' });
    chmodSync(join(root, 'one'), 0);
    const { leftOut } = readFolder(root, 'one');
    chmodSync(join(root, 'one'), 0o700);
    expect(leftOut[0]?.why).toContain('EACCES');
  });
});

describe('The text of an artifact', () => {
  const text = (content: string | Buffer, bytes_max?: number) =>
    readText(written(campaignsDirectory(), { 'one/a.log': content }), 'one', 'a.log', bytes_max);

  it('is all of it, without a byte order mark', () => {
    expect(text('\uFEFFready\n')).toEqual({ text: 'ready\n', cut: false });
    expect(text('')).toEqual({ text: '', cut: false });
  });

  it('is its beginning where it is long, cut between characters', () => {
    expect(text('abcdef', 6)).toEqual({ text: 'abcdef', cut: false });
    expect(text('abcdef', 5)).toEqual({ text: 'abcde', cut: true });
    expect(text('ab€€', 4)).toEqual({ text: 'ab', cut: true });
  });

  it('is never that of what a link leads to', () => {
    const root = written(campaignsDirectory(), { 'secret.txt': 'secret', 'one/b.log': '' });
    symlinkSync(join(root, 'secret.txt'), join(root, 'one/a.log'));
    expect(() => readText(root, 'one', 'a.log')).toThrow(/ELOOP/);
  });
});
