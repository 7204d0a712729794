// One stage of a cycle: it begins and ends as a line of the history, and it has a named limit. What does not end
// within it is broken off there, and the line says so.

import type { StageName } from '../../contract/history.ts';
import type { CycleHistory } from '../../history/ops.ts';
import { LimitReached } from '../../machine/waiting.ts';

/**
 * @param body gets a signal that aborts when the limit passes or the campaign ends; a text that it gives is recorded
 * @throws LimitReached, the abort reason, or what the body throws; the line of the stage names it
 */
export async function stage<T>(
  history: CycleHistory,
  name: StageName,
  limit_ms: number,
  signal: AbortSignal,
  body: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  history.append({ process: 'cycle', f: 'stage', type: 'invoke', value: { stage: name, limit_ms } });
  const limit = new AbortController();
  const late = new LimitReached(`expected the stage "${name}" to end within ${limit_ms} ms, which it did not`);
  const timer = setTimeout(() => limit.abort(late), limit_ms);
  const either = AbortSignal.any([signal, limit.signal]);
  const broken = new Promise<never>((_, reject) => {
    if (either.aborted) reject(either.reason);
    else either.addEventListener('abort', () => reject(either.reason), { once: true });
  });
  broken.catch(() => {});
  try {
    const result = await Promise.race([body(either), broken]);
    const found = typeof result === 'string' ? { found: result } : {};
    history.append({ process: 'cycle', f: 'stage', type: 'ok', value: { stage: name, ...found } });
    return result;
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    history.append({ process: 'cycle', f: 'stage', type: 'info', value: { stage: name, found } });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
