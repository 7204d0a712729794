// The desk between the two threads of a build: the main thread asks, the evidence thread answers.

import { deserialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { type Ask, answerFrom } from './ask.ts';
import type { Opened, Request, Response } from './desk-messages.ts';

export interface Desk {
  /** Everything is read and judged, and the site's folder is ready. */
  opened: Promise<Opened>;
  /** Writes what is left and ends the thread. To be called after the last page; gives the build's last line. */
  close: () => Promise<string>;
  /** Ends the thread as it stands; for builds that fail. */
  abandon: () => Promise<void>;
}

/** What it makes is soon garbage: more room for it takes memory and saves no time. */
const YOUNG_MIB_MAX = 24;
/** What is read is held for one campaign at a time. With a limit in sight the engine clears away earlier. */
const OLD_MIB_MAX = 768;

/** Starts the thread at once; from now on it answers every page. */
export function openDesk(dist: string): Desk {
  const thread = new Worker(new URL('./evidence-thread.ts', import.meta.url), {
    workerData: { dist },
    execArgv: ['--import', new URL('./typescript.mjs', import.meta.url).href],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB_MAX, maxOldGenerationSizeMb: OLD_MIB_MAX },
  });
  const waiting = new Map<number, PromiseWithResolvers<never>>();
  let asked = 0;
  let ended: unknown = null;
  const end = (reason: unknown) => {
    ended ??= reason;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  const request = (question: string, args: readonly unknown[] = []): Promise<never> => {
    if (ended !== null) return Promise.reject(ended);
    const awaited = Promise.withResolvers<never>();
    waiting.set(++asked, awaited);
    thread.postMessage({ id: asked, question, args } satisfies Request);
    return awaited.promise;
  };
  thread.on('message', (response: Response) => {
    const awaited = waiting.get(response.id);
    waiting.delete(response.id);
    if ('error' in response) awaited?.reject(response.error);
    else awaited?.resolve(deserialize(response.answer) as never);
  });
  thread.on('error', end);
  thread.on('exit', (code) => end(new Error(`the thread that reads the evidence ended, exit code ${code}`)));
  answerFrom(((question, ...args) => request(question, args)) satisfies Ask);
  const opened: Promise<Opened> = request('open');
  return {
    opened,
    close: async () => {
      const summary: string = await request('close');
      await thread.terminate();
      return summary;
    },
    abandon: async () => void (await thread.terminate()),
  };
}
