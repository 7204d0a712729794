// How a status or an outcome is told: glyph, word and colour together, and one sentence that says what it means.

import type { Outcome, PhaseStatus } from '../contract/verdict.ts';
import { grouped } from './rounding.ts';

export interface Mark {
  glyph: string;
  word: string;
  /** The colour's name in the style sheet. */
  tone: 'pass' | 'fail' | 'warn' | 'idle';
}

const MARKS: Record<PhaseStatus | Outcome, Mark> = {
  PASS: { glyph: '✓', word: 'Pass', tone: 'pass' },
  FAIL: { glyph: '✗', word: 'Fail', tone: 'fail' },
  UNREADABLE: { glyph: '⊘', word: 'Unreadable', tone: 'fail' },
  INCONCLUSIVE: { glyph: '?', word: 'Inconclusive', tone: 'warn' },
  INCOMPLETE: { glyph: '◐', word: 'Incomplete', tone: 'warn' },
  'NOT REACHED': { glyph: '↛', word: 'Not reached', tone: 'idle' },
  'NOT RUN': { glyph: '○', word: 'Not run', tone: 'idle' },
};

const STAMPS: Record<Outcome, string> = { PASS: 'Passed', FAIL: 'Failed', INCOMPLETE: 'Incomplete' };

const MEANINGS: Record<PhaseStatus, string> = {
  PASS: 'Every check holds, on evidence that was read and judged here.',
  FAIL: 'At least one check is false, so on this evidence the phase fails, whatever the reason turns out to be.',
  UNREADABLE: 'Evidence of this phase is here but cannot be believed, so nothing is concluded from it.',
  INCONCLUSIVE: 'No check is false, yet something that a pass needs is missing, so this is no pass.',
  'NOT REACHED': 'No evidence of this phase: an earlier phase did not pass, and the run did not get here.',
  'NOT RUN': 'No evidence of this phase is in the folder, and no earlier phase failed.',
};

export const markOf = (status: PhaseStatus | Outcome): Mark => MARKS[status];
export const meaningOf = (status: PhaseStatus): string => MEANINGS[status];
export const stampOf = (outcome: Outcome): string => STAMPS[outcome];

export const okMark = (ok: boolean | null): Mark =>
  ok === true
    ? { glyph: '✓', word: 'holds', tone: 'pass' }
    : ok === false
      ? { glyph: '✗', word: 'fails', tone: 'fail' }
      : { glyph: '?', word: 'unknown', tone: 'warn' };

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five'];

/** `two phases`, `one phase`. */
export const counted = (count: number, noun: string, nouns = `${noun}s`): string =>
  `${NUMBERS[count] ?? grouped(count)} ${count === 1 ? noun : nouns}`;

/** The first letter of a sentence. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `2026-04-20 13:30:34 UTC`, or the text as it is where it is no time. */
export function timeInWords(time: string | null): string | null {
  if (time === null) return null;
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time.slice(0, 40) : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `1,015 B`, `133 KiB`, `1.2 MiB`. */
export function bytesInWords(bytes: number): string {
  const [size, unit] =
    bytes < KIB ? [bytes, 'B'] : bytes < KIB * KIB ? [bytes / KIB, 'KiB'] : [bytes / KIB / KIB, 'MiB'];
  return `${grouped(Math.round(size * 10) / 10)} ${unit}`;
}

const KIB = 1024;
