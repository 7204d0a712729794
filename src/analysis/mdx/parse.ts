// Reads an analysis.mdx: front matter, a headline, sections with fixed names, three components.
// It is parsed into a tree and checked node by node against what is allowed; whatever is not on
// the list is an error. The tree is turned into HTML by escaping; there is no step that compiles.
// The order: parse -> allowed.ts -> components.ts binds Fact and Cited -> sections.ts, bugs.ts
// take it apart -> render.ts.
// This file and those below it are the only ones that load the Markdown parser: import it lazily.

import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { type Analysis, TEXTS, type TextKey } from '../analysis.ts';
import type { Documents } from '../fact.ts';
import { checkAllowed } from './allowed.ts';
import { readBugs } from './bugs.ts';
import { bindComponents } from './components.ts';
import { type AnalysisError, Errors } from './errors.ts';
import { readFrontMatter } from './front-matter.ts';
import { figuresOf, renderBlocks, renderLine } from './render.ts';
import { headlineOf, sectionsOf } from './sections.ts';
import type { Root } from './tree.ts';

const SOURCE_CHARS_MAX = 64 * 1024;
/** A line that opens more quotes and lists than anyone reads; the parser's time grows with their square. */
const NESTED_TOO_DEEP = /^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))){32}/m;

// One tilde stays one: "20~30 or 40~50" is a range, not struck out.
const gfm = { singleTilde: false };
const parser = unified().use(remarkParse).use(remarkFrontmatter, ['yaml']).use(remarkGfm, gfm).use(remarkMdx).freeze();

export type Parsed = { analysis: Analysis } | { errors: AnalysisError[] };

/**
 * The analysis that `source` holds, or everything in it that does not hold, in the order of the file.
 *
 * `file` is how errors name it. `documents` are what its facts may point into, by file name
 * (`phase2.json`); where a phase has no file, the caller may set the document embedded in the
 * summary under the name the file would have. Never throws, whatever the source.
 */
export function parseAnalysis(source: string, file: string, documents: Documents): Parsed {
  const errors = new Errors(file);
  try {
    const analysis = read(source, documents, errors);
    if (analysis !== null && errors.none) return { analysis };
  } catch (error) {
    addThrown(error, errors);
  }
  return { errors: errors.inOrder };
}

function read(source: string, documents: Documents, errors: Errors): Analysis | null {
  if (source.length > SOURCE_CHARS_MAX) {
    errors.add({ line: 1, column: 1 }, `at most ${SOURCE_CHARS_MAX} characters`, String(source.length));
    return null;
  }
  const text = source.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const deep = text.search(NESTED_TOO_DEEP);
  if (deep >= 0) {
    const line = text.slice(0, deep).split('\n').length;
    errors.add({ line, column: 1 }, 'fewer quotes and lists inside one another', 'more than 31');
    return null;
  }
  const tree: Root = parser.parse(text);
  const front = readFrontMatter(tree, errors);
  checkAllowed(tree, text, errors);
  bindComponents(tree, documents, errors);
  const headline = headlineOf(tree, errors);
  const sections = sectionsOf(tree, errors);
  const bugs = readBugs(sections.get('bugs') ?? [], errors);
  if (headline === null || !errors.none) return null;

  const texts = Object.fromEntries(
    TEXTS.map((key) => [key, key === 'headline' ? renderLine(headline) : renderBlocks(sections.get(key) ?? [])]),
  ) as Pick<Analysis, TextKey>;
  return { source: 'analysis.mdx', ...front, figures: figuresOf(tree), ...texts, bugs, bugs_left_out: 0 };
}

/** The parser reports what it cannot read by throwing a message that knows its place. */
function addThrown(error: unknown, errors: Errors): void {
  if (error instanceof RangeError) {
    errors.add({ line: 1, column: 1 }, 'text that is not nested thousands of levels deep', error.message);
    return;
  }
  const message = error as { reason?: string; message?: string; line?: number; column?: number; source?: string };
  const found = message.reason ?? message.message ?? String(error);
  // Of a tag that is never closed the message gives the place in words only: "(12:1-12:16)".
  const [, line, column] = /\((\d+):(\d+)/.exec(found) ?? [];
  const place = { line: message.line ?? Number(line ?? 1), column: message.column ?? Number(column ?? 1) };
  errors.add(place, expectedBySource(message.source), found);
}

function expectedBySource(source: string | undefined): string {
  if (source === 'micromark-extension-mdx-expression') return 'no expression (a brace in prose is written \\{)';
  if (source === 'micromark-extension-mdxjs-esm') return 'no paragraph that begins with the word import or export';
  return 'Markdown with the components Fact, Cited and Bug (a < in prose is written \\<)';
}
