// Answers that are made before anybody asks: while the generator bundles the code of the pages, the thread that reads
// has nothing else to do, and what the pages will ask is known.

import { setImmediate } from 'node:timers/promises';

/** Answers are held as bytes until a page takes them. */
const HELD_BYTES_MAX = 8 * 1024 * 1024;

export interface Asked {
  question: string;
  args: readonly unknown[];
}
type Bytes = Uint8Array<ArrayBuffer>;

export interface Ahead {
  /** To be called once, with the questions in the order of their pages. Ends with the first that is asked. */
  begin: (expected: Iterable<Asked>) => Promise<void>;
  /** The answer, made now if it was not made before. */
  take: (asked: Asked) => Promise<Bytes>;
}

/** @param make gives the answer as bytes; what it throws is thrown to whoever asks */
export function answeringAhead(make: (asked: Asked) => Promise<Bytes>): Ahead {
  const held = new Map<string, Promise<Bytes>>();
  let bytes = 0;
  let isWanted = true;
  return {
    begin: async (expected) => {
      for (const asked of expected) {
        if (!isWanted || bytes > HELD_BYTES_MAX) return;
        const made = make(asked);
        held.set(nameOf(asked), made);
        bytes += (await made.catch(() => null))?.length ?? 0;
        // whoever asks meanwhile is heard
        await setImmediate();
      }
    },
    take: (asked) => {
      isWanted = false;
      const name = nameOf(asked);
      const made = held.get(name);
      held.delete(name);
      return made ?? make(asked);
    },
  };
}

const nameOf = ({ question, args }: Asked): string => JSON.stringify([question, ...args]);
