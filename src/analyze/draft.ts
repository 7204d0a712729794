// A draft of an analysis, by rule: from the verdict, the documents and the comparison with the campaign before, and
// from nothing else. Every figure in it is bound to its place. It says of itself that nobody has read the evidence yet.

import { type Catalogue, type Entry, findingsOf, sideOf } from '../catalogue/catalogue.ts';
import { changesBetween } from '../catalogue/compare.ts';
import { factSources } from '../catalogue/fact-sources.ts';
import { comparedWith } from '../catalogue/pairs.ts';
import { isControl } from '../contract/controls.ts';
import { isObject } from '../contract/json-object.ts';
import { isFaultClass } from '../contract/names.ts';
import { valueAt } from '../verdict/field.ts';
import { audiences } from './audiences.ts';
import { bugs } from './bugs.ts';
import type { Drafted } from './drafted.ts';
import { headline, proved, tested, verdictWords } from './evidence-words.ts';
import { binder } from './words.ts';

const DRAFT_AUTHOR = 'draft by npm run analyze';
const FAULTS_MAX = 12;

export function draft(read: Catalogue, entry: Entry, against: Entry | null = comparedWith(read, entry)): string {
  const sources = factSources(read.root, entry);
  const given: Drafted = {
    entry,
    outcome: entry.verdict.outcome,
    control: entry.head.subject !== null && isControl(entry.head.subject),
    bind: binder(sources),
    faults: faultsIn(sources.documents.get('phase4.json')),
    found: findingsOf(entry).filter(({ state }) => state === 'found'),
    since: against && { before: against.id, changes: changesBetween(sideOf(against), sideOf(entry)) },
  };
  const sections: [string, string][] = [
    ['Verdict', verdictWords(given)],
    ['What it tested', tested(given)],
    ['What it proved', proved(given)],
    ...audiences(given),
    ['Bugs surfaced', bugs(given)],
    ['What changes next', next(given)],
  ];
  const body = sections.filter(([, text]) => text !== '').map(([title, text]) => `## ${title}\n\n${text}\n`);
  return [`---\nauthor: ${DRAFT_AUTHOR}\nkind: rule\n---\n`, `# ${headline(given)}\n`, ...body].join('\n');
}

function faultsIn(phase4: unknown): string[] {
  const keysAt = (key: string): string[] => {
    const inside = valueAt(phase4, [key]);
    return isObject(inside) ? Object.keys(inside) : [];
  };
  const names = [...keysAt('faults'), ...keysAt('convergence_by_fault')].filter(isFaultClass);
  return [...new Set(names)].slice(0, FAULTS_MAX);
}

function next({ outcome, control, entry }: Drafted): string {
  if (control)
    return outcome === 'PASS'
      ? 'Nothing has to change: the harness raised no false alarm.'
      : 'Compare what was found with what this control was run to show, before any other campaign is believed.';
  if (outcome === 'FAIL')
    return 'Read the evidence behind the first defect, mend its cause, and run a gate campaign on the new build.';
  if (outcome === 'INCOMPLETE') return 'Find the evidence that is missing, or run the campaign again to its end.';
  return entry.head.profile === 'gate'
    ? 'The next version gets a gate campaign of its own.'
    : 'A gate campaign of this version, since only that can clear its release.';
}
