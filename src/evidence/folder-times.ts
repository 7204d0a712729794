// When a campaigns directory and each folder in it last changed, as one text. A file that comes, goes or is replaced
// changes the time of its folder; so whoever compares this text needs no event to have reached them.

import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Equal while no file was added, removed or replaced; what cannot be read counts as empty. */
export function folderTimes(root: string): string {
  try {
    const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return ['', ...folders.map(({ name }) => name)].map((name) => `${name} ${timeOf(join(root, name))}`).join('\n');
  } catch {
    return '';
  }
}

const timeOf = (path: string): number => lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
