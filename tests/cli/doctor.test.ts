// What the doctor says was asked for real, each "no" has its reason, and its exit code follows.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEFAULT_FAULTS } from '../../src/contract/names.ts';
import { FAULT_NAMES } from '../../src/runner/nemesis/classes.ts';
import { newPlace, PROJECT } from './campaign-process.ts';

const DOCTOR = join(PROJECT, 'src/cli/doctor.ts');
const PRELOAD = join(import.meta.dirname, 'saboteurs/preload.ts');
const LIMIT_MS = 120_000;

interface Answer {
  what: string;
  name: string;
  available: boolean;
  detail: string;
}

function doctor(args: readonly string[], saboteur?: string) {
  const { tmp } = newPlace();
  const env: NodeJS.ProcessEnv = { ...process.env, TMPDIR: tmp };
  delete env.FORCE_COLOR;
  if (saboteur) env.SABOTEUR = saboteur;
  const preload = saboteur ? ['--import', PRELOAD] : [];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...preload, DOCTOR, ...args], {
    env,
    encoding: 'utf8',
  });
  const left = readdirSync(tmp).filter((name) => name.startsWith('proofhouse-'));
  return { code: status, stdout, stderr, left };
}

const answersOf = (stdout: string): Answer[] => JSON.parse(stdout).answers;

describe('the doctor', { timeout: LIMIT_MS }, () => {
  test('answers for every network, subject, phase and fault class, and leaves nothing', () => {
    const { code, stdout, stderr, left } = doctor(['--json']);
    expect([code, stderr, left]).toEqual([0, '', []]);
    const answers = answersOf(stdout);
    const named = (what: string, name: string) => answers.find((one) => one.what === what && one.name === name);
    expect(named('network', 'proxy')).toMatchObject({ available: true, detail: '6 relays opened' });
    const netns = named('network', 'netns');
    if (netns?.available) expect(named('inside netns', 'packets dropped')).toMatchObject({ available: true });
    else expect(netns?.detail).toMatch(/expected|without/);
    expect(named('subject', 'reference')?.detail).toMatch(/a node was ready in \d+ ms/);
    expect(named('phase 3 with reference', 'postgres')).toMatchObject({ available: true });
    for (const fault of FAULT_NAMES) expect(named('fault with reference', fault), fault).toBeDefined();
    for (const { available, detail, name } of answers) if (!available) expect(detail, name).toMatch(/\w{3}/);
  });

  test('says that a subject whose node does not start cannot be run, why, and ends with 3', () => {
    const { code, stdout, left } = doctor(['--json'], 'start-fails');
    expect([code, left]).toEqual([3, []]);
    const answers = answersOf(stdout);
    const reference = answers.find((one) => one.what === 'subject' && one.name === 'reference');
    expect(reference).toMatchObject({ available: false, detail: expect.stringContaining('no room at the inn') });
    for (const fault of DEFAULT_FAULTS) {
      expect(answers.some((one) => one.name === fault && one.what.endsWith('reference') && one.available)).toBe(false);
    }
  });

  test('speaks to people too, without colours where nobody sees them', () => {
    const { code, stdout } = doctor([]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^This machine can run whole campaigns against the embedded reference cluster\.\n\nsubject\n {2}yes {2}reference/,
    );
    expect(stdout).toMatch(/\nnetwork\n {2}yes {2}proxy/);
    expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
    expect(stdout).not.toContain('\u001b');
  });

  test('ends with 2 for an unknown option', () => {
    const { code, stderr } = doctor(['--nope']);
    expect(code).toBe(2);
    expect(stderr).toContain('unknown option');
  });
});
