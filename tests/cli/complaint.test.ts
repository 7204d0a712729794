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
    expect([status, stderr]).toEqual([2, `error: unknown option '--nonsense'; see ${typedAs(command)} --help\n`]);
  });
});

describe('The same mistake', { timeout: LIMIT_MS }, () => {
  test.each([
    ['campaign', ['--binary', '/no/such/program']],
    ['doctor', ['--binary', '/no/such/program']],
    ['harness-compare', ['--binary', '/no/such/program']],
    ['campaign', ['--postgres-url', 'http://me:secret@db/x']],
    ['doctor', ['--postgres-url', 'http://me:secret@db/x']],
    ['reconstruct', []],
    ['reconstruct', ['--repo', 'x']],
    ['bench', ['--runs', '0']],
    ['preview', ['--port', '0']],
    ['preview', ['--dist', '/no/such/site']],
    ['recheck', ['--out', '/no/such/folder']],
    ['recheck', ['--write-of', 'key']],
  ] as const)('ends with 2 everywhere, in one line that says what was expected: npm run %s %j', (command, args) => {
    const { status, stdout, stderr } = run(command, ...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: .*\bexpected\b.*; (see npm run [a-z-]+ -- --help|see --[a-z-]+ .*)\n$/);
    expect(stderr).not.toContain('secret');
  });

  test.each(['build', 'dev'])('of a folder that is not there ends npm run %s with 2, and builds nothing', (command) => {
    const { status, stderr } = spawnSync(process.execPath, [join(PROJECT, `src/cli/${command}.ts`)], {
      encoding: 'utf8',
      cwd: PROJECT,
      env: { ...process.env, CAMPAIGNS_DIR: '/no/such/campaigns' },
    });
    expect([status, stderr]).toEqual([
      2,
      `error: CAMPAIGNS_DIR: expected a folder of campaigns, found none at /no/such/campaigns; see npm run ${command} -- --help\n`,
    ]);
  });
});

describe('A complaint', () => {
  test('is one line, whatever its message', () => {
    expect(complaint('bench', "error: unknown option '--run'\n(Did you mean --runs?)\n")).toBe(
      "error: unknown option '--run' (Did you mean --runs?); see npm run bench -- --help",
    );
    expect(complaint('bench', 'expected 1.')).toBe('error: expected 1; see npm run bench -- --help');
  });

  test('begins with error: once, and keeps its own word of where to look', () => {
    expect(complaint('recheck', 'error: expected campaigns, found none')).toBe(
      'error: expected campaigns, found none; see npm run recheck -- --help',
    );
    expect(complaint('campaign', 'expected a folder; see TMPDIR')).toBe('error: expected a folder; see TMPDIR');
  });
});
