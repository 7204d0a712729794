// Which writes of a campaign get a page of their own: those that its anomalies name, as many as fit. Taken in turn,
// so that no class and no anomaly crowds out another, and the first evidence first. Pure; the documents are not trusted.

import { asObject } from '../contract/json-object.ts';
import { FAULT_CLASSES_MAX, isFaultClass } from '../contract/names.ts';
import type { JsonObject } from '../contract/reading.ts';

/** So many pages a campaign; a command shows any other write. */
const WRITES_SHOWN_MAX = 24;
/** More cycles and keys than any list of ours names. */
const EVIDENCE_MAX = 20;
const ANOMALIES_MAX = 60;
const KEY_CHARS_MAX = 200;

export interface ShownWrite {
  /** The fault class, or `phase2`. */
  name: string;
  cycle: number;
  key: string;
  /** What it is evidence of: names of anomalies, or of invariants where the campaign is older than those. */
  anomalies: string[];
}

/** @param hasHistory whether the history of a class, or of `phase2`, can be believed */
export function shownWrites(
  phase2: JsonObject | null,
  phase4: JsonObject | null,
  hasHistory: (name: string) => boolean,
): ShownWrite[] {
  const classes = Object.entries(asObject(phase4?.faults)).filter(([name]) => isFaultClass(name));
  const lists = [['phase2', phase2 ?? {}] as const, ...classes.slice(0, FAULT_CLASSES_MAX)]
    .filter(([name]) => hasHistory(name))
    .flatMap(([name, found]) => evidenceIn(name, asObject(found)));
  const shown = new Map<string, ShownWrite>();
  for (const { name, cycle, key, anomaly } of inTurn(lists)) {
    const address = JSON.stringify([name, key]);
    const known = shown.get(address);
    if (!known && shown.size < WRITES_SHOWN_MAX) shown.set(address, { name, cycle, key, anomalies: [anomaly] });
    else if (known?.cycle === cycle && !known.anomalies.includes(anomaly)) known.anomalies.push(anomaly);
  }
  return [...shown.values()];
}

interface Named {
  name: string;
  cycle: number;
  key: string;
  anomaly: string;
}

/** A list for each anomaly, or for each invariant of the first format. */
function evidenceIn(name: string, found: JsonObject): Named[][] {
  if (Array.isArray(found.anomalies)) {
    return found.anomalies.slice(0, ANOMALIES_MAX).map((one) => {
      const { name: anomaly, evidence } = asObject(one);
      return keysIn(name, String(anomaly), listOf(evidence), 'ids');
    });
  }
  return Object.entries(asObject(found.invariants))
    .slice(0, ANOMALIES_MAX)
    .map(([invariant, one]) => keysIn(name, invariant, [asObject(one).evidence], 'keys'));
}

/** The first key of each cycle, then the second of each. */
function keysIn(name: string, anomaly: string, evidence: readonly unknown[], field: 'ids' | 'keys'): Named[] {
  return inTurn(
    evidence.slice(0, EVIDENCE_MAX).map((one) => {
      const { cycle, [field]: keys } = asObject(one);
      if (!Number.isSafeInteger(cycle)) return [];
      return listOf(keys)
        .slice(0, EVIDENCE_MAX)
        .filter((key): key is string => typeof key === 'string' && key !== '' && key.length <= KEY_CHARS_MAX)
        .map((key) => ({ name, cycle: cycle as number, key, anomaly }));
    }),
  );
}

/** The first of each list, then the second of each: no list crowds out another. */
export function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = lists.reduce((most, { length }) => Math.max(most, length), 0);
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat();
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
