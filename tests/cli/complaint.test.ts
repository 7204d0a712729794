// What a command says when it cannot go on: the same in every command.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { complaint, typedAs } from '../../src/cli/complaint.ts';
import { PROJECT } from './campaign-process.ts';

const COMMANDS = [
  'campaign',
  'doctor',
  'reconstruct',
  'recheck',
  'build',
  'dev',
  'preview',
  'start',
  'bench',
  'harness-compare',
];
const LIMIT_MS = 120_000;

const run = (command: string, ...args: string[]) =>
  spawnSync(process.execPath, [join(PROJECT, `src/cli/${command}.ts`), ...args], { encoding: 'utf8', cwd: PROJECT });

describe.each(COMMANDS)('npm run %s', { timeout: LIMIT_MS }, (command) => {
  test('says in its usage what people type', () => {
    expect(run(command, '--help').stdout).toMatch(new RegExp(`^Usage: ${typedAs(command)} \\[options\\]`));
  });

  test('ends with 2 for an option that it does not know, and says where to look', () => {
    const { status, stderr } = run(command, '--nonsense');
    expect([status, stderr.trimEnd()]).toEqual([2, expect.stringMatching(/^error: unknown option '--nonsense'/)]);
    expect(stderr.trimEnd().replace(/\)$/, '')).toMatch(new RegExp(`see ${typedAs(command)} --help$`));
  });
});

describe('A complaint', () => {
  test('begins with error: once, and keeps its own word of where to look', () => {
    expect(complaint('recheck', 'error: expected campaigns, found none')).toBe(
      'error: expected campaigns, found none; see npm run recheck -- --help',
    );
    expect(complaint('campaign', 'expected a folder; see TMPDIR')).toBe('error: expected a folder; see TMPDIR');
  });
});
