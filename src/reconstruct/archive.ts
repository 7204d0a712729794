// A zip archive, read from its central directory: the service streams its archives, so that local headers hold no
// sizes. No entry is ever written under its own name, and every size is bounded before and while it is unpacked.

import { fromBufferPromise, type ZipFile } from 'yauzl';
import { messageOf } from '../contract/message.ts';
import { ReconstructFailure } from './failure.ts';
import { ENTRY_COUNT_MAX, RUN_BYTES_MAX } from './limits.ts';

export interface ArchiveEntry {
  /** For display and matching only: never a path to write to. */
  name: string;
  bytes: Buffer;
  /** The entry was longer than the limit. */
  truncated: boolean;
}

const SIGNATURES = [Buffer.from('PK\u0003\u0004'), Buffer.from('PK\u0005\u0006')];

export const isArchive = (bytes: Uint8Array): boolean =>
  SIGNATURES.some((signature) => signature.equals(bytes.subarray(0, signature.length)));

/** The entries that `wanted` asks for, one at a time. */
export async function* archiveEntries(
  bytes: Buffer,
  wanted: (name: string) => boolean,
  entryBytesMax: number,
): AsyncGenerator<ArchiveEntry> {
  let total = 0;
  let count = 0;
  const zip = await opened(bytes);
  try {
    for await (const entry of zip.eachEntry()) {
      count += 1;
      if (count > ENTRY_COUNT_MAX) throw tooMany();
      const name = displayName(entry.fileNameRaw);
      if (name.endsWith('/') || !wanted(name) || total >= RUN_BYTES_MAX) continue;
      if (entry.isEncrypted()) throw damaged(new Error(`${name} is encrypted`));
      const stream = await zip.openReadStreamPromise(entry);
      const read = await readAtMost(stream, Math.min(entryBytesMax, RUN_BYTES_MAX - total));
      total += read.bytes.length;
      yield { name, ...read };
    }
  } catch (error) {
    throw error instanceof ReconstructFailure ? error : damaged(error);
  }
}

/** The first `max` bytes; whatever the headers promised, nothing more is unpacked. */
async function readAtMost(stream: AsyncIterable<Buffer>, max: number): Promise<{ bytes: Buffer; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > max) return { bytes: Buffer.concat(chunks, length).subarray(0, max), truncated: true };
  }
  return { bytes: Buffer.concat(chunks, length), truncated: false };
}

async function opened(bytes: Buffer): Promise<ZipFile> {
  try {
    // Names are decoded here: the library refuses an archive for one odd name, and a name does no harm as a label.
    return await fromBufferPromise(bytes, { decodeStrings: false });
  } catch (error) {
    throw damaged(error);
  }
}

const displayName = (raw: Buffer): string =>
  raw
    .toString('utf8')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .slice(0, 300);

const damaged = (error: unknown): ReconstructFailure =>
  new ReconstructFailure(
    'not a log',
    `The archive cannot be read: ${messageOf(error)}. Download it again, or give the text of one job's log.`,
    { cause: error },
  );

const tooMany = (): ReconstructFailure =>
  new ReconstructFailure(
    'too large',
    `The archive has more than ${ENTRY_COUNT_MAX} entries; give one job's log instead.`,
  );
