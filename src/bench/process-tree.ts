// The memory and the processor time of a process and all that it started, while it runs.
//
// On Linux: every 200 ms the resident sets of the whole tree are added up from /proc; the largest sum counts.
// The kernel's own high-water mark of the first process stands where it is larger, since a peak may fall
// between two samples. Pages that processes share are counted once for each. Elsewhere nothing is measured.

import { readdirSync, readFileSync } from 'node:fs';
import { platform } from 'node:process';

const SAMPLE_MS = 200;
const KIB = 1024;
/** Linux counts processor time in hundredths of a second for every architecture that Node runs on. */
const TICK_MS = 10;

export const HOW_MEASURED =
  platform === 'linux'
    ? `cpu and peak memory: the whole process tree, from /proc every ${SAMPLE_MS} ms (resident sets summed, or the first process's VmHWM where that is larger)`
    : 'cpu and peak memory: not measured on this system (only where there is /proc)';

export interface Used {
  peak_rss_bytes: number | null;
  /** User and system time; up to one sample short. */
  cpu_ms: number | null;
}

/** Watches the tree below `pid`; `stop` gives what it used, nulls where that cannot be known. */
export function watchTree(pid: number): { stop: () => Used } {
  let peak = 0;
  let cpu_ms = 0;
  const sample = () => {
    const tree = treeOf(pid);
    const resident = tree.reduce((sum, { resident_bytes }) => sum + resident_bytes, 0);
    peak = Math.max(peak, resident, tree[0]?.high_water_bytes ?? 0);
    const spent = tree.reduce((sum, process) => sum + process.cpu_ms, 0);
    cpu_ms = Math.max(cpu_ms, spent);
  };
  if (platform !== 'linux') return { stop: () => ({ peak_rss_bytes: null, cpu_ms: null }) };
  sample();
  const timer = setInterval(sample, SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return peak > 0 ? { peak_rss_bytes: peak, cpu_ms } : { peak_rss_bytes: null, cpu_ms: null };
    },
  };
}

interface Process {
  pid: number;
  parent: number;
  resident_bytes: number;
  high_water_bytes: number;
  /** Its own and that of the children it has waited for. */
  cpu_ms: number;
}

/** The process and all below it, itself first; empty where it is gone. */
function treeOf(root: number): Process[] {
  const all = pids().flatMap((pid) => processOf(pid) ?? []);
  const below = (pid: number): Process[] =>
    all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...below(child.pid)]);
  return [...all.filter(({ pid }) => pid === root), ...below(root)];
}

const pids = (): number[] => readdirSync('/proc').map(Number).filter(Number.isInteger);

/** What /proc/<pid>/status and /proc/<pid>/stat say; null where the process is gone. */
function processOf(pid: number): Process | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const number = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    // The fields after the name, which may hold anything: utime, stime, cutime and cstime are the 12th to the 15th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return {
      pid,
      parent: number('PPid'),
      resident_bytes: number('VmRSS') * KIB,
      high_water_bytes: number('VmHWM') * KIB,
      cpu_ms: ticks * TICK_MS,
    };
  } catch {
    return null;
  }
}
