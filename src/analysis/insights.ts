// Narratives from the established map `run-insights.json`. Anyone may have written it: a value of
// the wrong type is dropped and reported, and the rest of the entry still counts.

import { ANALYSIS_KINDS, FINDING_ID } from '../contract/insights.ts';
import { isObject } from '../contract/json-object.ts';
import { INSIGHTS_FILE } from '../contract/names.ts';
import type { JsonObject } from '../contract/reading.ts';
import { type Analysis, type AnalysisBug, type AnalysisFix, type Rich, TEXTS, type TextKey } from './analysis.ts';
import { figuresIn, richLine, richText } from './plain-text.ts';
import { namesAddress, webAddress } from './web-address.ts';

/** Of one narrative, all its texts together: as much as an analysis.mdx may hold. */
const NARRATIVE_CHARS_MAX = 64 * 1024;
const BUGS_MAX = 100;
const FIXES_MAX = 20;
const PROBLEMS_MAX = 20;

/** The entries by campaign id, unread; keys that start with `__` are notes and left out. */
export function readInsights(document: JsonObject): Map<string, unknown> {
  return new Map(Object.entries(document).filter(([id]) => !id.startsWith('__')));
}

/**
 * One entry as an analysis; null where it holds nothing to show. Never throws.
 * Each problem is one line that names the file, the entry and the field.
 */
export function fromInsight(value: unknown, id: string): { analysis: Analysis | null; problems: string[] } {
  const entry = new Entry(`${INSIGHTS_FILE} ${JSON.stringify(id)}`);
  if (!isObject(value)) {
    entry.report('', 'an object', value);
    return { analysis: null, problems: entry.problems };
  }
  const texts = Object.fromEntries(TEXTS.map((key) => [key, entry.rich(value, key)])) as Record<TextKey, Rich | null>;
  const listed = entry.list(value, 'bugs');
  const bugs = listed.slice(0, BUGS_MAX).flatMap((bug, index) => bugFrom(entry, bug, `bugs[${index}]`));
  if (bugs.length === 0 && TEXTS.every((key) => texts[key] === null)) {
    entry.say('expected a narrative, found no text in it');
    return { analysis: null, problems: entry.problems };
  }
  const analysis: Analysis = {
    source: 'run-insights.json',
    kind: kindOf(entry, value),
    author: entry.text(value, 'author'),
    figures: { bound: 0, cited: 0, neither: figuresOf(texts, bugs) },
    ...texts,
    bugs,
    bugs_left_out: Math.max(0, listed.length - BUGS_MAX),
  };
  return { analysis, problems: entry.problems };
}

/** Reads fields of one entry and notes what is not what it should be. */
class Entry {
  readonly #where: string;
  readonly #problems: string[] = [];
  #unsaid = 0;
  #chars = 0;

  constructor(where: string) {
    this.#where = where;
  }

  report(path: string, expected: string, found: unknown): void {
    this.say(`expected ${expected}, found ${kindName(found)}; left out`, path);
  }

  say(problem: string, path = ''): void {
    if (this.#problems.length === PROBLEMS_MAX) this.#unsaid += 1;
    else this.#problems.push(`${this.#where}${path && ` ${path}`}: ${problem}`);
  }

  get problems(): string[] {
    if (this.#unsaid === 0) return this.#problems;
    return [...this.#problems, `${this.#where}: and ${this.#unsaid} more problems`];
  }

  /** The trimmed text of a field; null where it is absent, empty or no string. */
  text(from: JsonObject, key: string, path = key): string | null {
    const value = from[key];
    if (value === undefined || value === null) return null;
    if (typeof value === 'string') return this.#within(value, path);
    this.report(path, 'a string', value);
    return null;
  }

  #within(value: string, path: string): string | null {
    this.#chars += value.length;
    if (this.#chars <= NARRATIVE_CHARS_MAX) return value.trim() || null;
    this.#chars -= value.length;
    const expected = `a narrative of at most ${NARRATIVE_CHARS_MAX} characters in all`;
    this.say(`expected ${expected}, found ${value.length} more; left out`, path);
    return null;
  }

  rich(from: JsonObject, key: string, path = key): Rich | null {
    const text = this.text(from, key, path);
    if (text === null) return null;
    return key === 'headline' ? richLine(text) : richText(text);
  }

  list(from: JsonObject, key: string, path = key): readonly unknown[] {
    const value = from[key];
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value;
    this.report(path, 'a list', value);
    return [];
  }
}

function kindOf(entry: Entry, value: JsonObject): Analysis['kind'] {
  const text = entry.text(value, 'kind');
  const kind = ANALYSIS_KINDS.find((known) => known === text) ?? null;
  if (text !== null && kind === null) entry.report('kind', ANALYSIS_KINDS.join(', '), text);
  return kind;
}

function bugFrom(entry: Entry, bug: unknown, path: string): AnalysisBug[] {
  const title = isObject(bug) ? entry.text(bug, 'title', `${path}.title`) : null;
  if (!isObject(bug) || title === null) {
    entry.report(path, 'a bug with a title', bug);
    return [];
  }
  const listed = entry.list(bug, 'fixed_in', `${path}.fixed_in`);
  const fixes = listed.slice(0, FIXES_MAX);
  if (listed.length > FIXES_MAX)
    entry.say(
      `expected at most ${FIXES_MAX} fixes, found ${listed.length}; the others are left out`,
      `${path}.fixed_in`,
    );
  return [
    {
      title,
      finding: findingOf(entry, bug, path),
      impact: entry.rich(bug, 'impact', `${path}.impact`),
      root_cause: entry.rich(bug, 'root_cause', `${path}.root_cause`),
      workaround: entry.rich(bug, 'workaround', `${path}.workaround`),
      fixed_in: fixes.flatMap((fix, index) => fixFrom(entry, fix, `${path}.fixed_in[${index}]`)),
    },
  ];
}

function findingOf(entry: Entry, bug: JsonObject, path: string): string | null {
  const id = entry.text(bug, 'finding', `${path}.finding`);
  if (id === null || FINDING_ID.test(id)) return id;
  entry.report(`${path}.finding`, 'the id of a finding', id);
  return null;
}

function fixFrom(entry: Entry, fix: unknown, path: string): AnalysisFix[] {
  const address = isObject(fix) ? entry.text(fix, 'url', `${path}.url`) : null;
  const label = isObject(fix) ? (entry.text(fix, 'label', `${path}.label`) ?? address) : null;
  if (label === null) {
    entry.report(path, 'a label', fix);
    return [];
  }
  const url = address === null ? null : webAddress(address);
  if (address !== null && url === null)
    entry.report(`${path}.url`, 'an http or https address without a user name in it', address);
  if (url === null || namesAddress(label, url)) return [{ label, url }];
  entry.report(`${path}.label`, 'words, or the address that the link goes to', label);
  return [{ label: url, url }];
}

function figuresOf(texts: Record<TextKey, Rich | null>, bugs: readonly AnalysisBug[]): number {
  const prose = [
    ...TEXTS.map((key) => texts[key]?.text),
    ...bugs.flatMap((bug) => [bug.title, bug.impact?.text, bug.root_cause?.text, bug.workaround?.text]),
  ];
  return prose.reduce((sum, text) => sum + (text === undefined ? 0 : figuresIn(text)), 0);
}

/** What a value is, with a string quoted as far as it fits on the line. */
function kindName(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : String(value);
}
