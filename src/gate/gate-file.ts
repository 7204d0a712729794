// Reads `proofhouse.gate.yaml`. What it does not know it refuses: a rule that is skipped silently would be worse than
// no gate at all.

import { hash } from 'node:crypto';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { type GateRules, gateFileSchema } from '../contract/gate.ts';

export interface GateFile {
  sha256: string;
  /** Rules by subject. */
  subjects: Readonly<Record<string, GateRules>>;
}

/** The gate could not run: nothing was decided. */
export class GateCannotRun extends Error {
  override readonly name = 'GateCannotRun';
}

export const GATE_FILE_CHARS_MAX = 256 * 1024;

/**
 * @param name how errors call the file
 * @throws GateCannotRun that names every line which is not as it must be
 */
export function parseGateFile(text: string, name: string): GateFile {
  if (text.length > GATE_FILE_CHARS_MAX)
    throw new GateCannotRun(`${name}: expected at most ${GATE_FILE_CHARS_MAX} characters, found ${text.length}`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => `${name}:${lines.linePos(offset).line}`;
  refuse(document.errors.map(({ message, pos }) => `${at(pos[0])} expected YAML, found: ${message}`));
  const parsed = gateFileSchema.safeParse(asValue(document, name));
  if (parsed.success) return { sha256: hash('sha256', text), subjects: parsed.data.subjects };
  refuse(
    parsed.error.issues.map(
      ({ path, message }) => `${at(offsetOf(document, path))} ${path.join('.') || 'the file'}: ${message}`,
    ),
  );
  throw new GateCannotRun(`${name}: expected rules of a gate`);
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new GateCannotRun(problems.join('; '));
}

/** Aliases that unfold into more than anybody writes are an error of the library. */
function asValue(document: Document.Parsed, name: string): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    throw new GateCannotRun(`${name}: expected YAML, found: ${(error as Error).message}`);
  }
}

/** Where a value is, or the nearest one around it that is there. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node)) return node.range?.[0] ?? 0;
  }
  return 0;
}
