// Reads narratives beside the main path, in a thread that can be ended. A few thousand characters can keep a Markdown
// parser busy for hours, and no rule about the characters tells which; so the parser gets a share of time and memory,
// and a text that takes more is an error of its own file. One thread serves all narratives, one after the other; after
// one that exceeded its share, the next gets a new thread.

import { Worker } from 'node:worker_threads';
import type { Answer, Begun, Narrated } from './narrative-messages.ts';

/** Of processor time, which a busy machine does not change; a long analysis takes a twentieth. */
const PROCESSOR_MS_MAX = 2_000;
const MEMORY_MIB_MAX = 160;
const YOUNG_MIB_MAX = 8;
const LOOK_MS = 100;

export interface Narrator {
  read: (narrative: Narrated) => Promise<Answer>;
  /** Ends the thread; the next narrative starts another. */
  close: () => Promise<void>;
}

export function openNarrator(): Narrator {
  let thread: NarrativeThread | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const close = async (): Promise<void> => {
    const ending = thread;
    thread = null;
    await ending?.end();
  };
  const read = async (narrative: Narrated): Promise<Answer> => {
    thread ??= startThread();
    const answer = await thread.read(narrative);
    if ('exceeded' in answer) await close();
    return answer;
  };
  return {
    read: (narrative) => {
      const answer = last.then(() => read(narrative));
      last = answer.catch(() => undefined);
      return answer;
    },
    close,
  };
}

interface NarrativeThread {
  read: (narrative: Narrated) => Promise<Answer>;
  end: () => Promise<unknown>;
}

function startThread(): NarrativeThread {
  const worker = new Worker(new URL('./narrative-thread.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB_MAX, maxYoungGenerationSizeMb: YOUNG_MIB_MAX },
  });
  let begun_ms: number | null = null;
  let finish: (answer: Answer) => void = () => undefined;
  worker.on('message', (message: Begun | Answer) => {
    if ('begun_ms' in message) begun_ms = message.begun_ms;
    else finish(message);
  });
  worker.on('error', (error: NodeJS.ErrnoException) => finish({ exceeded: limitOf(error) }));
  worker.on('exit', () => finish({ exceeded: 'without ending the thread that reads it' }));
  return {
    read: async (narrative) => {
      begun_ms = null;
      const answer = new Promise<Answer>((resolve) => {
        finish = resolve;
      });
      const looking = setInterval(async () => {
        const used_ms = await processorMs(worker);
        if (begun_ms !== null && used_ms !== null && used_ms - begun_ms > PROCESSOR_MS_MAX)
          finish({ exceeded: `within ${PROCESSOR_MS_MAX / 1000} seconds of processor time` });
      }, LOOK_MS);
      worker.postMessage(
        narrative,
        narrative.documents.map(({ bytes }) => bytes.buffer as ArrayBuffer),
      );
      return answer.finally(() => clearInterval(looking));
    },
    end: () => worker.terminate(),
  };
}

const limitOf = (error: NodeJS.ErrnoException): string =>
  error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? `within ${MEMORY_MIB_MAX} MiB of memory`
    : `without an error of the reader (${error.message})`;

/** Null once the thread has ended. */
async function processorMs(worker: Worker): Promise<number | null> {
  try {
    const { user, system } = await worker.cpuUsage();
    return (user + system) / 1000;
  } catch {
    return null;
  }
}
