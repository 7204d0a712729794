// From a place in a document to the line of the file where it stands, so that every figure is one
// click from the bytes that it came from.
//
// Every page asks this of every document, so it is one pass that looks for the wanted places and steps over the rest:
// what is not on the way to one is neither decoded nor told, however deep it is nested.

import type { Path } from '../contract/reading.ts';

/** A wanted place, or one on the way to it. */
interface Place {
  /** Where it begins in the text: a field with its name; null where it is not there. */
  offset: number | null;
  inner: Map<string | number, Place>;
}

/**
 * The 1-based line of each path, in the same order; null where nothing stands there, or where the text is no JSON
 * before it. Of two fields of one name the last counts, as it does for `JSON.parse`. Throws nothing.
 */
export function locateLines(text: string, paths: readonly Path[]): (number | null)[] {
  const top: Place = { offset: 0, inner: new Map() };
  const places = paths.map((path) => path.reduce<Place>(placeIn, top));
  read(text, behindSpace(text, text.startsWith('\uFEFF') ? 1 : 0), top);
  const lineOf = linesIn(
    text,
    places.flatMap(({ offset }) => offset ?? []),
  );
  return places.map(({ offset }) => (offset === null ? null : (lineOf.get(offset) ?? null)));
}

function placeIn({ inner }: Place, step: string | number): Place {
  const known = inner.get(step);
  if (known) return known;
  const place: Place = { offset: null, inner: new Map() };
  inner.set(step, place);
  return place;
}

/** Reads the value that begins at an offset; gives the offset behind it: the end of the text where it is no JSON. */
function read(text: string, from: number, here: Place): number {
  const isObject = text[from] === '{';
  if (here.inner.size === 0 || !(isObject || text[from] === '[')) return behindValue(text, from);
  let at = behindSpace(text, from + 1);
  for (let index = 0; at < text.length; index++) {
    if (text[at] === '}' || text[at] === ']') return at + 1;
    let value = at;
    let step: string | number = index;
    if (isObject) {
      const colon = behindSpace(text, behindString(text, at));
      if (text[at] !== '"' || text[colon] !== ':') break;
      step = nameIn(text.slice(at, colon));
      value = behindSpace(text, colon + 1);
    }
    const place = here.inner.get(step);
    if (place) found(place, at);
    at = behindSpace(text, place ? read(text, value, place) : behindValue(text, value));
    if (text[at] === ',') at = behindSpace(text, at + 1);
  }
  return text.length;
}

/** What an earlier field of the same name held is not there any more. */
function found(place: Place, offset: number | null): void {
  place.offset = offset;
  for (const inner of place.inner.values()) found(inner, null);
}

/** The name of a field as it stands between quotes. */
function nameIn(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, quoted.lastIndexOf('"'));
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted;
  }
}

function behindSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** Steps over a value, whatever it holds. */
function behindValue(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = behindString(text, at) - 1;
      if (depth === 0) return at + 1;
    } else if (isOpening(code)) depth++;
    else if (isClosing(code)) {
      depth--;
      if (depth <= 0) return depth < 0 ? at : at + 1;
    } else if (depth === 0 && (code === COMMA || isSpace(code))) return at;
  }
  return text.length;
}

/** The offset behind the string that begins at an offset. */
function behindString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return text.length;
}

const QUOTE = 34;
const COMMA = 44;
const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;
const isOpening = (code: number): boolean => code === 123 || code === 91;
const isClosing = (code: number): boolean => code === 125 || code === 93;

/** The line of each offset, counted once. */
function linesIn(text: string, offsets: readonly number[]): ReadonlyMap<number, number> {
  // a return without a feed ends a line too
  const lined = text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
  const lines = new Map<number, number>();
  let line = 1;
  let end = lined.indexOf('\n');
  for (const offset of [...offsets].sort((a, b) => a - b)) {
    for (; end !== -1 && end < offset; end = lined.indexOf('\n', end + 1)) line++;
    lines.set(offset, line);
  }
  return lines;
}
