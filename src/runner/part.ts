// What of a campaign is run: all of it, one cycle again, or a shard.

import { PHASES, type PhaseNumber } from '../contract/names.ts';
import type { Shard } from '../contract/plan.ts';
import type { PlannedCycle } from './phases/lanes.ts';

export interface Part {
  phases: readonly PhaseNumber[];
  /** Of every fault class. */
  cycles: readonly PlannedCycle[];
}

export const everything = (cycles: number): Part => ({
  phases: PHASES,
  cycles: Array.from({ length: cycles }, (_, i) => ({ number: i + 1, schedule: i + 1 })),
});

/** The one cycle of a replay is the first of its own run, on the schedule of the one that it repeats. */
export const again = (cycle: number): Part => ({ phases: [4], cycles: [{ number: 1, schedule: cycle }] });

/** A shard counts its cycles from 1, as every run does, on the schedules of those that the plan gave it. */
export const partOf = ({ phases, cycles }: Shard): Part => ({
  phases: PHASES.filter((phase) => phases.includes(phase)),
  cycles: cycles.map((cycle, i) => ({ number: i + 1, schedule: cycle })),
});
