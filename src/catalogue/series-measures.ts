// What a series is watched for: the bound and the time to converge of each fault class, and how long a campaign took.

import { SUMMARY_FILE } from '../contract/names.ts';
import type { Catalogue, Entry } from './catalogue.ts';
import { completionOf } from './completion.ts';
import type { Measure } from './drift.ts';
import { figuresIn } from './figures-in.ts';
import { documentOf, phase4Of } from './texts.ts';

/** Campaigns read, the newest: each costs a document. */
const READ_MAX = 300;
const WALL = { id: 'wall', label: 'Campaign, from start to end', kind: 'milliseconds' } as const;

/** @param entries of one series, lowest number first */
export function measuresOf(read: Catalogue, entries: readonly Entry[]): Measure[] {
  const measures = new Map<string, Measure & { values: { ordinal: number; value: number }[] }>();
  for (const entry of entries.slice(-READ_MAX)) {
    for (const { id, label, kind, value } of figuresOf(read, entry)) {
      const measure = measures.get(id) ?? { id, label, kind, values: [] };
      measure.values.push({ ordinal: entry.ordinal ?? 0, value });
      measures.set(id, measure);
    }
  }
  return [...measures.values()];
}

function figuresOf(read: Catalogue, entry: Entry) {
  const took = wallOf(read, entry);
  return [
    ...figuresIn(phase4Of(read.root, entry)?.document ?? null).filter(({ id }) => !id.endsWith('.clean')),
    ...(took === null ? [] : [{ ...WALL, value: took }]),
  ];
}

/** Milliseconds; null where one of the two times is not recorded, or cannot be believed. */
function wallOf(read: Catalogue, entry: Entry): number | null {
  const { completed } = entry.head;
  const isThere = entry.verdict.artifacts.some(({ file, state }) => file === SUMMARY_FILE && state === 'document');
  const said = isThere ? documentOf(read.root, entry, SUMMARY_FILE, [])?.started_at : undefined;
  const started = typeof said === 'string' ? completionOf(said, read.now).completed : null;
  return completed === null || started === null || started > completed ? null : completed - started;
}
