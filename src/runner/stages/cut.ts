// A cut through time, as in a consistent snapshot: no wire is cut here.
// The barrier before the last look: every node answers once, and only then is any of them read.

import type { Looking } from './look.ts';

export const CUT_MS_MAX = 10_000;
/** Shorter than the stage: a node that says nothing is named, and read all the same. */
const ANSWER_MS_MAX = 5_000;

export async function cut({ nodes, client }: Looking): Promise<string> {
  const answers = await Promise.all(nodes.map((node) => client(node).health(ANSWER_MS_MAX)));
  const silent = nodes.filter((_, i) => answers[i]?.type !== 'ok');
  return silent.length === 0 ? 'every node answered' : `silent: node ${silent.join(', ')}`;
}
