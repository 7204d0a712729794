import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { HERE } from '../../../src/machine/place.ts';
import { commandsOf } from '../../../src/subjects/ai-memory/command-line.ts';
import { scratchEnvironment } from '../../../src/subjects/ai-memory/environment.ts';
import { inspectProgram } from '../../../src/subjects/ai-memory/program.ts';
import { promisesOf } from '../../../src/subjects/ai-memory/promises.ts';
import { serveArguments } from '../../../src/subjects/ai-memory/serve-arguments.ts';
import { type NodeSettings, UnusableProgram } from '../../../src/subjects/subject.ts';
import { newRun } from './new-run.ts';

function file(text: string, mode = 0o755): string {
  const dir = mkdtempSync(join(tmpdir(), 'program-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const path = join(dir, 'program');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

/** A program that answers as a version of the subject does, with the given lines of help. */
const fake = (help: Record<string, string>, version = 'ai-memory 9.8.7'): string =>
  file(
    [
      '#!/bin/sh',
      `case "$*" in`,
      `"--version") echo '${version}';;`,
      ...Object.entries(help).map(([of, text]) => `"${of}") echo '${text}';;`),
      'esac',
    ].join('\n'),
  );

describe('the program', () => {
  test('is asked for its version and for the options that it knows', () => {
    const newer = fake({
      '--help': '  migrate  moves rows',
      'serve --help': '--catchup-interval-secs <SECS>',
      'mcp --help': '--profile <P>',
    });
    const { path, ...found } = inspectProgram(newer, {});
    expect(path).toBe(newer);
    expect(found).toEqual({ version: '9.8.7', catches_up: true, has_profiles: true, migrates: true });
    const older = inspectProgram(fake({ '--help': 'Commands: serve\n  sync  may migrate rows later' }), {});
    expect(older).toMatchObject({ catches_up: false, has_profiles: false, migrates: false });
  });

  test('that is not given, not there, not executable, another one or for another machine is named as such', () => {
    vi.stubEnv('AI_MEMORY_BIN', '');
    onTestFinished(() => void vi.unstubAllEnvs());
    const found = (given: string | null) => () => inspectProgram(given, {});
    expect(found(null)).toThrow(/--binary or AI_MEMORY_BIN, found neither; bash .*install\.sh VERSION DIR/);
    expect(found('/no/such/program')).toThrow('/no/such/program: expected the program ai-memory, found no such file');
    expect(found(tmpdir())).toThrow('may not be run');
    expect(found(file('#!/bin/sh\n', 0o644))).toThrow('may not be run');
    expect(found(file(`\x7fELF${'\x01'.repeat(60)}`))).toThrow('built for another kind of machine');
    expect(found(fake({}, 'something-else 1.0'))).toThrow(
      'expected the program ai-memory, found "something-else 1.0" as its version',
    );
    expect(found('/no/such/program')).toThrow(UnusableProgram);
  });

  test('is the one that the setting names where none is given', () => {
    const path = fake({});
    vi.stubEnv('AI_MEMORY_BIN', path);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(inspectProgram(null, {}).path).toBe(path);
  });
});

describe('a build without the storage layer', () => {
  test('gives no migration report, and says which features it lacks', async () => {
    const program = inspectProgram(fake({ '--help': 'Commands:' }), {});
    const commands = commandsOf({ program, env: {}, signal: new AbortController().signal });
    const { report, result } = await commands.migrate('sqlite:///a', 'sqlite:///b');
    expect(report).toBeNull();
    expect(result.stderr).toContain('--features sal,sal-postgres');
  });
});

describe('its surroundings', () => {
  test('are a home of its own and no setting that hides rows or leads elsewhere', () => {
    vi.stubEnv('AI_MEMORY_AGENT_ID', 'me');
    vi.stubEnv('http_proxy', 'http://elsewhere');
    onTestFinished(() => void vi.unstubAllEnvs());
    const run = newRun();
    const env = scratchEnvironment(run);
    expect(env.HOME?.startsWith(run.folder)).toBe(true);
    expect(env).toMatchObject({ AI_MEMORY_AGENT_ID: undefined, http_proxy: undefined });
    expect(Object.keys(env)).toContain('AI_MEMORY_AGENT_ID');
  });
});

describe('a node is started', () => {
  const node: NodeSettings = {
    ...{ name: 'a', data_dir: '/d', place: HERE, port: 1234, peers: ['http://p', 'http://q'], log_file: '/l' },
    ...{ quorum_writes: 2, quorum_timeout_ms: 400, clock_offset_ms: 0, catchup_interval_secs: 0.2 },
  };

  test('with its peers and its quorum, and with catch-up only where the build knows it', () => {
    const older = serveArguments({ catches_up: false }, node).join(' ');
    expect(older).toContain('--quorum-writes 2 --quorum-timeout-ms 400 --quorum-peers http://p,http://q');
    expect(older).not.toContain('catchup');
    expect(serveArguments({ catches_up: true }, node).join(' ')).toContain('--catchup-interval-secs 1');
  });

  test('with catch-up off only where that was asked for', () => {
    const off = serveArguments({ catches_up: true }, { ...node, catchup_interval_secs: 0 });
    expect(off.slice(-2)).toEqual(['--catchup-interval-secs', '0']);
    const own = serveArguments({ catches_up: true }, { ...node, catchup_interval_secs: null });
    expect(own.join(' ')).not.toContain('catchup');
  });

  test('alone without a quorum', () => {
    expect(serveArguments({ catches_up: true }, { ...node, peers: [] }).join(' ')).not.toContain('quorum');
  });
});

describe('what a version promises', () => {
  test('depends on the build only where the build decides', () => {
    const [older, newer] = [promisesOf(false), promisesOf(true)];
    expect(older.I2?.promised).toBe(false);
    expect(newer.I2?.promised).toBe(true);
    // before catch-up came, peers heard of no update and no delete; later versions do not say which of two wins
    expect([older.I10?.promised, older.I11?.promised]).toEqual([false, false]);
    expect({ ...older, I2: null }).toEqual({ ...newer, I2: null, I10: older.I10, I11: older.I11 });
    for (const unsaid of ['I6', 'I10', 'I11'] as const) expect(newer).not.toHaveProperty(unsaid);
  });
});
