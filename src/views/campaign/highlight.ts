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

/** Where the grammar stands between two lines, with every line that was met there. */
interface State {
  grammar: GrammarState | undefined;
  depth: number;
  lines: Map<string, Line>;
}
interface Line {
  html: string;
  /** The same, cut where its digits stand. */
  parts: string[];
  next: State;
}

const states = new Map<string, State>();
const START = stateOf(undefined);
let remembered = 0;

/** Lines that are not shown: those between the two, which belong to whole values. */
export interface Fold {
  from: number;
  to: number;
}

/**
 * Each line of a text as HTML, escaped; coloured where it is JSON and not absurdly long or deep. Lines in the fold
 * are empty: whatever they hold, the grammar stands behind them where it stood before.
 *
 * Lines that differ in their digits only are coloured alike, so one of them is tokenised for all: the digits
 * are set back in their order. A line with an escape (`\\u00e9`) is taken as it is, since its digits mean letters.
 */
export function highlightLines(
  lines: readonly string[],
  language: 'json' | 'text',
  fold: Fold | null = null,
): string[] {
  if (language === 'text') return lines.map(plain);
  let state = START;
  return lines.map((line, index) => {
    if (fold && index > fold.from && index < fold.to) return '';
    if (line.length > LINE_CHARS_MAX || state.depth > DEPTH_MAX) return plain(line);
    const digits = line.includes('\\') ? null : line.match(DIGITS);
    const { html, parts, next } = memoised(digits === null ? line : line.replace(DIGITS, '1'), state);
    state = next;
    return digits === null ? html : withDigits(parts, digits);
  });
}

function withDigits(parts: readonly string[], digits: readonly string[]): string {
  let html = parts[0] ?? '';
  for (let at = 1; at < parts.length; at++) html += `${digits[at - 1]}${parts[at]}`;
  return html;
}

const DIGITS = /[0-9]+/g;

function memoised(line: string, state: State): Line {
  const known = state.lines.get(line);
  if (known) return known;
  const { tokens, grammarState } = highlighter().codeToTokens(line, {
    lang: 'json',
    theme: 'ink',
    // what a page shows never depends on how busy a machine is; the limits of a line bound the time
    tokenizeTimeLimit: 0,
    ...(state.grammar ? { grammarState: state.grammar } : {}),
  });
  const html = (tokens[0] ?? []).map(({ content, color }) => spanOf(content, color)).join('');
  const made: Line = { html, parts: html.split(DIGITS), next: stateOf(grammarState) };
  if (++remembered > MEMO_LINES_MAX) forget();
  state.lines.set(line, made);
  return made;
}

/** States of the same scopes are one state. */
function stateOf(grammar: GrammarState | undefined): State {
  const scopes = grammar?.getScopes() ?? [];
  const key = scopes.join(' ');
  const known = states.get(key);
  if (known) return known;
  const made: State = { grammar, depth: scopes.length, lines: new Map() };
  states.set(key, made);
  return made;
}

function forget(): void {
  remembered = 0;
  for (const { lines } of states.values()) lines.clear();
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
export const escapeHtml = (text: string): string => text.replace(/[&<>]/g, (char) => ENTITIES[char] ?? char);

/** Named, not numbered: digits in the result are digits of the text. */
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
