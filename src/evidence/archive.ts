// Files of one campaign folder as a tar. The same files give the same bytes, whoever makes it and when: their order
// is the caller's, their times, owners and rights are fixed. Memory is bounded: small files are read ahead, as many
// as fit, and the others are streamed, one open at a time.

import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { packTar, type TarSource } from 'modern-tar/fs';
import { readBeginning } from './text.ts';

/** The earliest day that every archive format can hold. */
const MTIME = new Date('1980-01-01T00:00:00Z');
const MODE = 0o644;
/** A stream costs a small file more time than its bytes. */
const AHEAD_FILE_BYTES_MAX = 1024 * 1024;
const AHEAD_BYTES_MAX = 16 * 1024 * 1024;

interface Listed {
  file: string;
  bytes: number;
}

/**
 * @param files regular files of the folder and their sizes in bytes; inside the tar they lie in a folder named `id`
 * @returns ends with an error where a file is gone, is a link now, or has another size
 */
export function tarOf(root: string, id: string, files: readonly Listed[]): Readable {
  let ahead = 0;
  const sources = files.map(({ file, bytes: size }): TarSource => {
    const header = { target: `${id}/${file}`, mtime: MTIME, uid: 0, gid: 0, mode: MODE };
    if (size <= AHEAD_FILE_BYTES_MAX && ahead + size <= AHEAD_BYTES_MAX) {
      ahead += size;
      return { ...header, type: 'content', content: wholeOf(root, id, { file, bytes: size }) };
    }
    return { ...header, type: 'stream', content: Readable.from(bytesOf(join(root, id, file))), size };
  });
  return packTar(sources, { concurrency: 1 });
}

function wholeOf(root: string, id: string, { file, bytes: size }: Listed): Buffer {
  const { bytes, cut } = readBeginning(root, id, file, size);
  if (bytes.length !== size || cut) {
    throw new Error(`${id}/${file}: expected the ${size} bytes that were hashed, found another size; build again`);
  }
  return bytes;
}

/** Opens the file when its turn has come, and follows no link. */
async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    yield* file.createReadStream({ autoClose: false, highWaterMark: AHEAD_FILE_BYTES_MAX });
  } finally {
    await file.close();
  }
}
