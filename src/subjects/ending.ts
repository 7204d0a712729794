// The orderly end of a node, which each subject has its own signal for.

import type { NodeProcess } from './subject.ts';

/** Resolves when the node is gone, by force where it took longer than `stop_ms_max`. */
export async function endWith(signal: NodeJS.Signals, node: NodeProcess, stop_ms_max: number): Promise<void> {
  node.signal(signal);
  const timer = setTimeout(() => node.signal('SIGKILL'), stop_ms_max);
  await node.exited;
  clearTimeout(timer);
}
