// Log text to clean lines: what the transport added is taken off, and what no step printed is marked.
// Added by the transport: a byte order mark, a time stamp and one space, `job<TAB>step<TAB>` in the
// `gh run view --log` form, colours. Everything else belongs to the program that printed the line.

import { LINE_CHARS_MAX, LINE_COUNT_MAX } from './limits.ts';

/**
 * output: printed by a step. header: the block in which the runner shows a step's inputs and environment.
 * source: the echoed script of a step. command: a line of the runner's own.
 */
export type LineKind = 'output' | 'header' | 'source' | 'command';

export interface LogLine {
  text: string;
  kind: LineKind;
  /** Counted from 1 in the file as it came. */
  number: number;
  time: string | null;
  job: string | null;
  step: string | null;
  /** Counts the headers of steps above. */
  section: number;
  /** The line was longer than the limit: what it holds is not whole. */
  cut: boolean;
}

export interface CleanText {
  lines: LogLine[];
  /** Lines beyond the limit were left unread. */
  truncated: boolean;
}

const STAMP = /^(?:\uFEFF|´╗┐|ï»¿)?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z)(?: |$)/;
const GH_FORM = /^\uFEFF?([^\t]*)\t([^\t]*)\t(?:\uFEFF|´╗┐|ï»¿)?(?=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z(?: |$))/;
const GH_PREFIX = /^\uFEFF?([^\t]*)\t([^\t]*)\t/;
const SOURCE_ECHO = '\u001b[36;1m';
// Colours and cursor moves; a JSON text never holds a bare escape, so nothing printed is lost.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g;
const COMMAND = /^\s*(?:##\[|::[a-z])/;
const HEADER_OPEN = /^##\[group\]Run /;
const HEADER_MARK = /^(?:shell: |env:$|with:$)/;

export function cleanLines(text: string): CleanText {
  const lines: LogLine[] = [];
  const ghForm = GH_FORM.test(text.slice(0, 4096));
  let start = 0;
  let number = 0;
  while (start < text.length) {
    if (lines.length >= LINE_COUNT_MAX) return { lines: markHeaders(lines), truncated: true };
    const end = lineEnd(text, start);
    const cut = end - start > LINE_CHARS_MAX;
    number += 1;
    lines.push(cleanLine(text.slice(start, cut ? start + LINE_CHARS_MAX : end), number, cut, ghForm));
    start = text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
  }
  return { lines: markHeaders(lines), truncated: false };
}

const NEWLINE = /[\r\n]/g;

function lineEnd(text: string, from: number): number {
  NEWLINE.lastIndex = from;
  return NEWLINE.exec(text)?.index ?? text.length;
}

function cleanLine(raw: string, number: number, cut: boolean, ghForm: boolean): LogLine {
  const prefix = ghForm ? GH_PREFIX.exec(raw) : null;
  const body = prefix ? raw.slice(prefix[0].length) : raw;
  const stamp = STAMP.exec(body);
  const printed = stamp ? body.slice(stamp[0].length) : body.replace(/^\uFEFF/, '');
  const source = printed.startsWith(SOURCE_ECHO);
  const text = printed.includes('\u001b') ? printed.replace(ESCAPES, '') : printed;
  return {
    text,
    kind: source ? 'source' : COMMAND.test(text) ? 'command' : 'output',
    number,
    time: stamp?.[1] ?? null,
    job: prefix?.[1] ?? null,
    step: prefix?.[2] && prefix[2] !== 'UNKNOWN STEP' ? prefix[2] : null,
    section: 0,
    cut,
  };
}

/**
 * The block `##[group]Run ...` to `##[endgroup]` is the runner's, if it shows a shell, inputs or an environment:
 * a program may open a group of that name itself. Values of several lines in it carry no time stamp and may hold
 * braces, so nothing in it counts as printed.
 */
function markHeaders(lines: LogLine[]): LogLine[] {
  const headers: number[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    if (lines[at]?.kind !== 'command' || !HEADER_OPEN.test(lines[at]?.text ?? '')) continue;
    let end = at + 1;
    let runners = false;
    while (end < lines.length && !/^##\[(?:endgroup|group)\]/.test(lines[end]?.text ?? '')) {
      const line = lines[end];
      if (line && (line.kind === 'source' || HEADER_MARK.test(line.text))) runners = true;
      end += 1;
    }
    if (runners) {
      headers.push(at);
      for (const line of lines.slice(at + 1, end)) if (line.kind === 'output') line.kind = 'header';
    }
    at = end - 1;
  }
  return numbered(lines, headers);
}

function numbered(lines: LogLine[], headers: readonly number[]): LogLine[] {
  let section = 0;
  for (const [at, line] of lines.entries()) {
    if (at === headers[section]) section += 1;
    line.section = section;
  }
  return lines;
}
