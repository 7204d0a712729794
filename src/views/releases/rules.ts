// The rules by which a release is decided, as tables: what was expected, what was found, and the way to the evidence.

import type { Entry } from '../../catalogue/catalogue.ts';
import type { Release } from '../../catalogue/releases.ts';
import { textOf } from '../../catalogue/texts.ts';
import type { Clearing } from '../../contract/release.ts';
import type { Check } from '../../contract/verdict.ts';
import { locateLines } from '../../evidence/locate.ts';
import { gotInWords } from '../campaign/phase/got.ts';
import { lineHref } from '../campaign/raw.ts';
import { type Cell, type Ledger, words } from '../ledger.ts';
import { campaignPath, withBase } from '../site.ts';
import { counted, okMark } from '../words.ts';

/** The rules of the release itself. */
export const releaseRules = ({ verdict }: Release): Ledger => ({
  caption: 'What decides a release',
  columns: words('Rule', 'Expected', 'Found'),
  isProse: true,
  rows: verdict.rules.map((rule) => rowOf(rule, [])),
  note: null,
});

/** The rules that a gate campaign has to meet before it clears anything. */
export function clearingRules(root: string, entry: Entry, { rules }: Clearing): Ledger {
  const places = evidenceOf(root, entry, rules);
  return {
    caption: `What ${entry.id} has to show`,
    columns: words('Rule', 'Expected', 'Found', 'Evidence'),
    isProse: true,
    rows: rules.map((rule, index) => rowOf(rule, [places[index] ?? { text: '' }])),
    note: null,
  };
}

/** `meets every rule`, or how many it fails and how many it leaves open. */
export function rulesInWords(rules: readonly Pick<Check, 'ok'>[]): string {
  const fails = rules.filter(({ ok }) => ok === false).length;
  const open = rules.filter(({ ok }) => ok === null).length;
  const said = [
    ...(fails > 0 ? [`fails ${counted(fails, 'rule')}`] : []),
    ...(open > 0 ? [`leaves ${counted(open, 'rule')} open: its evidence does not say`] : []),
  ];
  return said.length === 0 ? 'meets every rule' : said.join(', ');
}

function rowOf({ label, expected, got, ok }: Check, more: Cell[]): Ledger['rows'][number] {
  const tone = ok === true ? undefined : ok === false ? 'fail' : 'warn';
  const found = got === null ? 'not recorded' : gotInWords(got);
  return { mark: okMark(ok), head: label, cells: [{ text: expected }, { text: found, tone }, ...more] };
}

/** A line where the artifact has a page of lines, else the artifact on the campaign's page, else that page. */
function evidenceOf(root: string, entry: Entry, rules: readonly Check[]): Cell[] {
  const page = withBase(campaignPath(entry.id));
  const files = [...new Set(rules.flatMap(({ file }) => file ?? []))];
  const lines = new Map(files.map((file) => [file, linesIn(root, entry, file, rules)]));
  return rules.map((rule) => {
    if (rule.file === null) return { text: entry.id, href: page };
    const line = lines.get(rule.file)?.get(rule) ?? null;
    const href = lineHref(entry, rule.file, line);
    if (href === null) return { text: rule.file };
    const isOnPage = href.startsWith('#');
    return {
      text: line === null || isOnPage ? rule.file : `${rule.file}:${line}`,
      href: isOnPage ? `${page}#${rule.file}` : href,
    };
  });
}

function linesIn(root: string, entry: Entry, file: string, rules: readonly Check[]): Map<Check, number | null> {
  const own = rules.filter((rule) => rule.file === file);
  const isText = entry.verdict.artifacts.some((artifact) => artifact.file === file && artifact.state === 'document');
  if (!isText) return new Map();
  const lines = locateLines(
    textOf(root, entry, file),
    own.map(({ path }) => path),
  );
  return new Map(own.map((rule, index) => [rule, lines[index] ?? null]));
}
