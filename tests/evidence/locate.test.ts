import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Path } from '../../src/contract/reading.ts';
import { locateLines } from '../../src/evidence/locate.ts';

/** A busy machine takes its time; nothing here is about speed. */
vi.setConfig({ testTimeout: 60_000 });

/** Every path of a value, with the value there. */
function placesOf(value: unknown, path: Path = []): { path: Path; value: unknown }[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const keyOf = (key: string) => (Array.isArray(value) ? Number(key) : key);
  return [{ path, value }, ...inner.flatMap(([key, child]) => placesOf(child, [...path, keyOf(key)]))];
}

/** How a value begins on its line, printed with indent. */
const beginning = (value: unknown): string => JSON.stringify(value, null, 2).split('\n')[0] ?? '';

describe('The line of a value', () => {
  it('holds its key and its beginning, for every path of any document', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value, null, 2);
        const lines = text.split('\n');
        const places = placesOf(value);
        const found = locateLines(
          text,
          places.map(({ path }) => path),
        );
        for (const [index, { path, value: there }] of places.entries()) {
          const key = path.at(-1);
          const line = lines[(found[index] ?? 0) - 1] ?? 'no line was found';
          const expected = typeof key === 'string' ? `${JSON.stringify(key)}: ${beginning(there)}` : beginning(there);
          expect(line.trim().replace(/,$/, '')).toBe(expected);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('differs from that of any other value where each stands on a line of its own', () => {
    const text = JSON.stringify({ a: [1, 1, { b: 1 }], c: 1 }, null, 2);
    const paths: Path[] = [['a'], ['a', 0], ['a', 1], ['a', 2], ['a', 2, 'b'], ['c']];
    expect(locateLines(text, paths)).toEqual([2, 3, 4, 5, 6, 9]);
  });

  it('is null where nothing stands, and one for the whole document', () => {
    expect(locateLines('{\n"a": {\n"b": 1}}', [['b'], [], ['a', 'b', 'c'], ['a', 0]])).toEqual([null, 1, null, null]);
  });

  it('is given in the order asked, as often as asked', () => {
    expect(locateLines('{\n"a": 1,\n"b": 2}', [['b'], ['a'], ['b']])).toEqual([3, 2, 3]);
    expect(locateLines('{}', [])).toEqual([]);
  });

  it('is that of the last of two fields of one name, which is the one that is judged', () => {
    expect(locateLines('{\n"fail": 4,\n"fail": 0}', [['fail']])).toEqual([3]);
    expect(locateLines('{\n"a": {"b": 1},\n"a": {}}', [['a'], ['a', 'b']])).toEqual([3, null]);
  });

  it('is found in a document of one line and in one with Windows line ends', () => {
    expect(locateLines('{"a":{"b":[1,2]}}', [['a', 'b', 1]])).toEqual([1]);
    expect(locateLines('{\r\n"a": 1,\r\n"b": 2\r\n}', [['b']])).toEqual([3]);
  });

  it('is found behind what is nested however deeply, and nothing throws', () => {
    const text = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}, "b": 1}`;
    expect(locateLines(text, [['b'], [], ['a', 0, 0]])).toEqual([1, 1, 1]);
  });

  it('is never thrown for a text that is no JSON', () => {
    const text = fc.oneof(
      fc.string(),
      fc.jsonValue().map((value) => JSON.stringify(value, null, 2).slice(0, -3)),
    );
    fc.assert(
      fc.property(text, (broken) => {
        const lines = broken.split('\n').length;
        for (const line of locateLines(broken, [['a'], [0], ['']])) expect(line ?? 1).toBeLessThanOrEqual(lines);
      }),
    );
  });
});
