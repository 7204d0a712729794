// Progress on stderr: one line that renews itself on a terminal, a plain line for each thing worth keeping in a
// log. What went wrong is always a line of its own, with the command that runs the cycle again.

import colors from 'picocolors';
import type { Profile } from '../runner/profiles.ts';
import type { Progress, ProgressEvent } from '../runner/progress.ts';

export interface ProgressView {
  title(text: string): void;
  tell: Progress;
  close(): void;
}

interface Settings {
  profile: Profile;
  faults: readonly string[];
  json: boolean;
}

interface Tally {
  began: number;
  acked: number;
  cycles_done: number;
  cycles_planned: number;
}

/** Every so many cycles a log gets a line. */
const PLAIN_CYCLES = 10;
const REASONS_SHOWN_MAX = 3;

export function progressView({ profile, faults }: Settings): ProgressView {
  const live = process.stderr.isTTY === true && process.env.CI === undefined;
  const tally: Tally = { began: 0, acked: 0, cycles_done: 0, cycles_planned: profile.cycles * faults.length };
  const line = (text: string): void => {
    process.stderr.write(live ? `\r\x1b[K${text}\n` : `${text}\n`);
  };
  const renew = (text: string): void => {
    if (live) process.stderr.write(`\r\x1b[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
  };
  return {
    title: (text) => line(colors.bold(text)),
    close: () => renew(''),
    tell(event) {
      count(tally, event);
      const text = lineOf(event, live);
      if (text !== null) line(text);
      if (event.event === 'cycle') renew(cycleLine(event, tally));
    },
  };
}

function count(tally: Tally, event: ProgressEvent): void {
  if (event.event === 'class-began' && tally.began === 0) tally.began = performance.now();
  if (event.event === 'class-skipped') tally.cycles_planned -= Math.min(tally.cycles_planned, 1);
  if (event.event === 'cycle') {
    tally.acked += event.acked;
    tally.cycles_done += 1;
  }
}

function lineOf(event: ProgressEvent, live: boolean): string | null {
  switch (event.event) {
    case 'phase-began':
      return `phase ${event.phase}  ${event.title}`;
    case 'phase-ended': {
      const reasons = event.reasons.slice(0, REASONS_SHOWN_MAX).map((reason) => `\n           ${reason}`);
      return `         ${mark(event.verdict)} in ${seconds(event.ms)}${reasons.join('')}`;
    }
    case 'step':
      return live ? null : `         ${event.what}`;
    case 'trouble':
      return colors.red(`         could not be done: ${event.error}`);
    case 'class-skipped':
      return colors.yellow(`         ${event.fault}: not injected: ${event.reason}`);
    case 'class-began':
      return live ? null : `         ${event.fault}: ${event.cycles} cycles`;
    case 'class-ended':
      return `         ${event.fault}: ${event.clean} of ${event.cycles} cycles clean, ${event.acked} acked, ${seconds(event.ms)}`;
    case 'cycle':
      if (!event.clean) {
        const reasons = event.reasons.slice(0, REASONS_SHOWN_MAX).join('; ');
        return colors.red(
          `         ${event.fault} cycle ${event.cycle}: ${reasons}\n           again: ${event.replay}`,
        );
      }
      return !live && event.done % PLAIN_CYCLES === 0
        ? `         ${event.fault}: ${event.done} of ${event.cycles}`
        : null;
  }
}

function cycleLine(event: Extract<ProgressEvent, { event: 'cycle' }>, tally: Tally): string {
  const elapsed = performance.now() - tally.began;
  const left = (elapsed / tally.cycles_done) * (tally.cycles_planned - tally.cycles_done);
  const rate = Math.round(tally.acked / (elapsed / 1000));
  return `         ${event.fault} ${event.done}/${event.cycles} · ${tally.acked} acked, ${rate}/s · about ${seconds(left)} left`;
}

function mark(verdict: string): string {
  if (verdict === 'pass') return colors.green('passed');
  return verdict === 'fail' ? colors.red('failed') : colors.yellow('inconclusive');
}

const seconds = (ms: number): string =>
  ms < 100_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`;
