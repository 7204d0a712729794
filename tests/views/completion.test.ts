import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completionInRow, completionInWords, completionOf } from '../../src/catalogue/completion.ts';

const NOW = Date.UTC(2026, 5, 1, 12);
const read = (completed_at: string | null) => ({ completed_at, ...completionOf(completed_at, NOW) });

describe('The time of completion', () => {
  it.each([
    ['2026-04-20T13:30:34Z', '2026-04-20 13:30:34 UTC'],
    ['2026-04-20T13:30:34.123456789Z', '2026-04-20 13:30:34 UTC'],
    ['2026-04-20T13:30Z', '2026-04-20 13:30:00 UTC'],
    ['2026-04-20T13:30:34+02:00', '2026-04-20 11:30:34 UTC'],
    ['2026-04-20T13:30:34-0930', '2026-04-20 23:00:34 UTC'],
    ['2024-02-29T00:00:00Z', '2024-02-29 00:00:00 UTC'],
    ['2000-01-01T00:00:00Z', '2000-01-01 00:00:00 UTC'],
    ['2026-06-02T12:00:00Z', '2026-06-02 12:00:00 UTC'],
  ])('of %s is %s', (recorded, words) => {
    expect(completionInWords(read(recorded))).toBe(words);
    expect(read(recorded).doubt).toBeNull();
  });

  it.each([
    ['2026-02-30T00:00:00Z', 'no such time'],
    ['2025-02-29T00:00:00Z', 'no such time'],
    ['2026-13-01T00:00:00Z', 'no such time'],
    ['2026-00-10T00:00:00Z', 'no such time'],
    ['2026-04-20T24:00:00Z', 'no such time'],
    ['2026-04-20T13:60:00Z', 'no such time'],
    ['2026-04-20T13:00:00+24:00', 'no such time'],
    ['2026-04-20T12:00:00', 'no zone recorded'],
    ['2026-04-20 12:00', 'no zone recorded'],
    ['2026-04-20', 'no zone recorded'],
    ['20 April 2026', 'no time in ISO 8601'],
    ['+010000-01-01T00:00:00Z', 'no time in ISO 8601'],
    ['soon', 'no time in ISO 8601'],
    ['1999-12-31T23:59:59Z', 'before the year 2000'],
    ['2026-06-02T12:00:01Z', 'in the future'],
    ['9999-12-31T23:59:59Z', 'in the future'],
  ])('of %s is shown as recorded and believed by nobody: %s', (recorded, doubt) => {
    expect(read(recorded)).toEqual({ completed_at: recorded, completed: null, doubt });
    expect(completionInWords(read(recorded))).toBe(recorded);
    expect(completionInRow(read(recorded))).toBe(`${recorded}, ${doubt}`);
  });

  it('is not recorded where there is none', () => {
    expect(completionInWords(read(null))).toBeNull();
    expect(completionInRow(read(null))).toBe('not recorded');
  });

  it('is shown in visible characters and never at length', () => {
    expect(completionInWords(read(`\u202e${'x'.repeat(1000)}`))).toMatch(/^\\u\{202e\}x{39}$/);
  });

  it('is the one that was written, for every time that is believed', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date(NOW), noInvalidDate: true }),
        (date) => {
          expect(read(date.toISOString()).completed).toBe(Math.floor(date.getTime() / 1000) * 1000);
        },
      ),
    );
  });
});
