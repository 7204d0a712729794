import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepOf, timeScale } from '../../../../src/views/campaign/timeline/timeline-scale.ts';

const FRAME = { left: 40, right: 840 };
const MS = 1e6;

describe('the axis of a cycle', () => {
  it('is whole where the events fill it', () => {
    const { x, ticks, breakX } = timeScale({ zero_ns: 0, knee_ns: 900 * MS, to_ns: 1000 * MS, ...FRAME });
    expect([x(0), x(500 * MS), x(1000 * MS), breakX]).toEqual([40, 440, 840, null]);
    expect(ticks.map(({ label }) => label)).toEqual(['0', '200 ms', '400 ms', '600 ms', '800 ms', '1,000 ms']);
    expect(ticks.map(({ anchor }) => anchor).at(-1)).toBe('end');
  });

  it('is broken where a long wait would crowd the events out, and names the end of the wait', () => {
    const { x, ticks, breakX } = timeScale({ zero_ns: 0, knee_ns: 500 * MS, to_ns: 6000 * MS, ...FRAME });
    expect(breakX).toBe(696);
    expect(x(500 * MS)).toBeGreaterThan(600);
    expect(ticks.at(-1)).toEqual({ x: 840, label: '6,000 ms', anchor: 'end' });
  });

  it('never turns time around and never leaves its frame', () => {
    const time = fc.integer({ min: 0, max: 120_000 });
    fc.assert(
      fc.property(time, time, time, time, (zero, knee, a, b) => {
        const to = Math.max(zero, knee, a, b) + 1;
        const { x, ticks } = timeScale({
          zero_ns: zero * MS,
          knee_ns: Math.max(zero, knee) * MS,
          to_ns: to * MS,
          ...FRAME,
        });
        const [early, late] = [Math.min(a, b), Math.max(a, b)].map((ms) => Math.max(ms, zero) * MS) as [number, number];
        expect(x(early)).toBeLessThanOrEqual(x(late));
        expect(x(zero * MS)).toBe(FRAME.left);
        expect(x(to * MS)).toBe(FRAME.right);
        expect(ticks.length).toBeLessThanOrEqual(11);
      }),
    );
  });

  it('counts in ones, twos and fives', () => {
    expect([7, 70, 130, 450, 2600].map((span) => stepOf(span, 9))).toEqual([1, 10, 20, 50, 500]);
  });
});
