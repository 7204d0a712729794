// Ids and digests of a packed cycle, in the order in which they were first met. They are most of what a history weighs,
// and no compressor finds anything in them. Where nothing is wrong in a cycle they only say which is which: there each
// is cut to as many characters as tell all of them apart, and says with an ellipsis that it was cut; names that are not
// cut are a list.

import type { PackedNames } from '../../contract/packed-history.ts';

/** By name. Derived: it follows from the one before it. */
export type Names = Map<string, { number: number; isDerived: boolean }>;

/** A cut name keeps so many characters at least. */
const KEPT_MIN = 6;
/** These say nothing but whether two rows are the same in every field. */
const NUMBERED = 'wholes';
const CUT = '…';
const DERIVED = '′';

export function packedNames(table: string, known: Names, shorten: boolean): PackedNames {
  if (shorten && table === NUMBERED) return { each: 0, text: '' };
  const texts = [...known].flatMap(([name, { isDerived }]) => (shorten && isDerived ? [] : [name]));
  const lengths = new Set(texts.map((text) => text.length));
  const [length = 0] = lengths;
  if (lengths.size !== 1 || length === 0) return texts;
  const each = shorten ? keptOf(texts, length) : length;
  if (each === null) return texts;
  return { each, text: texts.map((text) => text.slice(0, each)).join('') };
}

/** Characters that tell all names apart; null: to cut them would save nothing. */
function keptOf(texts: readonly string[], length: number): number | null {
  for (let kept = KEPT_MIN; kept < length - 1; kept += 1) {
    if (new Set(texts.map((text) => text.slice(0, kept))).size === texts.length) return kept;
  }
  return null;
}

/** Gives stored names back one after the other, and again by their number. */
export function storedNames(packed: PackedNames, shortened: boolean) {
  const given: string[] = [];
  let taken = 0;
  const textAt = (at: number): string | undefined =>
    Array.isArray(packed) ? packed[at] : packed.text.slice(at * packed.each, (at + 1) * packed.each);
  return {
    next(isDerived: boolean): string {
      given.push(made(isDerived));
      return given.at(-1) as string;
    },
    at(number: number): string {
      const found = given[number];
      if (found === undefined) throw new RangeError(`expected a name before number ${number}, found ${given.length}`);
      return found;
    },
  };
  function made(isDerived: boolean): string {
    if (shortened && isDerived) return `${given.at(-1) ?? ''}${DERIVED}`;
    if (!Array.isArray(packed) && packed.each === 0) return `~${given.length}`;
    const text = textAt(taken);
    taken += 1;
    if (!text) throw new RangeError(`expected more names, found ${given.length}`);
    return shortened && !Array.isArray(packed) ? `${text}${CUT}` : text;
  }
}
