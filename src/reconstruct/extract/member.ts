// One line of a printed document: does it continue what is open?

import { DOCUMENT_DEPTH_MAX } from '../limits.ts';

/** The open document: its brackets, its indentation, and its lines so far without the outer indentation. */
export interface Frame {
  leading: string;
  base: string | null;
  unit: string;
  stack: ('{' | '[')[];
  /** What the last line of the document leaves open. */
  after: 'opening' | 'comma' | 'value';
  /** The keys of each open object, outermost first: a printer never writes one twice. */
  keys: Set<string>[];
  texts: string[];
  repaired: boolean;
}

/** foreign: not of this document. broken: at its place, yet no continuation. `rest`: it closed here. */
export type Step = 'member' | 'foreign' | 'broken' | { rest: number };

const MEMBER = /^("[^"\\]*(?:\\.[^"\\]*)*"): ?(.+)$/s;
const CLOSING = /^([}\]])(,?)$/;
/** A line of a JSON text, or one of a difference between two: at another depth it is no other program's noise. */
const JSON_LIKE = /^(?:[-+][ \t]*)?(?:"[^"\\]*(?:\\.[^"\\]*)*"(?:[ \t]*:.*|,?)|[{}[\]]+,?)[ \t]*$/s;

export const openFrame = (leading: string): Frame => ({
  leading,
  base: null,
  unit: '',
  stack: ['{'],
  after: 'opening',
  keys: [new Set()],
  texts: [],
  repaired: false,
});

export function memberOf(frame: Frame, line: string): Step {
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  if (indent.length === line.length) return 'foreign';
  if (frame.base === null && !learnIndent(frame, indent)) return elsewhere(line.slice(indent.length));
  const base = frame.base ?? '';
  const body = line.slice(indent.length);
  const depth = frame.stack.length;
  if ((body[0] === '}' || body[0] === ']') && indent === base + frame.unit.repeat(depth - 1)) {
    return closing(frame, body, line, base);
  }
  if (indent !== base + frame.unit.repeat(depth)) return elsewhere(body);
  if (frame.after === 'value') return 'broken';
  return value(frame, body.trimEnd(), line, base);
}

/** A JSON line at another depth shows that lines are lost, or that two texts are mixed: what would be read is neither. */
const elsewhere = (body: string): Step => (JSON_LIKE.test(body) ? 'broken' : 'foreign');

/** The first member's line tells the unit; text before the opening brace may be indented although the rest is not. */
function learnIndent(frame: Frame, indent: string): boolean {
  if (indent === '') return false;
  frame.base = indent.length > frame.leading.length && indent.startsWith(frame.leading) ? frame.leading : '';
  frame.unit = indent.slice(frame.base.length);
  return true;
}

function closing(frame: Frame, body: string, line: string, base: string): Step {
  const open = frame.stack.at(-1);
  if (frame.after === 'comma' || (open === '{') !== (body[0] === '}')) return 'broken';
  if (frame.stack.length === 1) {
    frame.texts.push('}');
    return { rest: line.length - body.length + 1 };
  }
  const match = CLOSING.exec(body.trimEnd());
  if (!match) return 'broken';
  if (frame.stack.pop() === '{') frame.keys.pop();
  frame.after = match[2] ? 'comma' : 'value';
  frame.texts.push(line.slice(base.length).trimEnd());
  return 'member';
}

function value(frame: Frame, body: string, line: string, base: string): Step {
  const keyed = frame.stack.at(-1) === '{' ? MEMBER.exec(body) : null;
  if (frame.stack.at(-1) === '{' && (!keyed || !newKey(frame, keyed[1] ?? ''))) return 'broken';
  const text = keyed ? (keyed[2] ?? '') : body;
  const kept = line.slice(base.length).trimEnd();
  if (text === '{' || text === '[') {
    if (frame.stack.length >= DOCUMENT_DEPTH_MAX) return 'broken';
    frame.stack.push(text);
    if (text === '{') frame.keys.push(new Set());
    frame.after = 'opening';
    frame.texts.push(kept);
    return 'member';
  }
  const comma = text.endsWith(',');
  const bare = comma ? text.slice(0, -1) : text;
  if (isJson(bare)) frame.texts.push(kept);
  else if (bare === '***') {
    // The runner masked the whole value: a string of stars holds its place, and is read as unknown.
    frame.texts.push(`${kept.slice(0, kept.length - text.length)}"***"${comma ? ',' : ''}`);
    frame.repaired = true;
  } else return 'broken';
  frame.after = comma ? 'comma' : 'value';
  return 'member';
}

/** False for what is no string, and for a key that the object has already: the later one would win, unseen. */
function newKey(frame: Frame, text: string): boolean {
  const keys = frame.keys.at(-1);
  if (!keys || !isJson(text)) return false;
  const key: string = JSON.parse(text);
  if (keys.has(key)) return false;
  keys.add(key);
  return true;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
