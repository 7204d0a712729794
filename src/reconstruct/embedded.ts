// The phase documents inside a summary, each under the name of its file; one that is there twice is none.

import { PHASES } from '../contract/names.ts';

type Members = Record<string, unknown>;

export function embeddedPhases(summary: Members | undefined): Map<string, Members> {
  const found = new Map<string, Members>();
  const doubled = new Set<string>();
  let position = 0;
  for (const document of Array.isArray(summary?.phases) ? (summary.phases as unknown[]) : []) {
    if (typeof document !== 'object' || document === null || Array.isArray(document)) continue;
    const { phase, host } = document as Members;
    if (!PHASES.some((number) => number === phase)) continue;
    const file = phase === 1 ? `phase1-node-${nodeLetter(host, position++)}.json` : `phase${phase}.json`;
    if (found.has(file)) doubled.add(file);
    found.set(file, document as Members);
  }
  for (const file of doubled) found.delete(file);
  return found;
}

/** The last letter of `host` after a hyphen, else the document's position. */
export function nodeLetter(host: unknown, position: number): string {
  const letter = typeof host === 'string' ? /-([a-z])$/.exec(host)?.[1] : undefined;
  return letter ?? String.fromCharCode(97 + Math.min(position, 25));
}
