// A PostgreSQL server for the time of a run, from programs found on the machine. It listens on the loopback
// interface alone, takes a password that only this run knows, keeps its data in the run's folder and ends with
// the run. PostgreSQL refuses to run as root; as root it gets a user without any rights of ours.

import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { onFreePort } from '../../machine/free-port.ts';
import { untilReady } from '../../machine/readiness.ts';
import type { Run, Supervised } from '../../machine/run.ts';
import { RUN_VARIABLE } from '../../machine/run-record.ts';
import { findPrograms } from './programs.ts';

const READY_MS_MAX = 30_000;
const INITDB_MS_MAX = 60_000;
const OWNER = 'proofhouse';
/** Whom the server runs as where we are root, the first that there is. */
const USERS = ['postgres', 'nobody'] as const;

interface OtherUser {
  name: string;
  uid: number;
  gid: number;
}

/** @throws Error that names every folder looked into and what it lacks, or the last words of the server */
export async function startPrivateServer(
  run: Run,
  extensions: readonly string[],
): Promise<{ url: string; process: Supervised }> {
  const found = await findPrograms(extensions);
  if ('reasons' in found) throw new Error(found.reasons.join('; '));
  const user = process.getuid?.() === 0 ? otherUser() : null;
  const folder = run.newFolder('postgres');
  const data = join(folder, 'data');
  const password = randomBytes(18).toString('hex');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) {
    // the way to its own folder and no other: the rest of the run's folders are closed to it
    chmodSync(run.folder, 0o711);
    for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid);
  }
  const env = { [RUN_VARIABLE]: run.id, HOME: folder };
  const [initdb, ...initArgs] = as(user, join(found.bin_dir, 'initdb'), initArguments(data, passwordFile));
  const made = await execa(initdb, initArgs, { env, reject: false, timeout: INITDB_MS_MAX, cancelSignal: run.signal });
  if (made.exitCode !== 0) {
    const whom = user ? ` as user ${user.name}` : '';
    throw new Error(`${found.bin_dir}/initdb${whom}: expected a new store, found ${made.stderr || made.message}`);
  }
  return onFreePort(async (port) => {
    const log_file = join(folder, `postgres-${port}.log`);
    const [command, ...args] = as(user, join(found.bin_dir, 'postgres'), serverArguments(data, port));
    const server = await run.spawn({ what: 'private PostgreSQL server', command, args, env, log_file });
    const answers = async () => readFileSync(log_file, 'utf8').includes('ready to accept connections');
    await untilReady({ node: server, port, answers, ready_ms_max: READY_MS_MAX, signal: run.signal });
    return { url: `postgres://${OWNER}:${password}@127.0.0.1:${port}/postgres`, process: server };
  });
}

const initArguments = (data: string, passwordFile: string): string[] => [
  ...['--pgdata', data, '--username', OWNER, '--auth', 'scram-sha-256', '--pwfile', passwordFile],
  ...['--encoding', 'UTF8', '--no-locale', '--no-sync'],
];

/** No socket in the file system, and no fsync: the store goes with the run. */
const serverArguments = (data: string, port: number): string[] => [
  ...['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1'],
  ...['-c', 'unix_socket_directories=', '-F'],
];

/**
 * A command line as another user. The signal that the kernel sends when the runner dies does not outlive the
 * change of user, so it is asked for again; SIGQUIT lets the server take its shared memory with it.
 */
function as(user: OtherUser | null, program: string, args: readonly string[]): [string, ...string[]] {
  if (!user) return [program, ...args];
  const { uid, gid } = user;
  const change = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups', '--pdeathsig', 'QUIT'];
  return ['setpriv', ...change, '--', program, ...args];
}

function otherUser(): OtherUser {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const wanted of USERS) {
    const [name, , uid, gid] = users.find(([one]) => one === wanted) ?? [];
    if (name) return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(`expected a user ${USERS.join(' or ')}, as whom PostgreSQL can run, found neither in /etc/passwd`);
}
