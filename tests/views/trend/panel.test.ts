// The picture of a series: nothing hides anything, lines join what was measured, and all of it is inside.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Panel, panelOf, type Stop, stopsIn } from '../../../src/views/trend/panel.ts';
import { markOf } from '../../../src/views/words.ts';

const WIDTH = 328;

const campaign = (number: number, version: string, bounds: Record<string, number>): Stop => ({
  id: `quay-r${number}`,
  number: `r${number}`,
  version,
  href: `/campaigns/quay-r${number}/`,
  mark: markOf('FAIL'),
  bounds: new Map(Object.entries(bounds)),
});

const drawn = (stops: readonly Stop[], classes = ['kill', 'cut']): Panel => panelOf(stops, classes, WIDTH);
const numbersIn = (path: string): number[] => (path.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
const placesIn = (path: string): string[] => [...path.matchAll(/[ML](-?\d+) (-?\d+)/g)].map(([, x, y]) => `${x} ${y}`);

describe('The picture of a series', () => {
  it('gives every class a lane of its own, so that equal bounds lie apart', () => {
    const { lanes } = drawn([campaign(1, 'v1', { kill: 1, cut: 1 })]);
    expect(lanes.map(({ name }) => name)).toEqual(['kill', 'cut']);
    const [first, second] = lanes.map(({ reached }) => placesIn(reached)[0]?.split(' ')[1]);
    expect(Number(second)).toBeGreaterThan(Number(first));
  });

  it('marks what reached the threshold otherwise than what did not, and says the value of the latter', () => {
    const bounds = [1, 0.995, 0.99499, 0.2, 1.2];
    const [lane] = drawn(bounds.map((kill, index) => campaign(index + 1, 'v1', { kill }))).lanes;
    expect(placesIn(lane?.reached ?? '')).toHaveLength(2);
    expect(lane?.missed.match(/M/g) ?? []).toHaveLength(3);
    expect(lane?.values.map(({ text }) => text)).toEqual(['0.99499', '0.2', '1.2']);
  });

  it('sets the threshold between what reached it and what did not', () => {
    const [lane] = drawn([campaign(1, 'v1', { kill: 0.999 }), campaign(2, 'v1', { kill: 0.99 })]).lanes;
    const [, threshold = 0] = numbersIn(lane?.threshold ?? '');
    const [above = 0] = placesIn(lane?.reached ?? '').map((place) => Number(place.split(' ')[1]));
    const below = (numbersIn(lane?.missed ?? '')[1] ?? 0) + 4;
    expect(above).toBeLessThan(threshold);
    expect(below).toBeGreaterThan(threshold);
  });

  it('has a step of its own for a bound of 1, above any number of nines', () => {
    const [lane] = drawn([campaign(1, 'v1', { kill: 1 }), campaign(2, 'v1', { kill: 0.999999999 })]).lanes;
    const [one, almost] = placesIn(lane?.reached ?? '').map((place) => Number(place.split(' ')[1]));
    expect(one).toBeLessThan(almost ?? 0);
  });

  it('breaks its line where campaigns are missing, and where a class was not measured', () => {
    const { lanes, gaps } = drawn([
      campaign(1, 'v1', { kill: 1, cut: 1 }),
      campaign(2, 'v1', { kill: 1 }),
      campaign(3, 'v1', { kill: 1, cut: 1 }),
      { gap: 'not here: r4' },
      campaign(5, 'v1', { kill: 1, cut: 1 }),
    ]);
    expect(lanes[0]?.line.replaceAll(/[\d ]/g, '')).toBe('MLLM');
    expect(lanes[1]?.line.replaceAll(/[\d ]/g, '')).toBe('MMM');
    expect(gaps.map(({ title }) => title)).toEqual(['not here: r4']);
  });

  it('names a version once for neighbours that share it', () => {
    const { versions } = drawn([1, 2, 3].map((number) => campaign(number, number < 3 ? 'v1' : 'v2', { kill: 1 })));
    expect(versions.map(({ text }) => text)).toEqual(['v1', 'v2']);
  });

  it('says all of it in words', () => {
    const { description, columns } = drawn([campaign(1, 'v1', { kill: 0.2 })]);
    expect(description).toBe('r1, v1: fail. kill 0.2, cut not measured.');
    expect(columns).toEqual([
      expect.objectContaining({ title: description.slice(0, -1), href: '/campaigns/quay-r1/' }),
    ]);
  });

  it('lies inside its frame, marks apart, names not upon each other, whatever it is given', () => {
    const stop = fc.oneof(
      fc.record({
        number: fc.integer({ min: 1, max: 999 }),
        version: fc.string({ minLength: 1, maxLength: 24, unit: 'grapheme-ascii' }),
        bounds: fc.dictionary(fc.constantFrom('kill', 'cut'), fc.double({ noNaN: true })),
      }),
      fc.constant({ gap: 'not here: r2' }),
    );
    const stops = fc.array(stop, { maxLength: stopsIn(WIDTH) });
    fc.assert(
      fc.property(stops, (given) => {
        const panel = drawn(given.map((one) => ('gap' in one ? one : campaign(one.number, one.version, one.bounds))));
        expect(panel.width).toBeLessThanOrEqual(WIDTH);
        for (const { line, reached, values } of panel.lanes) {
          const places = placesIn(line).concat(placesIn(reached));
          for (const [x = 0, y = 0] of places.map((place) => place.split(' ').map(Number))) {
            expect(x).toBeGreaterThan(40);
            expect(x).toBeLessThan(panel.width);
            expect(y).toBeGreaterThan(0);
            expect(y).toBeLessThan(panel.height);
          }
          for (const { text } of values) expect(text.length).toBeLessThan(20);
        }
        const feet = panel.feet.map(({ x }) => x);
        for (const [index, x] of feet.slice(1).entries()) expect(x - (feet[index] ?? 0)).toBeGreaterThan(11);
        const named = panel.versions.filter(({ text }) => text !== null);
        for (const [index, { x, text }] of named.slice(1).entries()) {
          const before = named[index];
          const room = (6 * ((before?.text?.length ?? 0) + (text?.length ?? 0))) / 2;
          expect(x - (before?.x ?? 0)).toBeGreaterThanOrEqual(Math.floor(room));
        }
      }),
    );
  });
});
