// Progress as a person sees it: pure in words and numbers, and once through a real terminal.

import { spawnSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { count, leftMs, newTally, type Tally } from '../../src/cli/progress/tally.ts';
import { keptLines, liveLines } from '../../src/cli/progress/words.ts';
import type { ProgressEvent } from '../../src/runner/progress.ts';
import { isAtHand } from '../needed.ts';
import { CLI, newPlace } from './campaign-process.ts';

const LIMIT_MS = 120_000;
const FAULT = 'kill_primary_mid_write';

const cycle = (done: number, changes: object = {}): ProgressEvent => ({
  ...{ event: 'cycle', fault: FAULT, cycle: done, done, cycles: 4, acked: 100, clean: true, reasons: [], replay: '' },
  ...changes,
});

/** A tally after events that came one second apart. */
function told(events: readonly ProgressEvent[], planned: [cycles: number, classes: number] = [4, 2]): Tally {
  const tally = newTally(...planned);
  for (const [second, event] of events.entries()) count(tally, event, second * 1000);
  return tally;
}

const CHAOS: ProgressEvent[] = [
  { event: 'phase-began', phase: 4, title: 'faults under load' },
  { event: 'class-began', fault: FAULT, cycles: 4 },
];
const holds = (holds: boolean, number = 1): ProgressEvent => ({ event: 'fault', fault: FAULT, cycle: number, holds });

describe('the tally', () => {
  test('knows no time left before a cycle is done, and then goes by those that are', () => {
    expect(leftMs(told(CHAOS), 2000)).toBeNull();
    // one of eight cycles in 4 s, since the class began
    expect(leftMs(told([...CHAOS, cycle(1)]), 5000)).toBe(28_000);
    expect(leftMs(told([...CHAOS, cycle(1)], [1, 1]), 5000)).toBe(0);
  });

  test('takes a class that cannot be injected from what is to come', () => {
    const skipped: ProgressEvent = { event: 'class-skipped', fault: 'slow_link', reason: 'no' };
    expect(leftMs(told([...CHAOS, skipped, cycle(1)]), 5000)).toBe(12_000);
  });

  test('counts faults that hold and lets go of those that never healed', () => {
    expect(told([...CHAOS, holds(true)]).holding.size).toBe(1);
    expect(told([...CHAOS, holds(true), holds(false)])).toMatchObject({ injected: 1, holding: new Set() });
    expect(told([...CHAOS, holds(true), cycle(1)]).holding.size).toBe(0);
  });
});

describe('the lines that renew themselves', () => {
  test('say what runs, how far it is, how many writes were acked, which faults hold and how long it may take', () => {
    const acks = Array.from({ length: 1200 }, (): ProgressEvent => ({ event: 'ack' }));
    const tally = newTally(4, 2);
    for (const event of [...CHAOS, holds(true), holds(true, 2), ...acks, cycle(1, { cycle: 9 })])
      count(tally, event, 0);
    const [head, numbers] = liveLines(tally, 10_000, 100).map(stripVTControlCharacters);
    expect(head).toMatch(/^. {4}kill_primary_mid_write {3}━+─+ 1 of 4 · 2 faults hold$/);
    expect(numbers?.trim()).toBe('1,200 acked, 120/s · 2 faults injected · 0:10 · about 1:10 left');
  });

  test('are never wider than the terminal, whatever its width', () => {
    const stages = [told(CHAOS), told([...CHAOS, holds(true), cycle(1)]), told(CHAOS.slice(0, 1))];
    const step: ProgressEvent = { event: 'step', phase: 2, what: 'all nodes answer, '.repeat(20) };
    stages.push(told([{ event: 'phase-began', phase: 2, title: 'federation' }, step]));
    for (const columns of [20, 40, 60, 80, 120, 200]) {
      for (const line of stages.flatMap((tally) => liveLines(tally, 5000, columns))) {
        expect([...stripVTControlCharacters(line)].length).toBeLessThan(columns);
      }
    }
  });

  test('are none where nothing runs', () => {
    expect(liveLines(newTally(1, 1), 0, 80)).toEqual([]);
  });
});

describe('the lines that stay', () => {
  const lines = (event: ProgressEvent, live: boolean) =>
    keptLines(event, told(CHAOS), live, 0)
      .map(stripVTControlCharacters)
      .map((line) => line.trim());

  test.each([true, false])('name every cycle that is not clean, with the command that runs it again', (live) => {
    const replay = 'npm run campaign -- --replay x:1';
    expect(lines(cycle(1, { clean: false, reasons: ['lost one'], replay }), live)).toEqual([
      `${FAULT} cycle 1: lost one`,
      `again: ${replay}`,
    ]);
  });

  test('are few on a terminal, and enough in a log', () => {
    expect(lines({ event: 'step', phase: 1, what: 'done' }, true)).toEqual([]);
    expect(lines({ event: 'step', phase: 1, what: 'done' }, false)).toEqual(['done']);
    expect(lines(cycle(10), true)).toEqual([]);
    expect(lines(cycle(10), false)).toEqual([expect.stringContaining('10 of 4 cycles')]);
    expect(lines(cycle(9), false)).toEqual([]);
  });

  test.each([
    ['pass', '✓'],
    ['fail', '✗'],
    ['unknown', '?'],
    ['interrupted', '–'],
    ['anything else', '?'],
  ])('mark a phase that ended as %s with %s', (verdict, mark) => {
    const ended = {
      event: 'phase-ended',
      phase: 2,
      title: 'federation',
      verdict,
      reasons: [],
      ms: 1500,
    } satisfies ProgressEvent;
    expect(lines(ended, true)[0]).toMatch(new RegExp(`^\\${mark} 2 {2}federation .* in 1\\.5 s$`));
  });
});

const hasScript = isAtHand('script', spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0);
describe.skipIf(!hasScript)('on a terminal (needs util-linux: script)', { timeout: LIMIT_MS }, () => {
  const onTerminal = (changes: NodeJS.ProcessEnv) => {
    const { tmp, out } = newPlace();
    const command = [process.execPath, CLI, '--out', out, '--replay', 'pause_peer:1', '--seed', '7'].join(' ');
    const env: NodeJS.ProcessEnv = { ...process.env, TMPDIR: tmp, TERM: 'xterm', ...changes };
    for (const name of ['CI', 'FORCE_COLOR']) if (changes[name] === undefined) delete env[name];
    const { status, stdout } = spawnSync('script', ['-qec', command, '/dev/null'], { env, encoding: 'utf8' });
    expect(status, stdout).toBe(0);
    return stdout;
  };
  const RENEWED = '\u001b[J';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is how a terminal is told of a colour
  const COLOUR = /\u001b\[\d+m/;

  test('lines renew themselves, in colour, and only what stays is left at the end', () => {
    const seen = onTerminal({});
    expect(seen).toContain(RENEWED);
    expect(seen).toMatch(COLOUR);
    expect(seen).toMatch(/pause_peer .* 0 of 1/);
    expect(seen).toContain('a fault holds');
  });

  test('NO_COLOR is honoured', () => {
    const seen = onTerminal({ NO_COLOR: '1' });
    expect(seen).toContain(RENEWED);
    expect(seen).not.toMatch(COLOUR);
  });

  test('CI gets plain lines on a terminal too', () => {
    const seen = onTerminal({ CI: 'true' });
    expect(seen).not.toContain(RENEWED);
    expect(seen).toContain('phase 4 of 4: faults under load');
  });
});
