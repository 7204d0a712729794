// Bare repositories for a rehearsal: this working tree as it is, committed; and whatever folder a stranger has.

import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROJECT } from '../cli/campaign-process.ts';

const NAMED = ['-c', 'user.name=rehearsal', '-c', 'user.email=rehearsal@localhost'];

export const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', [...NAMED, ...args], {
    cwd,
    encoding: 'utf8',
    stdio: 'pipe',
    maxBuffer: 64 * 1024 * 1024,
  }).trim();

/** Everything that git would take of this checkout, but for campaigns other than the named ones. */
export function workingTree(to: string, campaigns: readonly string[]): void {
  const files = git(PROJECT, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0');
  const wanted = (file: string) =>
    file !== '' && (!file.startsWith('campaigns/') || campaigns.includes(file.split('/')[1] ?? ''));
  for (const file of files.filter((one) => wanted(one) && existsSync(join(PROJECT, one)))) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    cpSync(join(PROJECT, file), join(to, file));
  }
}

/** @returns the commit */
export function bareOf(folder: string, bare: string): string {
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '-m', 'as it is');
  git(folder, 'clone', '--quiet', '--bare', folder, bare);
  // as GitHub does: a commit can be fetched by its name
  git(bare, 'config', 'uploadpack.allowReachableSHA1InWant', 'true');
  return git(folder, 'rev-parse', 'HEAD');
}

/** A hook that refuses the first pushes. */
export function refuseFirst(bare: string, pushes: number): void {
  const hook = join(bare, 'hooks', 'pre-receive');
  const count = 'n=$(cat refused 2>/dev/null || echo 0)';
  writeFileSync(hook, `#!/bin/sh\n${count}\n[ "$n" -ge ${pushes} ] || { echo $((n + 1)) > refused; exit 1; }\n`);
  chmodSync(hook, 0o755);
}
