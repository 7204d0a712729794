import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entriesIn, mappedIn, undurable } from '../../../src/runner/disk/ledger.ts';

const [BYTES, CREATED, UNLINKED, RENAMED, SYNCED, MAPPED] = [1, 2, 3, 4, 5, 6];

interface Given {
  kind: number;
  file?: number;
  folder?: number;
  kept?: number;
  at?: number;
  written?: number;
  size?: number;
  names?: string[];
  before?: string;
}

function entry({
  kind,
  file = 0,
  folder = 0,
  kept = 0,
  at = 0,
  written = 0,
  size = 0,
  names = [],
  before = '',
}: Given) {
  const named = Buffer.from(names.map((name) => `${name}\0`).join(''));
  const bytes = Buffer.from(before);
  const head = Buffer.alloc(72);
  for (const [i, n] of [kind, file, folder, kept, at, written, size, named.length, bytes.length].entries()) {
    head.writeBigUInt64LE(BigInt(n), i * 8);
  }
  return Buffer.concat([head, named, bytes]);
}

const leftOf = (...given: Given[]) => undurable(entriesIn(Buffer.concat(given.map(entry)))).map(({ kind }) => kind);

test('an empty record holds nothing', () => {
  expect(entriesIn(Buffer.alloc(0))).toEqual([]);
});

test('an entry is read as it was written down', () => {
  const log = Buffer.concat([
    entry({ kind: BYTES, file: 7, at: 3, written: 4, size: 5, before: 'ab' }),
    entry({ kind: RENAMED, file: 7, folder: 2, kept: 1, names: ['/d/old', '/d/ü'] }),
  ]);
  expect(entriesIn(log)).toEqual([
    { kind: 'bytes', at: 0n, file: 7n, offset: 3n, written: 4, size: 5n, before: Buffer.from('ab') },
    { kind: 'renamed', at: 74n, file: 7n, folder: 2n, kept: 1n, path: '/d/old', to: '/d/ü' },
  ]);
});

test('bytes are durable once their own file was synced after them', () => {
  const write = { kind: BYTES, file: 7, written: 1 };
  expect(leftOf(write, { kind: SYNCED, file: 7, at: 72 })).toEqual([]);
  expect(leftOf(write, { kind: SYNCED, file: 8, at: 72 })).toEqual(['bytes']);
  expect(leftOf(write, { kind: SYNCED, file: 0, at: 72 })).toEqual([]);
  expect(leftOf({ kind: SYNCED, file: 7, at: 0 }, write)).toEqual(['bytes']);
});

test('a write that began after the sync had begun is not kept by it', () => {
  const write = { kind: BYTES, file: 7, written: 1 };
  expect(leftOf(write, write, { kind: SYNCED, file: 7, at: 72 })).toEqual(['bytes']);
});

test('a name is durable by a sync of its folder, a given one also by a sync of its file, a taken one not', () => {
  const named = { file: 7, folder: 2, names: ['/d/x', '/d/y'] };
  for (const kind of [CREATED, UNLINKED, RENAMED]) {
    expect(leftOf({ kind, ...named }, { kind: SYNCED, file: 2, at: 500 })).toEqual([]);
    expect(leftOf({ kind, ...named })).toHaveLength(1);
  }
  expect(leftOf({ kind: CREATED, ...named }, { kind: SYNCED, file: 7, at: 500 })).toEqual([]);
  expect(leftOf({ kind: UNLINKED, ...named }, { kind: SYNCED, file: 7, at: 500 })).toEqual(['unlinked']);
});

test('files that were mapped are known', () => {
  expect(mappedIn(entriesIn(entry({ kind: MAPPED, file: 9 })))).toEqual(new Set([9n]));
});

test('a record that ends too early or has an unknown kind is refused, and names where', () => {
  const whole = entry({ kind: BYTES, file: 1, before: 'abcd' });
  expect(() => entriesIn(whole.subarray(0, 71))).toThrow('a whole head at byte 0');
  expect(() => entriesIn(whole.subarray(0, 75))).toThrow('an entry of 76 bytes at byte 0');
  expect(() => entriesIn(entry({ kind: 9 }))).toThrow('kind 1 to 6 at byte 0');
});

test('whatever it is given, it answers or refuses in words', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      try {
        return entriesIn(Buffer.from(bytes)).length >= 0;
      } catch (error) {
        return (error as Error).message.startsWith('expected ');
      }
    }),
  );
});
