// The files of the campaign that is being shown: each is read once, for its page, its documents and its copy on the
// site, and only the current campaign's are held, so that ten thousand campaigns cost the memory of one.

import { DOCUMENT_BYTES_MAX } from '../contract/names.ts';
import type { JsonObject, Path } from '../contract/reading.ts';
import type { PhaseVerdict } from '../contract/verdict.ts';
import { locateLines } from '../evidence/locate.ts';
import { readBeginning } from '../evidence/text.ts';
import type { Entry } from './catalogue.ts';
import { onPage } from './shown-checks.ts';

/** Beyond these the bytes are not kept beside the text: a copy on the site is made by the system. */
const HELD_BYTES_MAX = 1024 * 1024;

interface Held {
  entry: Entry;
  bytes: Map<string, Buffer>;
  texts: Map<string, string>;
  /** Parsed once, however many views ask; undefined for what is no JSON. */
  documents: Map<string, unknown>;
}

let current: Held | undefined;

function heldOf(entry: Entry): Held {
  if (current?.entry !== entry) current = { entry, bytes: new Map(), texts: new Map(), documents: new Map() };
  return current;
}

/** The bytes of one artifact, as much of it as the judge would read. */
export function bytesOf(root: string, entry: Entry, file: string): Buffer {
  const { bytes } = heldOf(entry);
  const known = bytes.get(file);
  if (known) return known;
  const read = readBeginning(root, entry.id, file, DOCUMENT_BYTES_MAX).bytes;
  bytes.set(file, read);
  return read;
}

const decoder = new TextDecoder('utf-8');

/** The same as text; a byte order mark is not part of it. */
export function textOf(root: string, entry: Entry, file: string): string {
  const { texts } = heldOf(entry);
  const known = texts.get(file);
  if (known !== undefined) return known;
  const bytes = bytesOf(root, entry, file);
  const text = decoder.decode(bytes);
  texts.set(file, text);
  if (bytes.length > HELD_BYTES_MAX) heldOf(entry).bytes.delete(file);
  return text;
}

/** A document that the judge could read, read again; undefined where only its beginning fits. */
export function documentOf(root: string, entry: Entry, file: string, path: Path): JsonObject | undefined {
  let value = parsedOf(root, entry, file);
  for (const key of path) value = (value as Record<string | number, unknown> | null | undefined)?.[key];
  return typeof value === 'object' && value !== null ? (value as JsonObject) : undefined;
}

/** The document of phase 4, with its file and its place in it; null where none can be believed. */
export function phase4Of(root: string, entry: Entry): { file: string; base: Path; document: JsonObject } | null {
  const place = entry.verdict.phases.find(({ phase }) => phase === 4)?.documents[0];
  const document = place && documentOf(root, entry, place.file, place.path);
  return place && document ? { file: place.file, base: place.path, document } : null;
}

function parsedOf(root: string, entry: Entry, file: string): unknown {
  const { documents } = heldOf(entry);
  if (documents.has(file)) return documents.get(file);
  let parsed: unknown;
  try {
    parsed = JSON.parse(textOf(root, entry, file));
  } catch {
    parsed = undefined;
  }
  documents.set(file, parsed);
  return parsed;
}

const lines = new WeakMap<PhaseVerdict, (number | null)[]>();

/** The line of each check of a phase, in order; null where nothing stands there. Found once, for page and API. */
export function linesOfChecks(root: string, entry: Entry, phase: PhaseVerdict): (number | null)[] {
  const known = lines.get(phase);
  if (known) return known;
  const found: (number | null)[] = phase.checks.map(() => null);
  for (const file of new Set(phase.checks.flatMap((check) => check.file ?? []))) {
    const at = phase.checks.flatMap((check, index) => (check.file === file ? [index] : []));
    const paths = at.map((index) => phase.checks[index]?.path ?? []);
    for (const [i, line] of locateLines(textOf(root, entry, file), paths).entries()) found[at[i] ?? 0] = line;
  }
  lines.set(phase, found);
  return found;
}

/** The lines of one artifact from which a check was judged, in order. */
export function judgedLines(root: string, entry: Entry, file: string): number[] {
  const found = entry.verdict.phases.map(onPage).flatMap((phase) => {
    const at = phase.checks.some((check) => check.file === file) ? linesOfChecks(root, entry, phase) : [];
    return phase.checks.flatMap((check, index) => (check.file === file ? (at[index] ?? []) : []));
  });
  return [...new Set(found)].sort((a, b) => a - b);
}
