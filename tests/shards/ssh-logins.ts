// Two logins on this machine over an ssh server of the test's own: its configuration, keys and port are in one temporary
// folder, and it ends with the test.

import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { onTestFinished } from 'vitest';
import { placeOf } from '../needed.ts';
import { until } from '../subjects/reference/three-nodes.ts';

export const LOGINS = ['machine-a', 'machine-b'] as const;
const READY_MS_MAX = 30_000;

/** @returns the command that reaches them */
export async function openLogins(dir: string): Promise<string> {
  const folder = join(dir, 'ssh');
  mkdirSync(folder, { mode: 0o700 });
  const at = (file: string) => join(folder, file);
  for (const key of ['host_key', 'user_key']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(key)]);
  }
  const port = await getPort();
  execFileSync('cp', [at('user_key.pub'), at('authorized_keys')]);
  writeFileSync(at('sshd_config'), serverSettings(port, at));
  writeFileSync(at('config'), clientSettings(port, at));
  writeFileSync(
    at('known_hosts'),
    `[127.0.0.1]:${port} ${execFileSync('cat', [at('host_key.pub')], { encoding: 'utf8' })}`,
  );
  chmodSync(at('user_key'), 0o600);
  const [program = '', ...args] = serverCommand(at('sshd_config'));
  const server = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise((resolve) => server.once('close', resolve));
  onTestFinished(async () => {
    server.kill('SIGTERM');
    await ended;
  });
  await until(
    async () => {
      if (server.exitCode !== null) throw new Error(`sshd: expected it to serve, found its end: ${said}`);
      return await answers(port);
    },
    (open) => open,
    READY_MS_MAX,
  );
  return `ssh -F ${at('config')}`;
}

/**
 * As root the server wants a folder below /run for the part of it that asks who somebody is. It gets one in a mount
 * namespace of its own: this machine's /run stays as it is.
 */
function serverCommand(config: string): string[] {
  const serve = [placeOf('sshd') ?? 'sshd', '-D', '-e', '-f', config];
  if (userInfo().uid !== 0 || existsSync('/run/sshd')) return serve;
  const prepare = 'mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd && exec "$@"';
  return ['unshare', '--mount', 'sh', '-c', prepare, 'sh', ...serve];
}

const serverSettings = (port: number, at: (file: string) => string): string => `Port ${port}
ListenAddress 127.0.0.1
HostKey ${at('host_key')}
PidFile ${at('sshd.pid')}
AuthorizedKeysFile ${at('authorized_keys')}
AllowUsers ${userInfo().username}
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
StrictModes no
UsePAM no
AcceptEnv PATH
MaxStartups 100
`;

const clientSettings = (port: number, at: (file: string) => string): string => `Host ${LOGINS.join(' ')}
  HostName 127.0.0.1
  Port ${port}
  User ${userInfo().username}
  IdentityFile ${at('user_key')}
  IdentitiesOnly yes
  UserKnownHostsFile ${at('known_hosts')}
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  SendEnv PATH
  LogLevel ERROR
`;

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
