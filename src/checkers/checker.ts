// What every checker is: a name of the contract's table, whether a cycle can show it at all, and a verdict in three
// values. A checker sees one model of one history and nothing else: no subject, no version, no clock of its own.

import type { Anomaly, AnomalyName } from '../contract/anomalies.ts';
import { type CycleModel, unreadNodes } from '../history/model.ts';

export interface Checker {
  readonly name: AnomalyName;
  /** Whether the cycle did what this is about: nothing is judged where nothing was killed, cut off or refused. */
  applies(model: CycleModel): boolean;
  check(model: CycleModel): CheckResult;
}

/** `valid` null: the history cannot tell, and `undecided` says why. */
export type CheckResult =
  | { valid: true; anomalies: [] }
  | { valid: false; anomalies: Anomaly[] }
  | { valid: null; anomalies: []; undecided: string };

export const VALID: CheckResult = { valid: true, anomalies: [] };
export const undecided = (why: string): CheckResult => ({ valid: null, anomalies: [], undecided: why });

/** A node that could not be read at the end may hold anything: what was not found is then undecided. Null where all were read. */
export function undecidedByUnread(model: CycleModel): CheckResult | null {
  const unread = unreadNodes(model);
  return unread.length > 0 ? undecided(`node ${unread.join(', ')} could not be read`) : null;
}

/** One thing that was found, where, and by which operations. */
export interface Found {
  /** Of the write; of a row that nobody sent, its id. It becomes one of the anomaly's `ids`. */
  key: string;
  nodes?: readonly string[];
  ops?: readonly number[];
}

/** Enough to look it up; the history has the rest. */
const IDS_MAX = 20;
const OPS_MAX = 60;
const NAMED_MAX = 3;

/**
 * @param found at least one
 * @param words the finding in words, for so many on these nodes; keys are added
 */
export function invalid(
  name: AnomalyName,
  found: readonly Found[],
  words: (count: number, nodes: readonly string[]) => string,
): CheckResult {
  const keys = [...new Set(found.map(({ key }) => key))];
  const shown = keys.slice(0, IDS_MAX);
  const nodes = [...new Set(found.flatMap((one) => one.nodes ?? []))].toSorted();
  const anomaly: Anomaly = {
    name,
    count: keys.length,
    ids: shown,
    ops: [...new Set(found.filter(({ key }) => shown.includes(key)).flatMap(({ ops }) => ops ?? []))].slice(0, OPS_MAX),
    nodes,
    sentence: `${words(keys.length, nodes)}${named(keys)}`,
  };
  return { valid: false, anomalies: [anomaly] };
}

function named(keys: readonly string[]): string {
  const rest = keys.length - NAMED_MAX;
  return ` (${keys.slice(0, NAMED_MAX).join(', ')}${rest > 0 ? `, and ${rest} more` : ''})`;
}

export const acks = (count: number): string => `${count} acked ${plural(count, 'write')}`;
export const plural = (count: number, noun: string): string => (count === 1 ? noun : `${noun}s`);
export const onNodes = (nodes: readonly string[]): string =>
  `${plural(nodes.length, 'node')} ${nodes.length < 2 ? nodes.join('') : `${nodes.slice(0, -1).join(', ')} and ${nodes.at(-1)}`}`;
