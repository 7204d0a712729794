// What one gate campaign shows, as far as a gate asks for it: statuses and checks as the judge has them, figures from
// the document of phase 4, and what its histories say of the work that clients did.

import type { Catalogue, Entry } from '../catalogue/catalogue.ts';
import { phase4Of, textOf } from '../catalogue/texts.ts';
import { historyFile } from '../contract/names.ts';
import type { Path } from '../contract/reading.ts';
import { readExcerpt } from '../evidence/history.ts';
import { locateLines } from '../evidence/locate.ts';
import { valueAt } from '../verdict/field.ts';

export interface Attempt {
  id: string;
  entry: Entry;
  /** The document of phase 4, and where it is; null where none can be believed. */
  phase4: ReturnType<typeof phase4Of>;
  /** The workloads that the history of a fault class names; null where no history says. */
  workloadsOf: (fault: string) => readonly string[] | null;
  /** The line of a value. */
  lineOf: (file: string, path: Path) => number | null;
}

export function attemptOf(read: Catalogue, entry: Entry): Attempt {
  return {
    id: entry.id,
    entry,
    phase4: phase4Of(read.root, entry),
    workloadsOf: (fault) => workloadsIn(read, entry, fault),
    lineOf: (file, path) => locateLines(textOf(read.root, entry, file), [path])[0] ?? null,
  };
}

export const figureOf = ({ phase4 }: Attempt, fault: string, key: string): unknown =>
  phase4 ? (valueAt(phase4.document, ['faults', fault, key]) ?? null) : null;

/** From the beginning of every cycle, where each history names what ran in it. */
function workloadsIn({ root }: Catalogue, { id, verdict }: Entry, fault: string): string[] | null {
  const file = historyFile(fault);
  if (!verdict.artifacts.some((one) => one.file === file && one.state === 'binary')) return null;
  const { cycles, problem } = readExcerpt(root, id, file, (_, f) => f === 'begin');
  const named = [...cycles.values()].flatMap((ops) =>
    ops.flatMap((op) => (op.f === 'begin' ? [op.value.workload] : [])),
  );
  if (problem !== null || named.length === 0) return null;
  return [...new Set(named.flatMap((one) => one.split(/[^a-z0-9_-]+/)).filter((word) => word !== ''))];
}
