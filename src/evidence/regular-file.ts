// A file that somebody named, where nothing says what it is: a pipe there would be waited for without end.

import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';

/** @throws the error of the system, or one whose code is `no regular file` */
export function regularFile(path: string): Buffer {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!fstatSync(descriptor).isFile()) throw Object.assign(new Error(path), { code: 'no regular file' });
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** @throws the error of the system, or one that says what is there */
export function demandRegular(path: string): void {
  if (!statSync(path).isFile()) throw new Error(`${path}: expected a regular file, found something else`);
}
