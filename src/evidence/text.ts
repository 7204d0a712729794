// The text of an artifact, for showing: bounded, and read again from disk so that nothing is held.

import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

const BYTES_MAX = 4 * 1024 * 1024;

export interface ArtifactText {
  text: string;
  /** True where only the beginning is here. */
  cut: boolean;
}

/** The beginning of a text artifact, at most `bytes_max` of it; a byte order mark is not part of the text. */
export function readText(root: string, id: string, file: string, bytes_max = BYTES_MAX): ArtifactText {
  const { bytes, cut } = readBeginning(root, id, file, bytes_max);
  return { text: new TextDecoder('utf-8').decode(bytes, { stream: cut }), cut };
}

/** The first bytes of an artifact; `cut` where there are more. Follows no link. */
export function readBeginning(
  root: string,
  id: string,
  file: string,
  bytes_max: number,
): { bytes: Buffer; cut: boolean } {
  const descriptor = openSync(join(root, id, file), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    // No more than the file needs: a site shows thousands of small ones. One byte beyond shows that it is cut.
    const bytes = Buffer.allocUnsafe(Math.min(fstatSync(descriptor).size, bytes_max) + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
    }
    return { bytes: bytes.subarray(0, Math.min(length, bytes_max)), cut: length > bytes_max };
  } finally {
    closeSync(descriptor);
  }
}
