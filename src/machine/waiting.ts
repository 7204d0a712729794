// Waiting for a condition, up to a named limit. There is no other way to wait in the runner.

/** How often a condition is looked at. */
const POLL_MS = 10;

export class LimitReached extends Error {
  override readonly name = 'LimitReached';
}

/**
 * Resolves as soon as `condition` gives something other than null or false.
 * @param what the condition in words, for the error
 * @param limit_ms how long it may take
 * @throws LimitReached when it took longer; the abort reason when the signal aborts
 */
export async function waitFor<T>(
  what: string,
  limit_ms: number,
  condition: () => T | null | false | Promise<T | null | false>,
  signal?: AbortSignal,
): Promise<T> {
  const ends = performance.now() + limit_ms;
  for (;;) {
    signal?.throwIfAborted();
    const found = await condition();
    if (found !== null && found !== false) return found;
    if (performance.now() >= ends) throw new LimitReached(`expected ${what} within ${limit_ms} ms, which did not come`);
    await pause(POLL_MS, signal);
  }
}

/**
 * Waits until all have ended, also where one failed: what goes on unattended would meet what comes after it.
 * @throws what the first of them in order threw
 */
export async function allEnded<T>(all: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(all);
  return Promise.all(all);
}

/** The least time that something is to last, such as a hold; ends early, and rejects, when the signal aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
