// When a started node counts as ready: the very process that was started listens on the port, and answers.

import { readFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { type Ownership, portOwnership } from './port-owner.ts';
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
  while (performance.now() < ends_at) {
    signal?.throwIfAborted();
    const end = node.ended();
    if (end !== null) throw new Error(lastWords(node, `expected it to become ready, found its end (${inWords(end)})`));
    // whose the port is costs the system a walk over all its connections: it is asked once somebody answers
    if ((await answers()) && isItsOwn(portOwnership(port, node.pid))) return;
    await after(POLL_MS);
  }
  const seen = portOwnership(port, node.pid);
  node.signal('SIGKILL');
  await node.exited;
  const found = FOUND[seen];
  throw new Error(lastWords(node, `expected it to answer on port ${port} within ${ready_ms_max} ms, found ${found}`));
}

const isItsOwn = (seen: Ownership): boolean => seen === 'owned' || seen === 'not provable';

const FOUND: Record<Ownership, string> = {
  foreign: 'another process there',
  nobody: 'nobody there',
  owned: 'no answer to its health check',
  'not provable': 'no answer to its health check',
};

const inWords = ({ code, signal }: { code: number | null; signal: string | null }): string =>
  signal === null ? `exit code ${code}` : signal;

/** With what the node said, since its log goes with the run. */
function lastWords(node: Supervised, what: string): string {
  const words = logOf(node).slice(-LAST_WORDS_CHARS).trim();
  const said = words === '' ? 'it said nothing' : `its last words:\n${words}`;
  return `${node.what}: ${what}; started as ${node.command_line}; ${said}`;
}

function logOf({ log_file }: Supervised): string {
  try {
    return readFileSync(log_file, 'utf8');
  } catch {
    return '';
  }
}
