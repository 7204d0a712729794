// When a started node counts as ready: the very process that was started listens on the port, and answers.

import { readFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { portOwnership } from './port-owner.ts';
import type { Supervised } from './run.ts';

const POLL_MS = 5;
const LAST_WORDS_CHARS = 2_000;

export interface Readiness {
  node: Supervised;
  port: number;
  /** Whether the node answers as the one that was started; false while it does not answer. */
  answers: () => Promise<boolean>;
  ready_ms_max: number;
  /** Gives up waiting; the node then is the run's to end. */
  signal?: AbortSignal;
}

/** Resolves once the node is ready; ends it and rejects with its last words where it does not become so. */
export async function untilReady({ node, port, answers, ready_ms_max, signal }: Readiness): Promise<void> {
  const ends_at = performance.now() + ready_ms_max;
  let seen = 'nobody';
  while (performance.now() < ends_at) {
    signal?.throwIfAborted();
    if (node.ended() !== null)
      throw new Error(lastWords(node, `ended before it was ready (${JSON.stringify(node.ended())})`));
    seen = portOwnership(port, node.pid);
    if (seen !== 'nobody' && seen !== 'foreign' && (await answers())) return;
    await after(POLL_MS);
  }
  node.signal('SIGKILL');
  await node.exited;
  const owner = seen === 'foreign' ? `port ${port} belongs to another process` : `port ${port}: ${seen}`;
  throw new Error(lastWords(node, `expected it to be ready within ${ready_ms_max} ms, found ${owner}`));
}

function lastWords(node: Supervised, what: string): string {
  let log = '';
  try {
    log = readFileSync(node.log_file, 'utf8').slice(-LAST_WORDS_CHARS).trim();
  } catch {
    log = '(no log)';
  }
  return `${node.what}: ${what}; its last words, from ${node.log_file}:\n${log}`;
}
