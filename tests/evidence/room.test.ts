// What the documents of one folder may take of memory together: what finds no room is unreadable, and never a pass.

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { readFolder } from '../../src/evidence/folder.ts';
import { emptyRoom, FOLDER_ROOM } from '../../src/evidence/room.ts';
import { judge } from '../../src/verdict/judge.ts';
import { campaignsDirectory, written } from '../fixtures/disk.ts';
import { asBytes, type Contents, listed } from '../fixtures/folder.ts';
import { proofhouseCampaign } from '../fixtures/proofhouse.ts';

/** A busy machine takes its time; nothing here is about speed. */
vi.setConfig({ testTimeout: 60_000 });

const MIB = 1024 * 1024;

/** What a document is estimated to take: a room of nothing says it. */
function memoryOf(document: unknown): number {
  const bytes = Buffer.from(typeof document === 'string' ? document : JSON.stringify(document));
  return Number(/for (\d+) bytes/.exec(emptyRoom({ free_bytes: 0, memory_bytes: -1 })(bytes) ?? '')?.[1]);
}

const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

describe('The room of a folder', () => {
  it('counts values, however short, and texts by what they hold', () => {
    expect(memoryOf([1, 2, 3])).toBeLessThan(memoryOf([1, 2, 3, 4]));
    expect(memoryOf(many(1_000, () => ({})))).toBeGreaterThan(1_000 * 64);
    expect(memoryOf({ a: 'x'.repeat(1_000) }) - memoryOf({ a: '' })).toBe(1_000);
    expect(memoryOf({ a: `ü${'x'.repeat(998)}` }) - memoryOf({ a: '' })).toBe(2_000);
  });

  it('takes names that are all different for what they cost: each is a shape of its own', () => {
    const same = memoryOf(many(1_000, () => ({ k: 1 })));
    const different = memoryOf(many(1_000, (index) => ({ [index.toString(36)]: 1 })));
    expect(different).toBeGreaterThan(same + 990 * 150);
  });

  it('is not misled by signs inside a text, nor by a text that never ends', () => {
    const text = memoryOf({ a: '{[,:'.repeat(100) });
    expect(text).toBe(memoryOf({ a: 'xxxx'.repeat(100) }));
    expect(memoryOf('{"a\\"[[[[": 1}')).toBe(memoryOf('{"a\\"xxxx": 1}'));
    expect(memoryOf(`"${'x'.repeat(100)}`)).toBe(100);
    expect(memoryOf('"\\')).toBeLessThan(10);
  });

  it('is left as it was where a document finds none in it', () => {
    const take = emptyRoom({ free_bytes: 0, memory_bytes: 100 });
    const one = Buffer.from('[1]');
    expect(take(one)).toBeNull();
    expect(take(Buffer.from('[1,2,3]'))).toContain('expected at most 52, which is what the other documents');
    expect(take(one)).toBeNull();
    expect(take(one)).not.toBeNull();
  });

  it('does not count the first megabytes, so that no campaign of a usual size pays for it', () => {
    const take = emptyRoom({ free_bytes: 10, memory_bytes: 0 });
    expect([take(Buffer.from('[1,2,3]')), take(Buffer.from('[1]'))]).toEqual([null, null]);
    expect(take(Buffer.from('[]'))).not.toBeNull();
  });

  it('holds three hundred thousand round trips, and no ten million empty objects', () => {
    const trip = { rows: 1, read: 1, written: 1, back: 1, differing_fields: {}, declared_coarser: [] };
    const take = emptyRoom();
    expect(take(Buffer.from(`[${Array(300_000).fill(JSON.stringify(trip)).join(',')}]`))).toBeNull();
    expect(emptyRoom()(Buffer.from(`[${'{},'.repeat(10 * MIB)}{}]`))).toContain(String(FOLDER_ROOM.memory_bytes));
  });
});

describe('A folder whose documents take more than that', () => {
  const root = (contents: Contents) =>
    written(
      campaignsDirectory(),
      Object.fromEntries(Object.entries(asBytes(contents)).map(([file, bytes]) => [`harbour-r3/${file}`, bytes])),
    );
  const own = proofhouseCampaign();

  it('is read as far as there is room, what is judged first, and says which document found none', () => {
    const filler = { noise: many(2_000, () => ({})) };
    const place = root({ 'a-note.json': filler, 'b-note.json': filler, ...own });
    const room = { free_bytes: 0, memory_bytes: 1.7 * memoryOf(filler) };
    const { files } = readFolder(place, 'harbour-r3', room);
    const refused = files.filter(({ state }) => state === 'unreadable').map(({ file }) => file);
    expect(refused).toEqual(['b-note.json']);
    expect(files.map(({ file }) => file)).toEqual(['a-note.json', 'b-note.json', ...Object.keys(own).sort()]);
    expect(files[1]).toMatchObject({
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      why: { problem: 'too large', detail: expect.stringMatching(/^b-note\.json holds values for \d+ bytes/) },
    });
  });

  it('is no pass, whatever the limit, unless everything that is judged found room', () => {
    const whole = listed(own);
    const place = root(whole);
    const needed = Object.values(asBytes(whole)).reduce((sum, bytes) => sum + memoryOf(bytes.toString()), 0);
    expect(judge(readFolder(place, 'harbour-r3', { free_bytes: 0, memory_bytes: needed })).outcome).toBe('PASS');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: needed - 1 }), (memory_bytes) => {
        const verdict = judge(readFolder(place, 'harbour-r3', { free_bytes: 0, memory_bytes }));
        expect(verdict.outcome).toBe('INCOMPLETE');
        expect(verdict.artifacts.some(({ why }) => why?.problem === 'too large')).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
