// What a node's disk would still have after a loss of power, from the record that the layer (layer.c) keeps of a folder.
// A change is durable once something was synced after it: the bytes of a file by a sync of that file, a name by a sync of
// its folder. A sync of a file also keeps the names that it was given, as ext4, XFS and btrfs do though POSIX does not ask
// for it; so nobody is blamed for a folder that no usual file system would lose.

/** A change of the folder or a sync, as the layer wrote it down; numbers of files and folders are those of the file system. */
interface Of {
  /** Where in the record it begins. */
  at: bigint;
  /** 0 in a sync: of everything. */
  file: bigint;
}
/** Bytes that were there before a write or a cut, and the size that the file had. */
export interface BytesChanged extends Of {
  kind: 'bytes';
  offset: bigint;
  /** How many bytes were written; 0: the file was cut. */
  written: number;
  size: bigint;
  before: Buffer;
}
export interface NameChanged extends Of {
  kind: 'created' | 'unlinked' | 'renamed';
  folder: bigint;
  /** Under which number the file is kept that lost its name by it; 0: none did. */
  kept: bigint;
  path: string;
  /** What a renamed file is called now. */
  to: string;
}
interface Synced extends Of {
  kind: 'synced';
  /** It kept what the record had until there. */
  up_to: bigint;
}
interface Mapped extends Of {
  kind: 'mapped';
}
export type Entry = BytesChanged | NameChanged | Synced | Mapped;

const HEAD_BYTES = 9 * 8;

/** @throws Error for a record that ends too early or has a kind that is none */
export function entriesIn(log: Buffer): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < log.length; ) {
    if (at + HEAD_BYTES > log.length)
      throw new Error(`expected a whole head at byte ${at} of the record, found its end`);
    const head = Array.from({ length: 9 }, (_, i) => log.readBigUInt64LE(at + i * 8));
    const [names = 0n, bytes = 0n] = head.slice(7);
    const behind = at + HEAD_BYTES + Number(names);
    const next = behind + Number(bytes);
    if (next > log.length)
      throw new Error(`expected an entry of ${next - at} bytes at byte ${at} of the record, found its end`);
    entries.push(entryOf(BigInt(at), head, log.subarray(at + HEAD_BYTES, behind), log.subarray(behind, next)));
    at = next;
  }
  return entries;
}

function entryOf(at: bigint, head: readonly bigint[], names: Buffer, before: Buffer): Entry {
  const [kind = 0n, file = 0n, folder = 0n, kept = 0n, offset = 0n, written = 0n, size = 0n] = head;
  const [path = '', to = ''] = names.toString().split('\0');
  const named = { at, file, folder, kept, path, to };
  switch (kind) {
    case 1n:
      return { kind: 'bytes', at, file, offset, written: Number(written), size, before };
    case 2n:
      return { kind: 'created', ...named };
    case 3n:
      return { kind: 'unlinked', ...named };
    case 4n:
      return { kind: 'renamed', ...named };
    case 5n:
      return { kind: 'synced', at, file, up_to: offset };
    case 6n:
      return { kind: 'mapped', at, file };
    default:
      throw new Error(`expected an entry of kind 1 to 6 at byte ${at} of the record, found ${kind}`);
  }
}

/** What nothing had synced yet, oldest first. */
export function undurable(entries: readonly Entry[]): (BytesChanged | NameChanged)[] {
  const upTo = new Map<bigint, bigint>();
  for (const entry of entries) {
    if (entry.kind !== 'synced') continue;
    upTo.set(entry.file, max(upTo.get(entry.file) ?? 0n, entry.up_to));
  }
  const until = (file: bigint): bigint => max(upTo.get(file) ?? 0n, upTo.get(0n) ?? 0n);
  return entries.filter((entry): entry is BytesChanged | NameChanged => {
    if (entry.kind === 'bytes') return entry.at >= until(entry.file);
    if (entry.kind === 'synced' || entry.kind === 'mapped') return false;
    const isNamed = entry.kind !== 'unlinked' && entry.at < until(entry.file);
    return !isNamed && entry.at >= until(entry.folder);
  });
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** Files that a program could also change through memory, which the layer does not see. */
export const mappedIn = (entries: readonly Entry[]): Set<bigint> =>
  new Set(entries.filter(({ kind }) => kind === 'mapped').map(({ file }) => file));
