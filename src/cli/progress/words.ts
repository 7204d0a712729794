// Progress in words: lines that stay, for what is worth keeping in a log, and the few lines of a terminal that
// renew themselves. What went wrong always stays, with the command that runs the cycle again.

import { styleText } from 'node:util';
import type { ProgressEvent } from '../../runner/progress.ts';
import { ackRate, leftMs, type Tally } from './tally.ts';

type Style = Parameters<typeof styleText>[0];

/** Every so many cycles a log gets a line. */
const PLAIN_CYCLES = 10;
const REASONS_SHOWN_MAX = 3;
const PHASES = 4;
const NAME_COLUMNS = 24;
const BAR_COLUMNS = { min: 8, max: 30, beside: 62 } as const;
const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const SPINNER_MS = 100;

export const painted = (style: Style, text: string): string => styleText(style, text, { stream: process.stderr });

/** The lines that stay; `live`: below them are lines that renew themselves and show the small steps. */
export function keptLines(event: ProgressEvent, tally: Tally, live: boolean, now: number): string[] {
  const outer = live ? '     ' : '  ';
  const inner = `${outer}  `;
  switch (event.event) {
    case 'phase-began':
      if (!live) return [`phase ${event.phase} of ${PHASES}: ${event.title}`];
      return event.phase === PHASES ? [`  ${event.phase}  ${event.title}`] : [];
    case 'phase-ended':
      return [
        phaseLine(event, live),
        ...event.reasons.slice(0, REASONS_SHOWN_MAX).map((reason) => `${inner}${reason.split('\n')[0]}`),
      ];
    case 'step':
      return live ? [] : [`${outer}${event.what}`];
    case 'trouble':
      return [painted('red', `${outer}could not be done: ${event.error}`)];
    case 'class-skipped':
      return [painted('yellow', `${outer}${event.fault}: not injected: ${event.reason}`)];
    case 'class-began':
      return live ? [] : [`${outer}${event.fault}: ${cyclesOf(event.cycles)}`];
    case 'class-ended':
      return [`${outer}${classWords(event)}`];
    case 'cycle':
      if (!event.clean) return [painted('red', `${outer}${uncleanWords(event)}`), `${inner}again: ${event.replay}`];
      return live || event.done % PLAIN_CYCLES > 0 ? [] : [`${outer}${cyclesWords(event, tally, now)}`];
    case 'ack':
    case 'fault':
      return [];
  }
}

/** The lines that renew themselves, none of them wider than the terminal. */
export function liveLines(tally: Tally, now: number, columns: number): string[] {
  const { phase, fault, step } = tally;
  if (!phase) return [];
  const spinner = SPINNER.charAt(Math.floor(now / SPINNER_MS) % SPINNER.length);
  if (!fault) {
    const doing = [`${phase.title} ${clock(now - phase.began)}`, ...(step ? [step] : [])].join(' · ');
    return [painted('cyan', spinner) + cut(` ${phase.number}  ${doing}`, columns - 2)];
  }
  const bar = barOf(fault.done / fault.cycles, columns);
  const holds = tally.holding.size;
  const state = holds === 0 ? '' : holds === 1 ? ' · a fault holds' : ` · ${holds} faults hold`;
  const head = `    ${fault.name.padEnd(NAME_COLUMNS)} ${bar} ${fault.done} of ${fault.cycles}${state}`;
  const left = leftMs(tally, now);
  const numbers = [
    `${counted(tally.acked)} acked, ${Math.round(ackRate(tally, now) ?? 0)}/s`,
    `${tally.injected} faults injected`,
    clock(now - (tally.chaos_began ?? now)),
    ...(left === null ? [] : [`about ${clock(left)} left`]),
  ];
  return [
    painted('cyan', spinner) + cut(head, columns - 2),
    painted('dim', cut(`     ${numbers.join(' · ')}`, columns - 1)),
  ];
}

type Of<E extends ProgressEvent['event']> = Extract<ProgressEvent, { event: E }>;

function phaseLine({ phase, title, verdict, ms }: Of<'phase-ended'>, live: boolean): string {
  const [mark, word, style] = MARKS[verdict] ?? MARKS.unknown;
  if (!live) return `  ${painted(style, word)} in ${seconds(ms)}`;
  return `${painted(style, mark)} ${phase}  ${title.padEnd(NAME_COLUMNS)} ${painted(style, word)} in ${seconds(ms)}`;
}

type Mark = readonly [mark: string, word: string, style: Style];
const MARKS: Record<string, Mark> & { unknown: Mark } = {
  pass: ['✓', 'passed', 'green'],
  fail: ['✗', 'failed', 'red'],
  interrupted: ['–', 'interrupted', 'yellow'],
  unknown: ['?', 'inconclusive', 'yellow'],
};

function classWords({ fault, clean, cycles, acked, ms }: Of<'class-ended'>): string {
  const style = clean === cycles ? 'green' : 'yellow';
  const cleanly = painted(style, `${clean} of ${cyclesOf(cycles)} clean`);
  return `${fault.padEnd(NAME_COLUMNS)} ${cleanly}, ${counted(acked)} acked, ${seconds(ms)}`;
}

const uncleanWords = ({ fault, cycle, reasons }: Of<'cycle'>): string =>
  `${fault} cycle ${cycle}: ${reasons.slice(0, REASONS_SHOWN_MAX).join('; ')}`;

function cyclesWords({ fault, done, cycles }: Of<'cycle'>, tally: Tally, now: number): string {
  const left = leftMs(tally, now);
  const soon = left === null ? '' : `, about ${clock(left)} left`;
  return `${fault.padEnd(NAME_COLUMNS)} ${done} of ${cyclesOf(cycles)}, ${counted(tally.acked)} acked in all${soon}`;
}

function barOf(share: number, columns: number): string {
  const room = columns - BAR_COLUMNS.beside;
  const width = Math.min(BAR_COLUMNS.max, Math.max(BAR_COLUMNS.min, room));
  const done = Math.round(share * width);
  return '━'.repeat(done) + '─'.repeat(width - done);
}

/** By characters: every one of these takes one column. */
function cut(text: string, columns: number): string {
  const characters = [...text];
  return characters.length <= columns ? text : `${characters.slice(0, Math.max(0, columns - 1)).join('')}…`;
}

const cyclesOf = (count: number): string => `${count} ${count === 1 ? 'cycle' : 'cycles'}`;
const counted = (count: number): string => count.toLocaleString('en');
const seconds = (ms: number): string => (ms < 100_000 ? `${(ms / 1000).toFixed(1)} s` : clock(ms));

/** `2:31`, minutes and seconds. */
export function clock(ms: number): string {
  const all = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(all / 60)}:${String(all % 60).padStart(2, '0')}`;
}
