// One artifact, bytes to reading. Never follows a link, never parses more than the limit,
// and hashes every byte even of what it cannot read.

import { isUtf8 } from 'node:buffer';
import { createHash, hash } from 'node:crypto';
import { closeSync, constants, type Dirent, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { DOCUMENT_BYTES_MAX } from '../contract/names.ts';
import type { Reading, ReadingProblem } from '../contract/reading.ts';
import { parseDocument } from './document.ts';
import { emptyRoom, type Take } from './room.ts';

const CHUNK_BYTES = 1024 * 1024;

/**
 * Reads one directory entry of a campaign folder. Never throws: what cannot be read says why.
 * @param take the room that its folder has left
 */
export function readArtifact(dir: string, entry: Dirent, take: Take): Reading {
  const file = entry.name;
  if (entry.isSymbolicLink()) return unreadable(file, 'a link', `${file} is a symbolic link; expected a regular file`);
  if (entry.isDirectory()) return unreadable(file, 'a directory', `${file} is a directory; expected a regular file`);
  if (!entry.isFile()) return unreadable(file, 'not a regular file', `${file} is not a regular file`);
  try {
    return readRegular(join(dir, file), file, take);
  } catch (error) {
    return unreadable(
      file,
      'not readable',
      `${file} could not be read: ${(error as NodeJS.ErrnoException).code ?? 'error'}`,
    );
  }
}

function readRegular(path: string, file: string, take: Take): Reading {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = fstatSync(descriptor);
    if (size > DOCUMENT_BYTES_MAX) return readLarge(descriptor, file, size);
    return readingOf(file, readFileSync(descriptor), take);
  } finally {
    closeSync(descriptor);
  }
}

/** What a file of these bytes is, wherever the bytes come from. */
export function readingOf(file: string, bytes: Buffer, take: Take = emptyRoom()): Reading {
  const facts = { file, bytes: bytes.length, sha256: hash('sha256', bytes, 'hex') };
  if (file.endsWith('.json')) {
    const lack = take(bytes);
    return { ...facts, ...(lack === null ? parseDocument(file, bytes) : tooLarge(`${file} holds ${lack}`)) };
  }
  return { ...facts, state: !isBinaryName(file) && isUtf8(bytes) ? 'text' : 'binary' };
}

/** Hashed in chunks and held nowhere. */
function readLarge(descriptor: number, file: string, size: number): Reading {
  const sha = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isText = !isBinaryName(file);
  let bytes = 0;
  for (let read = readSync(descriptor, chunk); read > 0; read = readSync(descriptor, chunk)) {
    sha.update(chunk.subarray(0, read));
    bytes += read;
    isText &&= decodes(decoder, chunk.subarray(0, read));
  }
  const facts = { file, bytes, sha256: sha.digest('hex') };
  if (!file.endsWith('.json')) return { ...facts, state: isText ? 'text' : 'binary' };
  return { ...facts, ...tooLarge(`${file} holds ${size} bytes; expected at most ${DOCUMENT_BYTES_MAX}`) };
}

const tooLarge = (detail: string) => ({
  state: 'unreadable' as const,
  why: { problem: 'too large' as const, detail, line: null, excerpt: null },
});

function decodes(decoder: TextDecoder, chunk: Uint8Array): boolean {
  try {
    decoder.decode(chunk, { stream: true });
    return true;
  } catch {
    return false;
  }
}

const isBinaryName = (file: string): boolean => file.endsWith('.gz');

const unreadable = (file: string, problem: ReadingProblem, detail: string): Reading => ({
  file,
  bytes: null,
  sha256: null,
  state: 'unreadable',
  why: { problem, detail, line: null, excerpt: null },
});
