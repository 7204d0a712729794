// How far a campaign has come: what its events add up to. Pure; times are milliseconds of any monotonic clock.

import type { ProgressEvent } from '../../runner/progress.ts';

export interface Tally {
  phase: { number: number; title: string; began: number } | null;
  /** What the phase did last. */
  step: string | null;
  fault: { name: string; done: number; cycles: number } | null;
  /** When the first fault class began. */
  chaos_began: number | null;
  acked: number;
  /** Faults injected so far, and the cycles in which one holds right now. */
  injected: number;
  holding: Set<string>;
  cycles_done: number;
  cycles_planned: number;
  cycles_per_class: number;
}

export function newTally(cycles_per_class: number, classes: number): Tally {
  return {
    phase: null,
    step: null,
    fault: null,
    chaos_began: null,
    acked: 0,
    injected: 0,
    holding: new Set(),
    cycles_done: 0,
    cycles_planned: cycles_per_class * classes,
    cycles_per_class,
  };
}

export function count(tally: Tally, event: ProgressEvent, now: number): void {
  switch (event.event) {
    case 'phase-began':
      tally.phase = { number: event.phase, title: event.title, began: now };
      tally.step = null;
      return;
    case 'step':
      tally.step = event.what;
      return;
    case 'class-began':
      tally.fault = { name: event.fault, done: 0, cycles: event.cycles };
      tally.chaos_began ??= now;
      return;
    case 'class-skipped':
      tally.cycles_planned -= tally.cycles_per_class;
      return;
    case 'ack':
      tally.acked += 1;
      return;
    case 'fault':
      if (event.holds) tally.injected += 1;
      tally.holding[event.holds ? 'add' : 'delete'](`${event.fault} ${event.cycle}`);
      return;
    case 'cycle':
      tally.cycles_done += 1;
      if (tally.fault) tally.fault.done = event.done;
      tally.holding.delete(`${event.fault} ${event.cycle}`);
      return;
    case 'class-ended':
      tally.fault = null;
      return;
    case 'phase-ended':
      tally.phase = null;
      return;
    case 'trouble':
  }
}

/** How long the cycles to come may take, by those that are done; null before the first. */
export function leftMs({ chaos_began, cycles_done, cycles_planned }: Tally, now: number): number | null {
  if (chaos_began === null || cycles_done === 0) return null;
  return ((now - chaos_began) / cycles_done) * Math.max(0, cycles_planned - cycles_done);
}

/** Acked writes a second since the first fault class began; null before that. */
export function ackRate({ chaos_began, acked }: Tally, now: number): number | null {
  return chaos_began === null || now <= chaos_began ? null : (acked * 1000) / (now - chaos_began);
}
