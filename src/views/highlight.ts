// JSON in colours: one highlighter for the whole build, class names and no styles.
//
// Evidence repeats itself line by line, so a line is tokenised once for each state of the grammar in which it
// occurs; the next file that holds it takes the result. What is not JSON is shown as the text it is.

import { createCssVariablesTheme, createHighlighterCoreSync, type GrammarState } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import json from 'shiki/langs/json.mjs';

const LINE_CHARS_MAX = 2000;
const MEMO_LINES_MAX = 200_000;
const DEPTH_MAX = 60;

const theme = createCssVariablesTheme({ name: 'ink', variablePrefix: '--', variableDefaults: {} });
type Highlighter = ReturnType<typeof createHighlighterCoreSync>;
let made: Highlighter | undefined;
const highlighter = (): Highlighter =>
  (made ??= createHighlighterCoreSync({ themes: [theme], langs: [json], engine: createJavaScriptRegexEngine() }));

interface State {
  key: string;
  grammar: GrammarState | undefined;
  depth: number;
}
interface Line {
  html: string;
  next: State;
}

const START: State = { key: '', grammar: undefined, depth: 0 };
const memo = new Map<string, Line>();

/** Each line of a text as HTML, escaped; coloured where it is JSON and not absurdly long or deep. */
export function highlightLines(lines: readonly string[], language: 'json' | 'text'): string[] {
  if (language === 'text') return lines.map(plain);
  let state = START;
  return lines.map((line) => {
    if (state.depth > DEPTH_MAX) return plain(line);
    const { html, next } = tokenised(line, state);
    state = next;
    return html;
  });
}

/**
 * Lines that differ in their digits only are coloured alike, so one of them is tokenised for all: the digits
 * are set back in their order. A line with an escape (`\\u00e9`) is taken as it is, since its digits mean letters.
 */
function tokenised(line: string, state: State): Line {
  if (line.length > LINE_CHARS_MAX) return { html: plain(line), next: state };
  if (line.includes('\\')) return memoised(line, state);
  const digits = line.match(DIGITS);
  if (digits === null) return memoised(line, state);
  const { html, next } = memoised(line.replace(DIGITS, '1'), state);
  let at = 0;
  return { html: html.replace(DIGITS, () => digits[at++] ?? ''), next };
}

const DIGITS = /[0-9]+/g;

function memoised(line: string, state: State): Line {
  const key = `${state.key}\n${line}`;
  const known = memo.get(key);
  if (known) return known;
  const { tokens, grammarState } = highlighter().codeToTokens(line, {
    lang: 'json',
    theme: 'ink',
    ...(state.grammar ? { grammarState: state.grammar } : {}),
  });
  const scopes = grammarState?.getScopes() ?? [];
  const made: Line = {
    html: (tokens[0] ?? []).map(({ content, color }) => spanOf(content, color)).join(''),
    next: { key: scopes.join(' '), grammar: grammarState, depth: scopes.length },
  };
  if (memo.size >= MEMO_LINES_MAX) memo.clear();
  memo.set(key, made);
  return made;
}

/** Only the kinds that the style sheet colours get an element. */
const CLASSES: Record<string, string> = {
  'var(--token-keyword)': 'k',
  'var(--token-string-expression)': 's',
  'var(--token-string)': 's',
  'var(--token-constant)': 'n',
};

function spanOf(content: string, color: string | undefined): string {
  const text = escapeHtml(content);
  const name = CLASSES[color ?? ''];
  return name && content.trim() !== '' ? `<span class="${name}">${text}</span>` : text;
}

const plain = (line: string): string => escapeHtml(shortened(line));

/** A line that no screen could hold is cut where it is shown; the artifact itself never is. */
const shortened = (line: string): string =>
  line.length > LINE_CHARS_MAX
    ? `${line.slice(0, LINE_CHARS_MAX)} … ${line.length - LINE_CHARS_MAX} more characters`
    : line;

/** For element content; never for attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>]/g, (char) => ENTITIES[char] ?? char).replace(UNPRINTABLE, '\u{fffd}');

/** Named, not numbered: digits in the result are digits of the text. */
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Controls that a page must not hold, and the marks that turn the direction of text around. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly what is taken out
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g;
