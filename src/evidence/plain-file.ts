// A file that somebody names, or that has its place beside the campaigns. A link to it is followed; a pipe, which would
// keep its reader for ever, and a device, which has no end, are said to be what they are.

import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { figureInWords } from '../contract/figure-form.ts';

/** @returns its bytes, or in words what is there in the place of a file of at most so many */
export function readPlainFile(path: string, bytes_max: number): Buffer | string {
  let descriptor: number | undefined;
  try {
    // a pipe without a writer opens at once, and is not read
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return kindOf(stats);
    if (stats.size > bytes_max) return `${figureInWords(stats.size)} bytes, more than ${figureInWords(bytes_max)}`;
    return readFileSync(descriptor);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  return stats.isFIFO() ? 'a pipe (FIFO)' : 'a device';
}
