// The words above a cycle's lanes: they find room, and neither a line nor another word lies upon them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Edge, edgesOf, stagesInWords, stripOf } from '../../../../src/views/campaign/timeline/timeline-head.ts';

const RIGHT = 826;
/** Of a letter, at the least: words are wider than this says, so what overlaps here overlaps on the page. */
const CHAR_WIDTH_MIN = 6;

const spanOf = ({ text }: Edge): [from: number, to: number] => {
  const width = text.words.length * CHAR_WIDTH_MIN;
  return text.anchor === 'start' ? [text.x, text.x + width] : [text.x - width, text.x];
};

/** Lines go down from their words; lower words may meet the line of upper ones. */
const crosses = (line: Edge, words: Edge): boolean => {
  const [from, to] = spanOf(words);
  return line.from <= words.text.y && words.text.y <= line.to && line.x >= from && line.x <= to;
};

describe('the words of the fault', () => {
  it('never lie upon the line of the other moment, and stay inside the picture', () => {
    const place = fc.integer({ min: 38, max: RIGHT });
    fc.assert(
      fc.property(place, place, fc.boolean(), (a, b, isHealed) => {
        const [inject, heal] = [Math.min(a, b), Math.max(a, b)];
        const fault = { injected_ns: inject, healing_ns: heal, healed_ns: isHealed ? heal : null };
        const edges = edgesOf(
          fault,
          (ns) => ns,
          (ns) => ns,
          { right: RIGHT, bottom: 400 },
        );
        const [first, second] = edges as [Edge, Edge];
        expect(crosses(first, second)).toBe(false);
        expect(crosses(second, first)).toBe(false);
        expect(first.text.y).not.toBe(second.text.y);
        for (const edge of edges) {
          expect(spanOf(edge)[0]).toBeGreaterThanOrEqual(0);
          expect(spanOf(edge)[1]).toBeLessThanOrEqual(RIGHT);
        }
      }),
    );
  });
});

describe('the strip of stages', () => {
  const stage = (name: string, from_ms: number, to_ms: number | null, found = 'done') => ({
    stage: name,
    from_ms,
    to_ms,
    limit_ms: 100,
    found,
  });
  const stages = [stage('load', 0, 100), stage('cut', 100, 104), stage('look', 104, null, 'never ended')];

  it('names a stage where its box has room, and every stage with its times in words', () => {
    const boxes = stripOf(stages, (ms) => ms + 40, RIGHT);
    expect(boxes.map(({ name, nameX }) => [name, nameX !== null])).toEqual([
      ['load', true],
      ['cut', false],
      ['look', true],
    ]);
    expect(boxes.at(-1)).toMatchObject({ x: 144, width: RIGHT - 144 });
    expect(stagesInWords(stages)).toBe('Stages, in milliseconds: load 0 to 100; cut 100 to 104; look 104 never ended.');
  });

  it('is not there for a history that has no stages', () => {
    expect(stripOf([], (ms) => ms, RIGHT)).toEqual([]);
    expect(stagesInWords([])).toBeNull();
  });
});
