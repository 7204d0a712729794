// Whose a listening port is, in the network that the process lives in. A node that answers on a port proves nothing while it may be somebody else's:
// a left-over of another run, another campaign beside this one, any program on the machine.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export type Ownership = 'owned' | 'foreign' | 'nobody' | 'not provable';

const LISTEN = '0A';

/** Whether the process `pid` listens on the local TCP port. Provable on Linux, for one's own processes. */
export function portOwnership(port: number, pid: number): Ownership {
  if (process.platform !== 'linux') return 'not provable';
  const listening = ['tcp', 'tcp6'].flatMap((table) => socketsListening(pid, table, port));
  if (listening.length === 0) return 'nobody';
  const sockets = socketsOf(pid);
  if (sockets === null) return 'not provable';
  return listening.some((inode) => sockets.has(inode)) ? 'owned' : 'foreign';
}

/** The sockets that listen on a port where the process lives, by their number; none once it is gone. */
function socketsListening(pid: number, table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = tableOf(pid, table).split('\n').slice(1);
  return lines.flatMap((line) => {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    return local?.endsWith(suffix) && state === LISTEN && inode ? [inode] : [];
  });
}

/** The sockets that a process holds; null where the system does not show them. */
function socketsOf(pid: number): Set<string> | null {
  try {
    const held = readdirSync(`/proc/${pid}/fd`).map((descriptor) => link(`/proc/${pid}/fd/${descriptor}`));
    return new Set(held.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []));
  } catch {
    return null;
  }
}

function tableOf(pid: number, table: string): string {
  try {
    return readFileSync(`/proc/${pid}/net/${table}`, 'utf8');
  } catch {
    return '';
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // closed since it was listed
  }
}
