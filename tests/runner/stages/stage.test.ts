import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LimitReached, pause } from '../../../src/machine/waiting.ts';
import { memoryHistory } from '../../../src/runner/recorder.ts';
import { stage } from '../../../src/runner/stages/stage.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const NEVER = new AbortController().signal;

describe('a stage', () => {
  test('begins and ends as lines of the history, with what its body says', async () => {
    const history = memoryHistory();
    expect(await stage(history, 'quiesce', 100, NEVER, async () => 'equal')).toBe('equal');
    expect(history.ops).toMatchObject([
      { f: 'stage', type: 'invoke', value: { stage: 'quiesce', limit_ms: 100 } },
      { f: 'stage', type: 'ok', value: { stage: 'quiesce', found: 'equal' } },
    ]);
  });

  test('that does not end within its limit is broken off there, and its line says so', async () => {
    const history = memoryHistory();
    let aborted = false;
    const ended = stage(history, 'hold', 100, NEVER, async (signal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      await new Promise(() => {});
    });
    const rejected = expect(ended).rejects.toThrow(LimitReached);
    await vi.advanceTimersByTimeAsync(99);
    expect(history.ops).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    await rejected;
    expect(aborted).toBe(true);
    expect(history.ops[1]).toMatchObject({
      type: 'info',
      value: { stage: 'hold', found: 'expected the stage "hold" to end within 100 ms, which it did not' },
    });
  });

  test('ends at once when the campaign does', async () => {
    const campaign = new AbortController();
    const history = memoryHistory();
    const ended = stage(history, 'load', 10_000, campaign.signal, (signal) => pause(5_000, signal));
    const rejected = expect(ended).rejects.toThrow('enough');
    campaign.abort(new Error('enough'));
    await rejected;
    expect(vi.getTimerCount()).toBe(0);
  });

  test('hands on what its body throws', async () => {
    const history = memoryHistory();
    const failing = stage(history, 'look', 100, NEVER, async () => {
      throw new Error('no rows');
    });
    await expect(failing).rejects.toThrow('no rows');
    expect(history.ops[1]).toMatchObject({ type: 'info', value: { found: 'no rows' } });
  });
});
