// Findings in words, with at most a few keys named: enough to look one up in the history.

import type { Findings } from './findings.ts';

const KEYS_NAMED_MAX = 3;

export function reasonsOf(findings: Findings): string[] {
  const missing = Object.entries(findings.missing)
    .filter(([, keys]) => keys.length > 0)
    .map(([node, keys]) => `${acked(keys.length)} missing on node ${node}${named(keys)}`);
  return [
    ...(findings.acked === 0 ? ['no write was acked: nothing was shown'] : []),
    ...findings.unread.map((node) => `node ${node} could not be read after the heal`),
    ...counted(findings.lost, (n) => `${acked(n)} on no node`),
    ...missing,
    ...counted(findings.corrupted, (n) => `${n} ${plural(n, 'write')} held with other content than was sent`),
    ...counted(findings.duplicated, (n) => `${n} ${plural(n, 'write')} held more than once by one node`),
    ...counted(findings.unexpected, (n) => `${n} ${plural(n, 'row')} that no client sent`),
  ];
}

function counted(keys: readonly string[], words: (count: number) => string): string[] {
  return keys.length === 0 ? [] : [`${words(keys.length)}${named(keys)}`];
}

function named(keys: readonly string[]): string {
  const rest = keys.length - KEYS_NAMED_MAX;
  return ` (${keys.slice(0, KEYS_NAMED_MAX).join(', ')}${rest > 0 ? `, and ${rest} more` : ''})`;
}

const acked = (count: number): string => `${count} acked ${plural(count, 'write')}`;
const plural = (count: number, noun: string): string => (count === 1 ? noun : `${noun}s`);
