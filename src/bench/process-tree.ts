// The memory of a process and all that it started, while it runs.
//
// On Linux: every 200 ms the resident sets of the whole tree are added up from /proc; the largest sum counts.
// The kernel's own high-water mark of the first process stands where it is larger, since a peak may fall
// between two samples. Pages that processes share are counted once for each. Elsewhere nothing is measured.

import { readdirSync, readFileSync } from 'node:fs';
import { platform } from 'node:process';

const SAMPLE_MS = 200;
const KIB = 1024;

export const HOW_MEASURED =
  platform === 'linux'
    ? `peak memory: resident sets of the whole process tree, summed from /proc every ${SAMPLE_MS} ms, or the first process's VmHWM where that is larger`
    : 'peak memory: not measured on this system (only where there is /proc)';

/** Watches the tree below `pid`; `stop` gives the peak in bytes, null where it cannot be known. */
export function watchMemory(pid: number): { stop: () => number | null } {
  let peak = 0;
  const sample = () => {
    peak = Math.max(peak, residentBytes(pid), highWaterBytes(pid));
  };
  if (platform !== 'linux') return { stop: () => null };
  sample();
  const timer = setInterval(sample, SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return peak > 0 ? peak : null;
    },
  };
}

function residentBytes(root: number): number {
  const children = new Map<number, Status[]>();
  for (const status of pids().flatMap((pid) => statusOf(pid) ?? [])) {
    children.set(status.parent, [...(children.get(status.parent) ?? []), status]);
  }
  const below = (pid: number): number =>
    (children.get(pid) ?? []).reduce((sum, child) => sum + child.resident_bytes + below(child.pid), 0);
  return (statusOf(root)?.resident_bytes ?? 0) + below(root);
}

const highWaterBytes = (pid: number): number => statusOf(pid)?.high_water_bytes ?? 0;

const pids = (): number[] => readdirSync('/proc').map(Number).filter(Number.isInteger);

interface Status {
  pid: number;
  parent: number;
  resident_bytes: number;
  high_water_bytes: number;
}

/** What /proc/<pid>/status says; null where the process is gone. */
function statusOf(pid: number): Status | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const number = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    return {
      pid,
      parent: number('PPid'),
      resident_bytes: number('VmRSS') * KIB,
      high_water_bytes: number('VmHWM') * KIB,
    };
  } catch {
    return null;
  }
}
