// The columns of a packed cycle. Forms (forms.ts) say once what belongs to an operation, and pass every value through
// here: when packing, the value goes in and comes back; when unpacking, none goes in and the stored one comes back.

import type { PackedCycle } from '../../contract/packed-history.ts';
import { type Names, packedNames, storedNames } from './names.ts';

export interface Columns {
  number(column: string, value?: number): number;
  /** How many, and then so many numbers, in ascending order. */
  numbers(column: string, values?: readonly number[]): number[];
  /** One of few values, each written once. */
  entry<T>(table: string, value?: T): T;
  /** A name that was not met before. @param isDerived it follows from the one before it */
  fresh(names: string, value?: string, isDerived?: boolean): string;
  /** A name that may have been met before. */
  name(names: string, value?: string): string;
}

/** The operation has not the form that was tried. */
export class Unfit extends Error {}

/** One character for an entry of a table, of those that JSON writes as they are. */
const LETTERS = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).filter((c) => !'"\\'.includes(c));
const NUMBER_OF = new Map(LETTERS.map((letter, number) => [letter, number]));

export interface WritingColumns extends Columns {
  /** What was written since the last `keep` stays, or goes. */
  keep(): void;
  undo(): void;
  /** Every name of ids and digests, to be looked for elsewhere. */
  texts(): string[];
  packed(shorten: boolean): Pick<PackedCycle, 'letters' | 'columns' | 'tables' | 'names'>;
}

export function columnsToWrite(): WritingColumns {
  const columns = new Map<string, number[]>();
  const tables = new Map<string, Map<string, { number: number; value: unknown }>>();
  const names = new Map<string, Names>();
  let undoing: (() => void)[] = [];
  const push = (column: string, value: number): void => {
    const values = of(columns, column, () => []);
    values.push(value);
    undoing.push(() => values.pop());
  };
  const fresh: Columns['fresh'] = (table, value, isDerived = false) => {
    const known = of(names, table, () => new Map());
    if (value === undefined || known.has(value)) throw new Unfit();
    known.set(value, { number: known.size, isDerived });
    undoing.push(() => known.delete(value));
    return value;
  };
  const number: Columns['number'] = (column, value) => {
    if (value === undefined || !Number.isSafeInteger(value)) throw new Unfit();
    push(column, value);
    return value;
  };
  const inLetters = (column: string): boolean => {
    const entries = tables.get(column);
    return entries !== undefined && entries.size <= LETTERS.length;
  };
  return {
    number,
    numbers(column, values = []) {
      push(`${column} count`, values.length);
      values.forEach((value, i) => {
        push(column, value - (values[i - 1] ?? 0));
      });
      return [...values];
    },
    entry<T>(table: string, given?: T) {
      if (given === undefined) throw new Unfit();
      const known = of(tables, table, () => new Map());
      const text = JSON.stringify(given);
      const entry = known.get(text) ?? { number: known.size, value: JSON.parse(text) };
      if (entry.number === known.size) {
        known.set(text, entry);
        undoing.push(() => known.delete(text));
      }
      push(table, entry.number);
      // as whoever unpacks will find it
      return entry.value as T;
    },
    fresh,
    name(table, value) {
      const found = value === undefined ? undefined : of(names, table, () => new Map()).get(value);
      push(`${table} met`, found === undefined ? 0 : found.number + 1);
      return found === undefined ? fresh(table, value) : (value as string);
    },
    keep: () => {
      undoing = [];
    },
    undo() {
      for (const step of undoing.reverse()) step();
      undoing = [];
    },
    texts: () => [...(names.get('ids')?.keys() ?? []), ...(names.get('digests')?.keys() ?? [])],
    packed: (shorten) => ({
      letters: Object.fromEntries(
        [...columns].flatMap(([name, values]) => (inLetters(name) ? [[name, values.map(letterOf).join('')]] : [])),
      ),
      columns: Object.fromEntries([...columns].filter(([name]) => !inLetters(name))),
      tables: Object.fromEntries(
        [...tables].map(([name, known]) => [name, [...known.values()].map(({ value }) => value)]),
      ),
      names: Object.fromEntries([...names].map(([name, known]) => [name, packedNames(name, known, shorten)])),
    }),
  };
}

/** @throws RangeError, from what it returns, where a column ends too early or names what is not there */
export function columnsToRead({ letters, columns, tables, names, shortened }: PackedCycle): Columns {
  const reached = new Map<string, number>();
  const known = new Map(Object.entries(names).map(([name, packed]) => [name, storedNames(packed, shortened)]));
  const number = (column: string): number => {
    const at = reached.get(column) ?? 0;
    reached.set(column, at + 1);
    const found = letters[column] === undefined ? columns[column]?.[at] : NUMBER_OF.get(letters[column][at] ?? '');
    if (found === undefined) throw new RangeError(`expected more of the column "${column}", found ${at} values`);
    return found;
  };
  const namesOf = (table: string): ReturnType<typeof storedNames> => {
    const found = known.get(table);
    if (!found) throw new RangeError(`expected names of "${table}", found none`);
    return found;
  };
  return {
    number,
    numbers(column) {
      let last = 0;
      return Array.from({ length: number(`${column} count`) }, () => {
        last += number(column);
        return last;
      });
    },
    entry<T>(table: string) {
      const at = number(table);
      const value = tables[table]?.[at];
      if (value === undefined) throw new RangeError(`expected entry ${at} of "${table}", found none`);
      return value as T;
    },
    fresh: (table, _, isDerived = false) => namesOf(table).next(isDerived),
    name(table) {
      const met = number(`${table} met`);
      return met === 0 ? namesOf(table).next(false) : namesOf(table).at(met - 1);
    },
  };
}

const letterOf = (entry: number): string => LETTERS[entry] ?? '';

function of<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
