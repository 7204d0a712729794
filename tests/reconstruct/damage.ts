// What can happen to a log on its way: each damage takes the texts of a run and gives them back the worse.

import fc from 'fast-check';
import type { Text } from './campaign-logs.ts';

export interface Damage {
  name: string;
  /** It can take away a line, or change one, without a trace in the text around it. */
  traceless: boolean;
  apply: (texts: Text[]) => Text[];
}

const damage = (name: string, traceless: boolean, apply: Damage['apply']): Damage => ({ name, traceless, apply });

/** A place in a list of unknown length. */
const place = fc.double({ min: 0, max: 0.999_999, noNaN: true });
const at = (list: { length: number }, share: number): number => Math.floor(share * list.length);

/** Does something to the lines of one text. */
function inOne(texts: Text[], share: number, change: (lines: string[]) => string[]): Text[] {
  const chosen = at(texts, share);
  return texts.map((text, index) => (index === chosen ? { ...text, lines: change([...text.lines]) } : text));
}

const drops = fc.tuple(place, fc.array(place, { minLength: 1, maxLength: 4 })).map(([text, lines]) =>
  damage('lines dropped', true, (texts) =>
    inOne(texts, text, (all) => {
      for (const line of lines) all.splice(at(all, line), 1);
      return all;
    }),
  ),
);

const blocks = fc.tuple(place, place, fc.integer({ min: 2, max: 60 })).map(([text, from, length]) =>
  damage('a block dropped', true, (texts) =>
    inOne(texts, text, (all) => {
      all.splice(at(all, from), length);
      return all;
    }),
  ),
);

const repeats = fc
  .tuple(place, place, fc.integer({ min: 1, max: 80 }), place)
  .map(([text, from, length, to]) =>
    damage('lines repeated', false, (texts) =>
      inOne(texts, text, (all) => all.toSpliced(at(all, to), 0, ...all.slice(at(all, from), at(all, from) + length))),
    ),
  );

const NOISE = [
  'npm warn deprecated',
  '##[warning]slow disk',
  '',
  '  indented words',
  '{"level":"info","msg":"x"}',
  'ok',
];
const noise = fc
  .tuple(place, fc.array(fc.tuple(place, fc.constantFrom(...NOISE)), { minLength: 1, maxLength: 8 }))
  .map(([text, lines]) =>
    damage('other lines between', false, (texts) =>
      inOne(texts, text, (all) => lines.reduce((mixed, [to, line]) => mixed.toSpliced(at(mixed, to), 0, line), all)),
    ),
  );

/** Two parts of one text, line by line in turns, as processes print that run at once. */
const riffles = fc.tuple(place, place, place, fc.integer({ min: 2, max: 60 })).map(([text, from, other, length]) =>
  damage('two parts mixed', false, (texts) =>
    inOne(texts, text, (all) => {
      const [first, second] = [at(all, from), at(all, other)].sort((a, b) => a - b) as [number, number];
      if (second - first < length) return all;
      const [one, two] = [all.slice(first, first + length), all.slice(second, second + length)];
      const mixed = one.flatMap((line, index) => [line, ...two.slice(index, index + 1)]);
      return [...all.slice(0, first), ...mixed, ...all.slice(first + length, second), ...all.slice(second + length)];
    }),
  ),
);

const WORDS = ['17', '0', '1', '40', '200', 'true', 'false', 'pass', 'lost', 'sample-v1.2.0-r7', '{', '[]', 'row 7'];
const masks = fc.tuple(fc.constantFrom(...WORDS), place).map(([secret, from]) =>
  damage('a secret masked', false, (texts) =>
    texts.map((text) => ({
      ...text,
      lines: text.lines.map((line, index) =>
        index < at(text.lines, from * from) ? line : line.replaceAll(secret, '***'),
      ),
    })),
  ),
);

const truncations = fc.tuple(place, place, fc.nat(40)).map(([text, end, chars]) =>
  damage('cut off', false, (texts) =>
    inOne(texts, text, (all) => {
      const last = at(all, 0.3 + 0.7 * end);
      return [...all.slice(0, last), (all[last] ?? '').slice(0, chars)];
    }),
  ),
);

const garbles = fc
  .tuple(
    place,
    fc.array(fc.tuple(place, place, fc.constantFrom('\uFFFD', '#', '\u0000', '?')), { minLength: 1, maxLength: 4 }),
  )
  .map(([text, spots]) =>
    damage('signs garbled', false, (texts) =>
      inOne(texts, text, (all) => {
        for (const [line, sign, put] of spots) {
          const index = at(all, line);
          const whole = all[index] ?? '';
          all[index] = whole.slice(0, at(whole, sign)) + put + whole.slice(at(whole, sign) + 1);
        }
        return all;
      }),
    ),
  );

const reorders = fc.integer().map((seed) =>
  damage('files in another order', false, (texts) => {
    const order = texts.map((text, index) => ({ text, key: Math.imul(index + 1, seed | 1) >>> 0 }));
    return order.sort((a, b) => a.key - b.key).map(({ text }) => text);
  }),
);

/** In one copy only: where the run keeps the job's log and that of each step, the other speaks against it. */
export const digits = fc.tuple(place, place, fc.integer({ min: 0, max: 9 })).map(([text, line, digit]) =>
  damage('a digit changed', true, (texts) =>
    inOne(texts, text, (all) => {
      const index = at(all, line);
      all[index] = (all[index] ?? '').replace(/\d/, String(digit));
      return all;
    }),
  ),
);

export const damages: fc.Arbitrary<Damage> = fc.oneof(
  drops,
  blocks,
  repeats,
  noise,
  riffles,
  masks,
  truncations,
  garbles,
  reorders,
  digits,
);
