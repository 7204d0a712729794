// Analyses name findings by their ids instead of telling of them again: which line of the ledger a name means, and
// which names mean none.

import { relative } from 'node:path';
import type { AnalysisBug } from '../analysis/analysis.ts';
import { ANALYSIS_FILE, INSIGHTS_FILE } from '../contract/names.ts';
import { readText } from '../evidence/text.ts';
import type { Catalogue, Entry } from './catalogue.ts';
import { type Defect, findingsLedger, idOfBug, keyOf, titleOf } from './findings.ts';
import { narrativeOf } from './narratives.ts';

/** Its line in the ledger; undefined where no published campaign of the subject shows it. */
export async function defectOf(catalogue: Catalogue, { head }: Entry, id: string): Promise<Defect | undefined> {
  return (await indexOf(catalogue)).get(keyOf(head.subject, id));
}

/** What the bug is called, by itself or by whoever told of it. */
export async function titleOfBug(catalogue: Catalogue, entry: Entry, bug: AnalysisBug): Promise<string> {
  if (bug.title !== '') return bug.title;
  const defect = await defectOf(catalogue, entry, idOfBug(bug));
  return defect ? titleOf(defect) : (bug.finding ?? '');
}

/** Names that lead nowhere, one line each: they stop a build like a fact that leads nowhere. */
export async function unknownFindings(catalogue: Catalogue): Promise<string[]> {
  const errors: string[] = [];
  for (const entry of catalogue.entries) {
    const { analysis } = await narrativeOf(catalogue, entry);
    for (const bug of analysis?.bugs ?? []) {
      if (bug.title !== '') continue;
      const defect = await defectOf(catalogue, entry, idOfBug(bug));
      if (!defect || (defect.told === null && defect.words === null)) errors.push(errorOf(catalogue, entry, bug));
    }
  }
  return errors;
}

const indexes = new WeakMap<Catalogue, Promise<Map<string, Defect>>>();

/** Made once, however many ask for it at the same time. */
function indexOf(catalogue: Catalogue): Promise<Map<string, Defect>> {
  const known = indexes.get(catalogue);
  if (known) return known;
  const making = findingsLedger(catalogue).then(
    (defects) => new Map(defects.map((defect) => [keyOf(defect.subject, defect.id), defect])),
  );
  indexes.set(catalogue, making);
  return making;
}

function errorOf({ root }: Catalogue, entry: Entry, { finding }: AnalysisBug): string {
  const expected = 'expected a finding of this subject that a check or another analysis names';
  if (!entry.hasAnalysis) return `${INSIGHTS_FILE} ${JSON.stringify(entry.id)}: ${expected}, found ${finding}`;
  const lines = readText(root, entry.id, ANALYSIS_FILE).text.split('\n');
  const line = lines.findIndex((text) => text.includes(`finding="${finding}"`)) + 1;
  const file = relative(process.cwd(), `${root}/${entry.id}/${ANALYSIS_FILE}`);
  return `${file}:${line}:1 ${expected}, found ${finding}; the page of findings lists their ids`;
}
