// What ends a command early: Ctrl-C, SIGTERM, a terminal that is closed, the end of the npm that started it. The
// first asks it to heal and clean up; whoever asks again does not want to wait, and what the process left is
// cleared away as it exits, or by the next start. Whatever holds it up, it ends within the limit below.

import { onParentGone } from '../machine/parent-watch.ts';

export const INTERRUPTED = 130;
/** npm hands on to its script what the terminal has sent it already: one Ctrl-C arrives twice. */
const SAME_REQUEST_MS_MAX = 1_000;
/** Healing and cleaning up have limits of their own, all far below this one. */
const END_MS_MAX = 60_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interruption {
  readonly signal: AbortSignal;
  stopWatching(): void;
}

/**
 * @param tell called when the command was asked to end, and when it did not in time
 * @param end_ms_max from the first request to the end of the process; another is for tests of what hangs
 */
export function watchForInterruption(tell: (text: string) => void, end_ms_max = END_MS_MAX): Interruption {
  const controller = new AbortController();
  let asked_at: number | null = null;
  const end = (): void => {
    if (asked_at !== null) return;
    asked_at = performance.now();
    controller.abort(new Error('interrupted'));
    tell('interrupted: healing and cleaning up; once more ends at once');
    setTimeout(() => {
      tell(`expected to have ended within ${end_ms_max / 1000} s, ends now; the next start clears away what is left`);
      process.exit(INTERRUPTED);
    }, end_ms_max).unref();
  };
  const onSignal = (): void => {
    if (asked_at !== null && performance.now() - asked_at > SAME_REQUEST_MS_MAX) process.exit(INTERRUPTED);
    end();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const unwatch = onParentGone(end);
  return {
    signal: controller.signal,
    stopWatching() {
      unwatch();
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
