// The command as people start it: what it prints, what it writes, how it ends.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comparisonSchema } from '../../src/contract/comparison.ts';

const NODE = join(import.meta.dirname, '../../node_modules/.bin/node');
const CLI = join(import.meta.dirname, '../../src/cli/harness-compare.ts');
const TIMEOUT = { timeout: 120_000 };

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'compare-cli-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function harnessCompare(args: string[], meanwhile?: (progress: string, end: () => void) => void) {
  const child = spawn(NODE, [CLI, ...args], { env: { ...process.env, CI: '1' } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
    meanwhile?.(stderr, () => child.kill('SIGINT'));
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

describe('wrong usage ends with 2 and says what was expected', () => {
  test.each([
    ['an unknown option', ['--nope'], 'unknown option'],
    ['an unknown fault class', ['--faults', 'earthquake'], 'kill_primary_mid_write'],
    ['a subject that does not exist', ['--subject', 'nobody'], 'reference'],
    ['a number that is none', ['--cycles', '0'], 'whole number'],
    ['a program that is not there', ['--binary', '/nowhere/at/all'], '/nowhere/at/all'],
  ])('%s', TIMEOUT, async (_name, args, expected) => {
    const { code, stderr } = await harnessCompare(args);
    expect(stderr).toContain(expected);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(2);
  });

  test('a file that is there, which is left as it is', TIMEOUT, async () => {
    const taken = join(dir, 'taken.json');
    await writeFile(taken, 'mine');
    const { code, stderr } = await harnessCompare(['--out', taken]);
    expect(stderr).toContain('expected a new file');
    expect(code).toBe(2);
    expect(await readFile(taken, 'utf8')).toBe('mine');
  });
});

test('help ends with 0 and names the exit codes', TIMEOUT, async () => {
  const { code, stdout } = await harnessCompare(['--help']);
  expect(code).toBe(0);
  expect(stdout).toContain('130 interrupted');
});

test('a comparison is printed as a document, written, and can be repeated by its own command', TIMEOUT, async () => {
  const out = join(dir, 'compared.json');
  const args = ['--cycles', '1', '--writes', '8', '--faults', 'partition_minority', '--seed', '5'];
  const { code, stdout, stderr } = await harnessCompare([...args, '--out', out, '--json']);
  expect(stderr).toContain('partition_minority, established');
  expect(code).toBe(0);
  const document = comparisonSchema.parse(JSON.parse(stdout));
  expect(document).toEqual(JSON.parse(await readFile(out, 'utf8')));
  expect(document.command).toBe(
    'npm run harness-compare -- --subject reference --faults partition_minority --cycles 1 --writes 8 --seed 5',
  );
  expect(document.classes.map((one) => one.fault)).toEqual(['no_fault', 'partition_minority']);
});

test('an interruption ends with 130 and writes nothing', TIMEOUT, async () => {
  const out = join(dir, 'interrupted.json');
  const { code } = await harnessCompare(['--cycles', '3', '--out', out], (progress, end) => {
    if (progress.includes('no_fault, established')) end();
  });
  expect(code).toBe(130);
  expect(existsSync(out)).toBe(false);
});
