// One stage of a cycle: it begins and ends as a line of the history, and it has a named limit. When the limit passes
// the script goes on, and the line says so; the body is told by its signal, after which it records nothing more.

import { availableParallelism, loadavg } from 'node:os';
import type { StageName } from '../../contract/history.ts';
import { messageOf } from '../../contract/message.ts';
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
    history.append({
      process: 'cycle',
      f: 'stage',
      type: 'ok',
      value: { stage: name, ...found, load_per_cpu: loadPerCpu() },
    });
    return result;
  } catch (error) {
    const value = { stage: name, found: messageOf(error), load_per_cpu: loadPerCpu() };
    history.append({ process: 'cycle', f: 'stage', type: 'info', value });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Runnable processes by processor over the last minute: what a late answer may be due to. */
const loadPerCpu = (): number => Math.round((100 * (loadavg()[0] ?? 0)) / availableParallelism()) / 100;
