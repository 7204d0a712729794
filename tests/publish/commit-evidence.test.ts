// Evidence reaches the branch whatever else is pushed there, and nothing that is there is overwritten.

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CommitRefused, commitEvidence, type EvidenceToCommit, NotPushed } from '../../src/publish/commit-evidence.ts';

const LIMIT_MS = 120_000;

const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', '-c', 'init.defaultBranch=main', ...args], {
    cwd,
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim();

/** A bare remote with one commit, and a clone of it with a campaign that is not committed yet. */
function repository(id = 'harbour-r3') {
  const dir = mkdtempSync(join(tmpdir(), 'commit-evidence-test-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const remote = join(dir, 'remote.git');
  git(dir, 'init', '--bare', '--quiet', remote);
  const clone = cloneOf(dir, remote, 'clone');
  writeFileSync(join(clone, 'README'), 'x');
  git(clone, 'add', '.');
  git(clone, 'commit', '-qm', 'first');
  git(clone, 'push', '-q', 'origin', 'HEAD:main');
  campaignIn(clone, id);
  return { dir, remote, clone };
}

function cloneOf(dir: string, remote: string, name: string): string {
  git(dir, 'clone', '--quiet', remote, name);
  return join(dir, name);
}

function campaignIn(clone: string, id: string, text = '{}'): void {
  mkdirSync(join(clone, 'campaigns', id), { recursive: true });
  writeFileSync(join(clone, 'campaigns', id, 'phase2.json'), text);
}

const asked = (clone: string, id = 'harbour-r3', more: Partial<EvidenceToCommit> = {}): EvidenceToCommit => ({
  repository: clone,
  remote: 'origin',
  branch: 'main',
  campaigns: join(clone, 'campaigns'),
  id,
  ...more,
});

const filesOn = (remote: string): string[] => git(remote, 'ls-tree', '-r', '--name-only', 'main').split('\n');
const logOf = (remote: string): string[] => git(remote, 'log', '--format=%s', 'main').split('\n');

/** A hook that refuses the first pushes. */
function refusing(remote: string, pushes: number): void {
  const hook = join(remote, 'hooks', 'pre-receive');
  writeFileSync(
    hook,
    `#!/bin/sh\nn=$(cat refused 2>/dev/null || echo 0)\n[ "$n" -ge ${pushes} ] || { echo $((n + 1)) > refused; echo "not now" >&2; exit 1; }\n`,
  );
  chmodSync(hook, 0o755);
}

describe('Evidence', { timeout: LIMIT_MS }, () => {
  it('is committed, and the checkout stays as it was', async () => {
    const { remote, clone } = repository();
    writeFileSync(join(clone, 'README'), 'somebody works here');
    const before = git(clone, 'rev-parse', 'HEAD');
    expect(await commitEvidence(asked(clone))).toMatchObject({ pushes: 1, branch: 'main' });
    expect(filesOn(remote)).toEqual(['README', 'campaigns/harbour-r3/phase2.json']);
    expect(git(clone, 'rev-parse', 'HEAD')).toBe(before);
    expect(git(clone, 'status', '--short')).toBe('M README\n?? campaigns/');
    expect(git(clone, 'worktree', 'list').split('\n')).toHaveLength(1);
  });

  it('is there after pushes that the remote refused', async () => {
    const { remote, clone } = repository();
    refusing(remote, 2);
    expect(await commitEvidence(asked(clone))).toMatchObject({ pushes: 3 });
    expect(filesOn(remote)).toContain('campaigns/harbour-r3/phase2.json');
    expect(logOf(remote)).toEqual(['Evidence of the campaign harbour-r3', 'first']);
  });

  it('of a clone that is behind and shallow comes on top of what others pushed', async () => {
    const { dir, remote, clone } = repository();
    git(dir, 'clone', '--quiet', '--depth=1', `file://${remote}`, 'shallow');
    writeFileSync(join(clone, 'more'), 'x');
    git(clone, 'add', 'more');
    git(clone, 'commit', '-qm', 'of another');
    git(clone, 'push', '-q', 'origin', 'HEAD:main');
    const shallow = join(dir, 'shallow');
    campaignIn(shallow, 'harbour-r4');
    await commitEvidence(asked(shallow, 'harbour-r4'));
    expect(logOf(remote)).toEqual(['Evidence of the campaign harbour-r4', 'of another', 'first']);
    expect(filesOn(remote)).toEqual(['README', 'campaigns/harbour-r4/phase2.json', 'more']);
  });

  it('of several campaigns at once is there whole, and what is derived is derived from all before it', async () => {
    const { dir, remote } = repository();
    const ids = ['pier-r1', 'pier-r2', 'pier-r3'];
    await Promise.all(
      ids.map((id) => {
        const clone = cloneOf(dir, remote, `of-${id}`);
        campaignIn(clone, id);
        const derive = async (campaigns: string) => {
          const there = ids.filter((one) => existsSync(join(campaigns, one)));
          writeFileSync(join(campaigns, 'gate-decisions.json'), JSON.stringify(there));
          return [join(campaigns, 'gate-decisions.json')];
        };
        return commitEvidence(asked(clone, id, { derive }));
      }),
    );
    expect(filesOn(remote).filter((file) => file.endsWith('phase2.json'))).toEqual(
      ids.map((id) => `campaigns/${id}/phase2.json`),
    );
    expect(JSON.parse(git(remote, 'show', 'main:campaigns/gate-decisions.json'))).toEqual(ids);
  });

  it('that is there already is not committed again', async () => {
    const { dir, remote, clone } = repository();
    await commitEvidence(asked(clone));
    const other = cloneOf(dir, remote, 'other');
    expect(await commitEvidence(asked(other))).toMatchObject({ pushes: 0 });
    expect(logOf(remote)).toHaveLength(2);
  });

  it('of another campaign of that name is refused, and both are where they were', async () => {
    const { dir, remote, clone } = repository();
    await commitEvidence(asked(clone));
    const other = cloneOf(dir, remote, 'other');
    campaignIn(other, 'harbour-r3', '{"other":1}');
    await expect(commitEvidence(asked(other))).rejects.toThrow(CommitRefused);
    expect(git(remote, 'show', 'main:campaigns/harbour-r3/phase2.json')).toBe('{}');
    expect(readFileSync(join(other, 'campaigns/harbour-r3/phase2.json'), 'utf8')).toBe('{"other":1}');
  });

  it('that no push takes is where it was, and the last word of the remote is said', async () => {
    const { remote, clone } = repository();
    refusing(remote, 1000);
    const trying = commitEvidence(asked(clone, 'harbour-r3', { pushes_max: 3 }));
    await expect(trying).rejects.toThrow(/3 pushes refused: .*not now/);
    await expect(trying).rejects.toThrow(NotPushed);
    expect(existsSync(join(clone, 'campaigns/harbour-r3/phase2.json'))).toBe(true);
    expect(git(clone, 'worktree', 'list').split('\n')).toHaveLength(1);
  });

  it.each([
    ['a branch that is not there', { branch: 'nowhere' }, /git fetch: expected it to succeed/],
    ['a campaign that is not there', { id: 'nobody-r1' }, /expected the files of a campaign, found/],
    ['a name that leaves the folder', { id: '../harbour-r3' }, /expected the name of a campaign/],
    ['a campaign of this machine', { id: 'local-1' }, /expected the name of a campaign/],
    ['a directory outside the clone', { campaigns: tmpdir() }, /inside/],
  ])('of %s is refused', async (_what, more, expected) => {
    const { clone, remote } = repository();
    await expect(commitEvidence(asked(clone, 'harbour-r3', more))).rejects.toThrow(expected);
    expect(logOf(remote)).toEqual(['first']);
  });

  it('with a link in it, or a folder, is refused', async () => {
    const { clone } = repository();
    const folder = join(clone, 'campaigns/harbour-r3');
    symlinkSync('/etc/passwd', join(folder, 'phase3.json'));
    await expect(commitEvidence(asked(clone))).rejects.toThrow(/found phase3\.json/);
    rmSync(join(folder, 'phase3.json'));
    mkdirSync(join(folder, 'inner'));
    await expect(commitEvidence(asked(clone))).rejects.toThrow(/found inner/);
  });
});
