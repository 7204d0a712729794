// One line of `phase4-<fault>.jsonl`.

import { type Cycle, cycleSchema } from '../contract/artifacts.ts';

/** null where the line is no cycle. */
export function cycleOf(line: string): Cycle | null {
  try {
    return cycleSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
