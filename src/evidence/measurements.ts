// What was measured with and of the harness itself: comparisons of two ways to measure, and the scoreboard. Files of this
// project, not of a campaigns directory.

import { readdirSync, readFileSync } from 'node:fs';
import { harnessHere } from '../machine/harness.ts';

const ROOM = new URL('../measurements/', import.meta.url);

/** Their file names, in natural order. */
export const measurementFiles = (): string[] =>
  readdirSync(ROOM)
    .filter((file) => file.endsWith('.json'))
    .toSorted((x, y) => x.localeCompare(y, 'en', { numeric: true }));

export const measurementText = (file: string): string => readFileSync(new URL(file, ROOM), 'utf8');

/** The published scoreboard, and a hash of the harness as it is now: of another one a scoreboard says nothing. */
export const scoreboardText = (): string => measurementText('harness/scoreboard.json');
export const harnessHash = (): string => harnessHere().sources_sha256;
