// The recorded comparisons of two ways to measure: files of this project, not of a campaigns directory.

import { readdirSync, readFileSync } from 'node:fs';

const ROOM = new URL('../measurements/', import.meta.url);

/** Their file names, in natural order. */
export const measurementFiles = (): string[] =>
  readdirSync(ROOM)
    .filter((file) => file.endsWith('.json'))
    .toSorted((x, y) => x.localeCompare(y, 'en', { numeric: true }));

export const measurementText = (file: string): string => readFileSync(new URL(file, ROOM), 'utf8');
