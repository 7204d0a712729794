// Which process a number means. Systems use process numbers again, so a process is its number together
// with the moment it started; nothing is ever signalled on its number alone.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';

const BOOT_CHARS = 12;

export interface ProcessIdentity {
  pid: number;
  /** When it started, in the system's own words. */
  started: string;
}

/** The identity of a living process; null where there is none (a zombie is none). */
export function identify(pid: number): ProcessIdentity | null {
  const started = process.platform === 'linux' ? startedLinux(pid) : startedElsewhere(pid);
  return started === null ? null : { pid, started };
}

export const isAlive = (one: ProcessIdentity): boolean => identify(one.pid)?.started === one.started;

/** Where process numbers mean what they say: this boot of this machine, and on Linux this process namespace. */
export function numberSpace(): string {
  if (process.platform !== 'linux') return process.platform;
  return `${bootId()} ${readlinkSync('/proc/self/ns/pid')}`;
}

/** Tells one machine from another without naming it; nothing where the system has no word for its boot. */
export function bootHere(): { boot?: string } {
  if (process.platform !== 'linux') return {};
  const sha256 = createHash('sha256').update(bootId()).digest('hex');
  return { boot: sha256.slice(0, BOOT_CHARS) };
}

const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

function startedLinux(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the second field, the name in parentheses, may hold anything; the 22nd is the start in clock ticks
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

function startedElsewhere(pid: number): string | null {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
    return line === '' || line.startsWith('Z') ? null : line.replace(/^\S+\s+/, '');
  } catch {
    return null;
  }
}
