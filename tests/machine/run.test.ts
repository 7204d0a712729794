import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { portOwnership } from '../../src/machine/port-owner.ts';
import { identify, isAlive, numberSpace, type ProcessIdentity } from '../../src/machine/process-identity.ts';
import { reapDeadRuns } from '../../src/machine/reaper.ts';
import { Run } from '../../src/machine/run.ts';
import { type RunRecord, readRunRecord, runFolder, writeRunRecord } from '../../src/machine/run-record.ts';
import { until } from '../subjects/reference/three-nodes.ts';

const LIMIT_MS = 90_000;
const FIXTURE = join(import.meta.dirname, 'run-of-three.ts');

// runs are found in the temporary directory: these tests have one of their own
const machines = process.env.TMPDIR;
beforeAll(() => {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'runs-'));
});
afterAll(() => {
  rmSync(tmpdir(), { recursive: true });
  if (machines === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = machines;
});

interface Told {
  run_id: string;
  pids: number[];
}

/** A runner in a process of its own, once its three nodes are up. */
async function startRunner(
  command: [string, ...string[]] = [process.execPath, FIXTURE],
): Promise<{ runner: ChildProcess; told: Told; nodes: ProcessIdentity[] }> {
  const [program, ...args] = command;
  const env = { ...process.env, npm_lifecycle_event: 'campaign' };
  const runner = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  onTestFinished(() => void runner.kill('SIGKILL'));
  let text = '';
  runner.stdout?.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  await until(
    async () => text,
    (seen) => seen.endsWith('\n'),
    60_000,
  );
  const told: Told = JSON.parse(text);
  onTestFinished(() => rmSync(runFolder(told.run_id), { recursive: true, force: true }));
  return { runner, told, nodes: told.pids.map((pid) => identify(pid) as ProcessIdentity) };
}

const gone = (nodes: readonly ProcessIdentity[]) =>
  until(
    async () => nodes.filter(isAlive),
    (alive) => alive.length === 0,
  );

function noteOf(changes: Partial<RunRecord>): RunRecord {
  const run_id = randomBytes(6).toString('hex');
  const runner = { pid: process.pid, started: 'another time' };
  const record: RunRecord = { run_id, number_space: numberSpace(), runner, processes: [], ...changes };
  mkdirSync(runFolder(run_id));
  onTestFinished(() => rmSync(runFolder(run_id), { recursive: true, force: true }));
  writeRunRecord(record);
  return record;
}

function bystander(env: Record<string, string> = {}): ProcessIdentity {
  const child = spawn('sleep', ['300'], { stdio: 'ignore', env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  return identify(child.pid as number) as ProcessIdentity;
}

describe('a run', { timeout: LIMIT_MS }, () => {
  test('ends its processes and removes its folder when it closes', async () => {
    const run = new Run();
    const log_file = join(run.folder, 'log');
    const one = await run.spawn({ what: 'a sleeper', command: 'sleep', args: ['300'], log_file });
    expect(readRunRecord(run.id)?.processes).toEqual([{ ...identify(one.pid), what: 'a sleeper' }]);
    await run.close();
    expect(one.ended()).toEqual({ code: null, signal: 'SIGKILL' });
    expect(existsSync(run.folder)).toBe(false);
  });

  test('starts nothing any more once it is closing', async () => {
    const run = new Run();
    const program = { what: 'a sleeper', command: 'sleep', args: ['300'], log_file: join(run.folder, 'log') };
    const [spawning, closing] = [run.spawn(program), run.close()];
    await expect(spawning).rejects.toThrow('the run is closing');
    await closing;
    await expect(run.spawn(program)).rejects.toThrow('the run is closing');
    expect(existsSync(run.folder)).toBe(false);
  });

  test('leaves no process behind when its runner is killed, a frozen one neither, and its folder goes next time', async () => {
    const { runner, told, nodes } = await startRunner();
    process.kill(told.pids[1] as number, 'SIGSTOP');
    runner.kill('SIGKILL');
    await gone(nodes.filter((_, index) => process.platform === 'linux' || index !== 1));
    expect(existsSync(runFolder(told.run_id))).toBe(true);
    expect(reapDeadRuns().runs).toContain(told.run_id);
    expect(existsSync(runFolder(told.run_id))).toBe(false);
    await gone(nodes);
  });

  test('leaves neither process nor folder behind when its runner ends by an exception', async () => {
    const { runner, told, nodes } = await startRunner();
    runner.kill('SIGUSR2');
    await gone(nodes);
    await until(
      async () => existsSync(runFolder(told.run_id)),
      (there) => !there,
    );
  });

  test('ends when npm and its shell end, though nobody tells it', async () => {
    const { runner, told, nodes } = await startRunner(['sh', '-c', `"${process.execPath}" "${FIXTURE}"; true`]);
    runner.kill('SIGTERM');
    await gone(nodes);
    await until(
      async () => existsSync(runFolder(told.run_id)),
      (there) => !there,
    );
  });

  test('is not touched by another run that starts beside it', async () => {
    const { told, nodes } = await startRunner();
    const mine = new Run();
    onTestFinished(() => mine.close());
    const { runs } = reapDeadRuns();
    expect(runs).not.toContain(told.run_id);
    expect(runs).not.toContain(mine.id);
    expect(nodes.every(isAlive)).toBe(true);
  });
});

describe('the reaper', { timeout: LIMIT_MS }, () => {
  test('kills what a dead run noted, and nothing that only has its number', async () => {
    const [left, other] = [bystander(), bystander()];
    const record = noteOf({
      processes: [
        { ...left, what: 'left over' },
        { pid: other.pid, started: 'another time', what: 'its number was used again' },
        { pid: process.pid, started: 'another time', what: 'its number is ours now' },
      ],
    });
    expect(reapDeadRuns()).toMatchObject({ runs: expect.arrayContaining([record.run_id]), processes: [left.pid] });
    await gone([left]);
    expect(isAlive(other)).toBe(true);
  });

  test.runIf(process.platform === 'linux')('finds what a dead run started but could not note', async () => {
    const record = noteOf({});
    const carrier = bystander({ PROOFHOUSE_RUN: record.run_id });
    await until(
      async () => readFileSync(`/proc/${carrier.pid}/comm`, 'utf8'),
      (name) => name === 'sleep\n',
    );
    reapDeadRuns();
    await gone([carrier]);
  });

  test.runIf(process.platform === 'linux')(
    'leaves alone what it cannot tell: another container, a run that is starting',
    () => {
      const [boot] = numberSpace().split(' ');
      const elsewhere = noteOf({ number_space: `${boot} pid:[1]` });
      const starting = noteOf({});
      writeFileSync(join(runFolder(starting.run_id), 'run.json'), '');
      expect(reapDeadRuns().runs).not.toEqual(expect.arrayContaining([elsewhere.run_id]));
      expect(existsSync(runFolder(starting.run_id))).toBe(true);
      utimesSync(runFolder(starting.run_id), 0, 0);
      expect(reapDeadRuns().runs).toContain(starting.run_id);
      const rebooted = noteOf({
        number_space: 'another-boot pid:[1]',
        runner: identify(process.pid) as ProcessIdentity,
      });
      expect(reapDeadRuns().runs).toContain(rebooted.run_id);
    },
  );

  test.runIf(process.platform === 'linux')('tells whose a port is', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    expect(portOwnership(port, process.pid)).toBe('owned');
    expect(portOwnership(port, bystander().pid)).toBe('foreign');
    await new Promise((resolve) => server.close(resolve));
    expect(portOwnership(port, process.pid)).toBe('nobody');
  });
});
