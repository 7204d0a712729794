// Puts a folder back to what was durable in it, by the record of the layer. No process uses the folder by then.

import { link, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type BytesChanged, entriesIn, mappedIn, type NameChanged, undurable } from './ledger.ts';

/** What was not durable, and is gone. */
export interface Dropped {
  /** Files of which bytes were lost or came back, and how many bytes had been written there. */
  files: number;
  bytes: number;
  /** Names that were given, taken or changed. */
  names: number;
}

/**
 * @param kept the folder in which the layer keeps files that lost their names
 * @throws Error where the record cannot be read, or a step of it cannot be taken back
 */
export async function putBack(folder: string, kept: string, log: Buffer): Promise<Dropped> {
  const entries = entriesIn(log);
  const gone = undurable(entries).toReversed();
  const names = gone.filter((entry) => entry.kind !== 'bytes');
  const bytes = gone.filter((entry) => entry.kind === 'bytes');
  for (const entry of names) await undoName(entry, kept);
  const places = await filesIn(folder);
  for (const entry of bytes) {
    const place = places.get(entry.file);
    if (place !== undefined) await undoBytes(place, entry);
  }
  // the memory that processes share in a file is no data: SQLite makes its index of the log anew
  const mapped = mappedIn(entries);
  const counted = bytes.filter(({ file }) => !mapped.has(file));
  return {
    files: new Set(counted.map(({ file }) => file)).size,
    bytes: counted.reduce((sum, { written }) => sum + written, 0),
    names: names.filter(({ file }) => !mapped.has(file)).length,
  };
}

async function undoName({ kind, path, to, kept: number }: NameChanged, kept: string): Promise<void> {
  if (kind === 'created') await rm(path, { force: true });
  if (kind === 'renamed') await rename(to, path);
  if (number !== 0n) await link(join(kept, String(number)), kind === 'renamed' ? to : path);
}

async function undoBytes(path: string, { offset, size, before }: BytesChanged): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.write(before, 0, before.length, Number(offset));
    await file.truncate(Number(size));
  } finally {
    await file.close();
  }
}

/** By its number in the file system, where each file of a folder and the folders in it is. */
async function filesIn(folder: string): Promise<Map<bigint, string>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    await Promise.all(files.map(async (path) => [(await stat(path, { bigint: true })).ino, path] as const)),
  );
}
