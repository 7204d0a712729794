// A private space of this machine: namespaces of mounts, processes and networks in which a command runs as if alone. It
// may filter packets there as it likes, and whatever it starts ends with its first process, also where that is killed.
// As root no user namespace is needed, and PostgreSQL can still change its user; everybody else gets one of their own,
// under their own name, with rights over nothing but this space.

import { spawn, spawnSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { identify, numberSpace, type ProcessIdentity } from './process-identity.ts';

const SPACES = ['--mount', '--pid', '--net', '--fork', '--kill-child', '--mount-proc'];
const OWN_USER = ['--user', '--map-current-user', '--keep-caps'];
/** The loopback interface of a new network is down. Its first process waits for the others, so that none is left over. */
const FIRST_PROCESS = ['sh', '-c', 'ip link set lo up || exit 1; "$@"; exit $?', 'sh'];
/** What a command inside knows of the outside. */
const OUTSIDE = 'PROOFHOUSE_OUTSIDE';
const REMEDY =
  'run as root, or allow user namespaces (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns)';

export interface Outside {
  /** The network of the process that made the space. */
  net: string;
  /** That process, whose end ends the space. */
  runner: ProcessIdentity & { number_space: string };
}

/** With the folders of a server's programs, which a user's PATH may leave out. */
export const SYSTEM_PATH = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`;

/** The command before another one that runs it in a space of its own; where this machine gives none, why. */
export function wayIn(): { line: readonly string[] } | { reason: string } {
  if (process.platform !== 'linux') return { reason: `namespaces are Linux's, this is ${process.platform}` };
  const ways = process.getuid?.() === 0 ? [[], OWN_USER] : [OWN_USER];
  const found: string[] = [];
  for (const own of ways) {
    const line = ['setpriv', '--pdeathsig', 'KILL', '--', 'unshare', ...own, ...SPACES, '--', ...FIRST_PROCESS];
    const { status, stderr, error } = inSpace(line, ['true']);
    if (status === 0) return { line };
    found.push(error?.message ?? stderr.trim());
  }
  return { reason: `expected a private space by unshare, found: ${found.join('; ')}; ${REMEDY}` };
}

/** A short command in a space of its own, to its end. */
export function inSpace(line: readonly string[], command: readonly string[]) {
  const [program = '', ...args] = [...line, ...command];
  const env = { ...process.env, PATH: SYSTEM_PATH };
  return spawnSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env });
}

/** What is known of the outside to a process in a private space; null for one that is in none. */
export function outside(): Outside | null {
  const told = process.env[OUTSIDE];
  if (told === undefined) return null;
  const known: Outside = JSON.parse(told);
  return known.net === networkHere() ? null : known;
}

const networkHere = (): string => readlinkSync('/proc/self/ns/net');

export interface Entering {
  line: readonly string[];
  command: readonly string[];
  env: Record<string, string>;
  /** Held open by every process of the space. */
  pipe: Writable | null;
  /** Asks the command to end in its own way. */
  signal: AbortSignal;
}

/** Runs a command in a space of its own, on this process's terminal, and resolves to how it ended. */
export function enter({ line, command, env, pipe, signal }: Entering): Promise<number | NodeJS.Signals> {
  const runner = identify(process.pid);
  if (!runner) throw new Error('expected to find this process in the system, found nothing');
  const told: Outside = { net: networkHere(), runner: { ...runner, number_space: numberSpace() } };
  const [program = '', ...args] = [...line, ...command];
  const child = spawn(program, args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc', pipe],
    env: { ...process.env, ...env, PATH: SYSTEM_PATH, [OUTSIDE]: JSON.stringify(told) },
    // the Ctrl-C of a terminal is for this process, which hands it on once
    detached: true,
  });
  signal.addEventListener('abort', () => child.connected && child.send('end'), { once: true });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, by) => resolve(code ?? by ?? 'SIGKILL'));
  });
}

/** Inside: takes the word of the process outside for a Ctrl-C, and its end for one's own. */
export function listenToOutside(): void {
  process.on('message', (word) => {
    if (word === 'end') process.emit('SIGINT', 'SIGINT');
  });
  process.on('disconnect', () => process.exit());
  process.channel?.unref();
}

/**
 * Starts a process that takes a folder away once the pipe that this gives is closed by all who hold it, this process
 * among them, however they end; it is no part of the space.
 */
export function sweeperOf(folder: string): Writable | null {
  const sweeper = spawn('sh', ['-c', 'cat >/dev/null; exec rm -rf -- "$1"', 'sh', folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  sweeper.on('error', () => {}); // then the next start takes the folder away
  sweeper.stdin?.on('error', () => {});
  sweeper.unref();
  return sweeper.stdin;
}
