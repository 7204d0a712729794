// `npm run gate`: what it prints, keeps and ends with.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { GATE_DECISIONS_FILE, GATE_FILE } from '../../src/contract/gate.ts';
import { campaignsDirectory } from '../fixtures/disk.ts';
import { FAILING, releasesIn, type Said } from '../fixtures/releases.ts';

const PROGRAM = join(import.meta.dirname, '../../src/cli/gate.ts');
const LIMIT_MS = 60_000;
const RULES = 'schema_version: 1\nsubjects:\n  harbour:\n    phases: [1, 2, 3, 4]\n';

async function gate(args: string[], { rules = RULES, said = { month: 2 } as Said } = {}) {
  const root = join(campaignsDirectory(), 'campaigns');
  mkdirSync(root);
  releasesIn(root, { 'quay-r1': said });
  if (rules !== '') writeFileSync(join(root, '..', GATE_FILE), rules);
  const env = { ...process.env, CAMPAIGNS_DIR: root };
  const ended = await execa(process.execPath, [PROGRAM, ...args], { reject: false, timeout: LIMIT_MS, env });
  const path = join(root, GATE_DECISIONS_FILE);
  return { ...ended, kept: existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).decisions : null };
}
const ASKED = ['v2.4.1', '--subject', 'harbour'];

describe('gate', { timeout: LIMIT_MS }, () => {
  test('prints every rule, met ones too, keeps the decision and ends with 0 for ship', async () => {
    const { stdout, stderr, exitCode, kept } = await gate(ASKED);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^harbour v2.4.1: ship. Every one of (\d+) rules is met.\n/);
    expect(stdout.match(/^ {2}✓ .*: expected .*, got /gm)).toHaveLength(kept[0].rules.length);
    expect(kept).toMatchObject([{ subject: 'harbour', ref: 'v2.4.1', decision: 'ship' }]);
  });

  test('ends with 1 where something speaks against it', async () => {
    const { exitCode, kept } = await gate(ASKED, { said: { month: 2, phase4: FAILING } });
    expect([exitCode, kept[0].decision]).toEqual([1, 'do not ship']);
  });

  test('ends with 3 where nothing is decided', async () => {
    const { exitCode, kept } = await gate(ASKED, { said: { month: 2, profile: 'smoke' } });
    expect([exitCode, kept[0].decision]).toEqual([3, 'undecided']);
  });

  test('ends with 3 where its rules are no file, and waits for none', async () => {
    const place = join(campaignsDirectory(), 'campaigns');
    mkdirSync(place);
    mkdirSync(join(place, '..', GATE_FILE));
    const ended = await execa(process.execPath, [PROGRAM, ...ASKED, '--out', place], { reject: false });
    expect([ended.exitCode, ended.stderr]).toEqual([3, expect.stringContaining('found a folder')]);
  });

  test('keeps nothing with --no-store, and prints one document with --json', async () => {
    const { stdout, kept } = await gate([...ASKED, '--json', '--no-store']);
    expect(JSON.parse(stdout)).toMatchObject({ decision: 'ship', campaigns: [{ id: 'quay-r1' }] });
    expect(kept).toBeNull();
  });

  test.each([
    ['without a gate file', ASKED, '', /expected rules in .*proofhouse.gate.yaml, found ENOENT/],
    ['with a rule that it does not know', ASKED, `${RULES}    scoreboard: all\n`, /Unrecognized key: "scoreboard"/],
    ['for a ref without campaigns', ['v9', '--subject', 'harbour'], RULES, /expected campaigns of harbour at v9/],
    ['for such a ref alone', ['no-such-ref'], RULES, /expected campaigns of harbour at no-such-ref/],
    ['for a subject without rules', ['v2.4.1', '--subject', 'quay'], RULES, /expected rules for the subject quay/],
  ])('%s it cannot run: it ends with 3 and keeps nothing', async (_what, args, rules, expected) => {
    const { stderr, exitCode, kept } = await gate(args, { rules });
    expect([exitCode, kept]).toEqual([3, null]);
    expect(stderr).toMatch(/^error: /);
    expect(stderr).toMatch(expected);
  });

  test.each([
    ['no ref', ['--subject', 'harbour'], RULES, /missing required argument 'ref'/],
    ['an unknown option', [...ASKED, '--force'], RULES, /unknown option '--force'/],
    ['no subject, where there are rules for two', ['v2.4.1'], `${RULES}  quay:\n    phases: [1]\n`, /of harbour, quay/],
  ])('ends with 2 for %s', async (_what, args, rules, expected) => {
    expect(await gate(args, { rules })).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(expected) });
  });

  test('asks about the only subject that has rules where none is named', async () => {
    const { exitCode, kept } = await gate(['v2.4.1']);
    expect([exitCode, kept[0].subject]).toEqual([0, 'harbour']);
  });
});
