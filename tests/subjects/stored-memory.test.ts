import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { storedMemories, storedMemory } from '../../src/subjects/stored-memory.ts';

const OWN = ['title', 'content', 'namespace', 'tier', 'tags', 'priority', 'metadata', 'id', 'created_at', 'updated_at'];

describe('a memory as it was printed', () => {
  const printed = fc
    .tuple(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), fc.string(), fc.jsonValue())
    .map(([others, id, title, content]) => JSON.parse(JSON.stringify({ ...others, id, title, content })));

  test('keeps every field, either as one that all subjects have or in the rest', () => {
    fc.assert(
      fc.property(printed, (value) => {
        const { rest, ...own } = storedMemory(value);
        expect(Object.keys(rest).filter((name) => OWN.includes(name))).toEqual([]);
        expect(JSON.parse(JSON.stringify({ ...rest, ...own }))).toEqual(value);
      }),
    );
  });

  test('is none without an id and a title, whatever else it is', () => {
    const nameless = fc.oneof(
      fc.jsonValue().filter((value) => typeof value !== 'object' || value === null || Array.isArray(value)),
      fc.record({ id: fc.integer(), title: fc.string() }),
      fc.record({ id: fc.string() }),
    );
    fc.assert(
      fc.property(nameless, (value) => {
        expect(() => storedMemory(value)).toThrow();
      }),
    );
  });

  test('comes in a list named memories, or in none', () => {
    expect(storedMemories({ memories: [{ id: '1', title: 't' }] })).toMatchObject([{ id: '1', rest: {} }]);
    for (const other of [null, {}, { memories: {} }, [], 'memories']) {
      expect(() => storedMemories(other)).toThrow('expected a list of memories');
    }
  });
});
