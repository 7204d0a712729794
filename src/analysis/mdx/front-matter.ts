import { type Document, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { ANALYSIS_KINDS } from '../../contract/insights.ts';
import type { Analysis } from '../analysis.ts';
import type { Errors, Place } from './errors.ts';
import { placeOf, type Root } from './tree.ts';

const frontMatterSchema = z.strictObject({
  author: z.string().trim().min(1).optional(),
  kind: z.enum(ANALYSIS_KINDS).optional(),
});

/** Author and kind; null where the front matter does not record them. Anything else in it is reported. */
export function readFrontMatter(tree: Root, errors: Errors): Pick<Analysis, 'author' | 'kind'> {
  const node = tree.children.find((child) => child.type === 'yaml');
  if (node === undefined) return { author: null, kind: null };
  const lines = new LineCounter();
  const document = parseDocument(node.value, { lineCounter: lines });
  // The first line of the front matter is the one after its opening dashes.
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: placeOf(node).line + line, column: col };
  };
  const expected = 'YAML with author and kind (ai, human or rule) and nothing else';
  for (const error of document.errors)
    errors.add(place(error.pos[0]), expected, error.message.replace(/ at line \d[\s\S]*/, ''));
  if (document.errors.length > 0) return { author: null, kind: null };

  const parsed = frontMatterSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return { author: parsed.data.author ?? null, kind: parsed.data.kind ?? null };
  for (const issue of parsed.error.issues) {
    const key = issue.code === 'unrecognized_keys' ? issue.keys[0] : issue.path[0];
    errors.add(
      place(offsetOf(document, key)),
      expected,
      key === undefined ? issue.message : `${String(key)}: ${issue.message}`,
    );
  }
  return { author: null, kind: null };
}

/** Where a key stands; the beginning for one that is not there. */
function offsetOf({ contents }: Document.Parsed, key: unknown): number {
  const pairs = isMap(contents) ? contents.items : [];
  const found = pairs.find((pair) => isScalar(pair.key) && pair.key.value === key)?.key;
  return isScalar(found) ? (found.range?.[0] ?? 0) : 0;
}
