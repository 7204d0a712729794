// What the documents of one folder may take of memory together: the judge holds all of them at the same time, and a
// value that is three bytes in a file is sixty there. What a document will take is estimated from its bytes, before
// it is parsed; one that finds no room is not read. It is unreadable, and says why.

const MIB = 1024 * 1024;

export interface Room {
  /** So many bytes of documents are not even counted: no folder of that size takes much. */
  free_bytes: number;
  /** Of memory, estimated: hundreds of thousands of values of a few shapes, or the largest document of text. */
  memory_bytes: number;
}

export const FOLDER_ROOM: Room = { free_bytes: 4 * MIB, memory_bytes: 192 * MIB };

/** Takes the room that a document needs; where there is too little, takes none and says what was found. */
export type Take = (document: Uint8Array) => string | null;

/** The room of one folder, still empty. */
export function emptyRoom({ free_bytes, memory_bytes }: Room = FOLDER_ROOM): Take {
  let [free, left] = [free_bytes, memory_bytes];
  return (document) => {
    if (document.length <= free) {
      free -= document.length;
      return null;
    }
    const needed = memoryOf(document);
    if (needed > left)
      return `values for ${needed} bytes of memory; expected at most ${left}, which is what the other documents of the folder leave of ${memory_bytes}`;
    left -= needed;
    return null;
  };
}

const [QUOTE, BACKSLASH, COMMA, COLON, LIST, OBJECT] = [0x22, 0x5c, 0x2c, 0x3a, 0x5b, 0x7b];

/** Bytes of memory, measured on Node 24 and rounded up. */
const EACH_VALUE = 32;
const EACH_HOLDER = 48;
/** A name that was not met before: the name itself, and the shape of the object that has it. */
const EACH_NAME = 160;
/** Names are told apart by so many bits; a few that fall together are counted once. */
const NAME_BITS = 1 << 23;
const FNV_PRIME = 16_777_619;

/** What a JSON text takes once it is parsed, at most. One pass, and no more memory than its table of names. */
function memoryOf(document: Uint8Array): number {
  const names = new Uint8Array(NAME_BITS / 8);
  let memory = 0;
  /** Of the text that ended last: it was a name where a colon follows. */
  let [size, hash] = [0, 0];
  for (let at = 0; at < document.length; at++) {
    const byte = document[at];
    if (byte === QUOTE) {
      const from = at + 1;
      let isAscii = true;
      hash = 0;
      for (at = from; at < document.length && document[at] !== QUOTE; at++) {
        if (document[at] === BACKSLASH) at += 1;
        isAscii &&= (document[at] ?? 0) < 0x80;
        hash = Math.imul(hash ^ (document[at] ?? 0), FNV_PRIME);
      }
      size = (at - from) * (isAscii ? 1 : 2);
      memory += size;
    } else if (byte === COLON) {
      const bit = Math.imul(hash, 0x9e3779b1) >>> 9;
      const mask = 1 << (bit & 7);
      const isKnown = ((names[bit >>> 3] ?? 0) & mask) !== 0;
      if (!isKnown) names[bit >>> 3] = (names[bit >>> 3] ?? 0) | mask;
      memory += EACH_VALUE + (isKnown ? -size : EACH_NAME);
    } else if (byte === COMMA) memory += EACH_VALUE;
    else if (byte === LIST || byte === OBJECT) memory += EACH_HOLDER;
  }
  return memory;
}
