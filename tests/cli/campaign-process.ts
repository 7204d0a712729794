// A campaign as somebody starts it: the command in a process of its own, with a temporary directory of its own,
// and everything that it starts, remembered while it runs. Whatever is left of it ends with the test.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Summary, summarySchema } from '../../src/contract/artifacts.ts';
import { identify, isAlive, type ProcessIdentity } from '../../src/machine/process-identity.ts';
import { until } from '../subjects/reference/three-nodes.ts';

export const PROJECT = join(import.meta.dirname, '../..');
export const CLI = join(PROJECT, 'src/cli/campaign.ts');
const LOOK_MS = 25;
const REACHED_MS_MAX = 90_000;
export const LINUX = process.platform === 'linux';

/** A temporary directory for runs, and a directory for campaigns in it. */
export interface Place {
  tmp: string;
  out: string;
}

export function newPlace(): Place {
  const tmp = mkdtempSync(join(tmpdir(), 'campaign-process-'));
  onTestFinished(() => rmSync(tmp, { recursive: true, force: true, maxRetries: 10 }));
  const out = join(tmp, 'campaigns');
  mkdirSync(out);
  return { tmp, out };
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface CampaignProcess {
  child: ChildProcess;
  /** Resolves once progress holds these words. */
  reached(words: string): Promise<void>;
  ended: Promise<Ended>;
  /** Every process that was seen below it so far (Linux). */
  below(): ProcessIdentity[];
  /** The ports on which it and what it started listen at this moment (Linux). */
  ports(): number[];
}

export interface Start {
  /** Another command than `node campaign.ts`; the options follow it. */
  command?: readonly [string, ...string[]];
  env?: Record<string, string>;
  /** In a process group of its own, as a terminal starts a command. */
  detached?: boolean;
}

export function startCampaign(place: Place, args: readonly string[], start: Start = {}): CampaignProcess {
  const command = start.command ?? ([process.execPath, CLI] as const);
  return startCommand(place, [...command, '--out', place.out, ...args], start);
}

/** Any command that runs a campaign. */
export function startCommand(
  { tmp }: Place,
  [program, ...args]: readonly [string, ...string[]],
  start: Omit<Start, 'command'> = {},
): CampaignProcess {
  const env: NodeJS.ProcessEnv = { ...process.env, CI: 'true', TMPDIR: tmp, ...start.env };
  // this test's own reporter may colour what it likes
  delete env.FORCE_COLOR;
  const child = spawn(program, args, {
    cwd: PROJECT,
    env,
    detached: start.detached ?? false,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  const seen = new Map<number, ProcessIdentity>();
  const watch = setInterval(() => {
    for (const one of descendantsOf(child.pid as number)) seen.set(one.pid, one);
  }, LOOK_MS);
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => {
      clearInterval(watch);
      resolve({ code, signal, ...said });
    });
  });
  onTestFinished(async () => {
    for (const one of seen.values()) if (isAlive(one)) process.kill(one.pid, 'SIGKILL');
    child.kill('SIGKILL');
    await ended;
  });
  return {
    child,
    ended,
    async reached(words) {
      const words_or_end = async () => (child.exitCode === null ? said.stderr : `${said.stderr}${words}`);
      await until(words_or_end, (text) => text.includes(words), REACHED_MS_MAX);
    },
    below: () => [...seen.values()],
    ports: () => [child.pid as number, ...descendantsOf(child.pid as number).map((one) => one.pid)].flatMap(portsOf),
  };
}

/** Runs a campaign to its end. */
export const campaign = (place: Place, args: readonly string[], start?: Start): Promise<Ended> =>
  startCampaign(place, args, start).ended;

export const summaryIn = ({ out }: Place, id: string): Summary =>
  summarySchema.parse(JSON.parse(readFileSync(join(out, id, 'campaign-summary.json'), 'utf8')));

/** The folders of runs in a temporary directory. */
export const runFolders = ({ tmp }: Place): string[] =>
  readdirSync(tmp).filter((name) => /^proofhouse-[0-9a-f]{12}$/.test(name));

/** Whether a process is stopped, as by SIGSTOP. */
export const isFrozen = ({ pid }: ProcessIdentity): boolean => statOf(pid)[0] === 'T';

/** The fields of proc(5) behind the name, which may hold anything; none for a process that is gone. */
function statOf(pid: number): string[] {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function descendantsOf(pid: number): ProcessIdentity[] {
  if (!LINUX) return [];
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    parents.set(Number(name), Number(statOf(Number(name))[1]));
  }
  const isBelow = (one: number | undefined): boolean =>
    one !== undefined && one > 1 && (parents.get(one) === pid || isBelow(parents.get(one)));
  return [...parents.keys()].filter(isBelow).flatMap((one) => identify(one) ?? []);
}

/** The ports on which a process listens. */
function portsOf(pid: number): number[] {
  const inodes = new Set(descriptorsOf(pid).flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  return listening().flatMap(({ port, inode }) => (inodes.has(inode) ? [port] : []));
}

/** Everything on this machine that listens, by port. */
export function listening(): { port: number; inode: string }[] {
  const rows = ['tcp', 'tcp6'].flatMap((table) => read(`/proc/net/${table}`).trim().split('\n').slice(1));
  return rows.flatMap((row) => {
    const [, local = '', , state, , , , , , inode = ''] = row.trim().split(/\s+/);
    return state === '0A' ? [{ port: Number.parseInt(local.split(':').at(-1) ?? '', 16), inode }] : [];
  });
}

function descriptorsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((descriptor) => readLink(`/proc/${pid}/fd/${descriptor}`));
  } catch {
    return [];
  }
}

const readLink = (path: string): string => orEmpty(() => readlinkSync(path));
const read = (path: string): string => orEmpty(() => readFileSync(path, 'utf8'));

/** Processes and descriptors go while one looks. */
function orEmpty(look: () => string): string {
  try {
    return look();
  } catch {
    return '';
  }
}
