// Commits a finished campaign to the branch that a site is built from, whatever else is pushed there meanwhile. Each try
// begins at the branch as it is on the remote now, in a working tree of its own, so the checkout is never touched and a
// rejected push loses nothing. Evidence that is there is never overwritten.

import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import { isCampaignId, isLocal } from '../contract/names.ts';
import { visibleLine } from '../contract/visible-text.ts';
import { readFolder } from '../evidence/folder.ts';

/** Two campaigns that end at once want the branch in turn; more than so many tries are no accident. */
const PUSHES_MAX = 10;
/** Before the next try, a random part of so long, which doubles each time. */
const PAUSE_MS_FIRST = 100;
const PAUSE_MS_MAX = 5_000;

/** What is there is not what was to be committed, or nothing could be: nothing was pushed. */
export class CommitRefused extends Error {
  override readonly name = 'CommitRefused';
}

/** The remote took none of the tries: what was to be committed is where it was. */
export class NotPushed extends Error {
  override readonly name = 'NotPushed';
}

export interface EvidenceToCommit {
  /** A clone of the repository. */
  repository: string;
  remote: string;
  branch: string;
  /** The directory of campaigns, in that clone. */
  campaigns: string;
  id: string;
  /** Tries, if not `PUSHES_MAX`. */
  pushes_max?: number;
  /** More to commit, made anew at each try from the campaigns as they will be; gives the files that it wrote. */
  derive?: (campaigns: string) => Promise<readonly string[]>;
}

export interface Committed {
  commit: string;
  branch: string;
  pushes: number;
}

/** @throws CommitRefused, NotPushed */
export async function commitEvidence(asked: EvidenceToCommit): Promise<Committed> {
  const { repository, remote, branch, pushes_max = PUSHES_MAX } = asked;
  const within = demandPlace(asked);
  demandCampaign(asked);
  const temporary = mkdtempSync(join(tmpdir(), 'commit-evidence-'));
  const tree = join(temporary, 'tree');
  const git = gitIn(repository);
  try {
    let said = '';
    for (let pushes = 1; pushes <= pushes_max; pushes++) {
      await git('fetch', '--no-tags', '--quiet', remote, `refs/heads/${branch}`);
      const head = (await git('rev-parse', 'FETCH_HEAD')).stdout;
      if (pushes === 1) await git('worktree', 'add', '--quiet', '--detach', tree, head);
      const commit = await commitOn(head, tree, within, asked);
      if (commit === head) return { commit, branch, pushes: 0 };
      const push = await git.try('push', '--quiet', remote, `${commit}:refs/heads/${branch}`);
      if (!push.failed) return { commit, branch, pushes };
      said = push.stderr;
      await wait(Math.random() * Math.min(PAUSE_MS_MAX, PAUSE_MS_FIRST * 2 ** pushes));
    }
    throw new NotPushed(
      `expected ${remote} to take ${asked.id} on ${branch}, found ${pushes_max} pushes refused: ${visibleLine(said, 300)}`,
    );
  } finally {
    await git.try('worktree', 'remove', '--force', tree);
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** @returns the commit on top of `head`; `head` itself where all of it is there already */
async function commitOn(head: string, tree: string, within: string, asked: EvidenceToCommit): Promise<string> {
  const git = gitIn(tree);
  await git('reset', '--hard', '--quiet', head);
  await git('clean', '-ffdxq');
  const named = (await git.try('config', 'user.email')).failed ? NAMELESS : [];
  const campaigns = join(tree, within);
  if (place(join(asked.campaigns, asked.id), join(campaigns, asked.id))) {
    await git('add', '--', join(within, asked.id));
    await git(...named, 'commit', '--quiet', '-m', `Evidence of the campaign ${asked.id}`);
  }
  const derived = (await asked.derive?.(campaigns)) ?? [];
  if (derived.length > 0) {
    await git('add', '--', ...derived);
    const { failed: changed } = await git.try('diff', '--cached', '--quiet');
    if (changed) await git(...named, 'commit', '--quiet', '-m', `Decision after the campaign ${asked.id}`);
  }
  return (await git('rev-parse', 'HEAD')).stdout;
}

/** Copies the folder; false where it is there already, byte for byte. */
function place(from: string, to: string): boolean {
  const files = filesOf(from);
  const there = filesOf(to);
  if (there.size > 0) {
    const same = there.size === files.size && [...files].every(([file, sha256]) => there.get(file) === sha256);
    if (same) return false;
    throw new CommitRefused(
      `expected a campaign that is not there yet, found another of its name; see its files in the branch`,
    );
  }
  mkdirSync(to, { recursive: true });
  for (const file of files.keys()) copyFileSync(join(from, file), join(to, file));
  return true;
}

function filesOf(folder: string): Map<string, string> {
  const entries = readdirIfThere(folder);
  return new Map(
    entries.map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex'),
    ]),
  );
}

function readdirIfThere(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** @returns the directory of campaigns as the repository has it */
function demandPlace({ repository, campaigns }: EvidenceToCommit): string {
  const within = relative(realpathSync(repository), realpathSync(resolve(campaigns)));
  if (within === '' || within.startsWith('..') || isAbsolute(within)) {
    throw new CommitRefused(`expected a directory of campaigns inside ${repository}, found ${campaigns}`);
  }
  return within;
}

/** Regular files alone, under names that a site may have: what else a folder holds is nothing to commit. */
function demandCampaign({ campaigns, id }: EvidenceToCommit): void {
  if (!isCampaignId(id) || isLocal(id))
    throw new CommitRefused(`expected the name of a campaign, found ${visibleLine(id)}`);
  const { files, leftOut } = readFolder(campaigns, id);
  const strange = [
    ...leftOut.map(({ name }) => name),
    ...files.filter(({ bytes }) => bytes === null).map(({ file }) => file),
  ];
  if (files.length === 0 || strange.length > 0) {
    const found = strange.length > 0 ? strange.map((name) => visibleLine(name)).join(', ') : 'nothing';
    throw new CommitRefused(`${join(campaigns, id)}: expected the files of a campaign, found ${found}`);
  }
}

/** Whoever has no name in git, as on a machine of CI, commits as the project. */
const NAMELESS = ['-c', 'user.name=Proofhouse', '-c', 'user.email=proofhouse@localhost'];

function gitIn(cwd: string) {
  const options = { cwd, env: { GIT_TERMINAL_PROMPT: '0' } } as const;
  const run = async (...args: string[]) => {
    try {
      return await execa('git', args, options);
    } catch (error) {
      const { stderr = '', shortMessage = String(error) } = error as { stderr?: string; shortMessage?: string };
      throw new NotPushed(
        `git ${args.find((arg) => /^[a-z]+$/.test(arg))}: expected it to succeed, found ${visibleLine(stderr || shortMessage, 300)}`,
      );
    }
  };
  return Object.assign(run, { try: (...args: string[]) => execa('git', args, { ...options, reject: false }) });
}
