// The cycles of one class our way, as a campaign runs them; their histories are kept, so that the same figures
// can be drawn from them as from the other harness's.

import { NO_FAULT } from '../contract/comparison.ts';
import { NODES } from '../contract/names.ts';
import type { CycleHistory } from '../history/ops.ts';
import { FAULT_CLASSES } from '../runner/nemesis/classes.ts';
import { ALWAYS, type FaultClass, NO_EFFECT } from '../runner/nemesis/fault.ts';
import { type LaneContext, runLanes } from '../runner/phases/lanes.ts';
import { type History, memoryHistory } from '../runner/recorder.ts';
import type { RanCycle } from './measured.ts';

/** The control. It is here and not among the fault classes, since no campaign may report it as one. */
const noFault: FaultClass = {
  name: NO_FAULT,
  does: 'nothing',
  available: () => ALWAYS,
  effect: () => NO_EFFECT,
  prepare: () => ({
    inject: async () => {},
    heal: async () => ({ kind: 'none', took_effect: true, healed: true, detail: 'nothing was injected' }),
  }),
};

/** null for a class that we do not have. */
export const ourFault = (name: string): FaultClass | null =>
  [noFault, ...FAULT_CLASSES].find((fault) => fault.name === name) ?? null;

/** @returns the cycles in order; their times add up to the time of the class, starts of nodes included */
export async function ourCycles(context: LaneContext, fault: FaultClass): Promise<RanCycle[]> {
  const { history, cycles } = keptHistory();
  const numbers = Array.from({ length: context.profile.cycles }, (_, i) => ({ number: i + 1, schedule: i + 1 }));
  const ran: RanCycle[] = [];
  let last = performance.now();
  await runLanes(context, fault, numbers, history, ({ line }) => {
    const now = performance.now();
    const ops = cycles.get(line.cycle)?.ops ?? [];
    ran.push({
      cycle: line.cycle,
      took_ms: now - last,
      // nothing was injected, so there is no window to count in
      ops: fault === noFault ? ops.filter((op) => op.process !== 'nemesis') : ops,
      nodes: NODES,
      effect: line.receipt?.detail ?? 'no receipt',
      reasons: line.reasons,
    });
    last = now;
  });
  const final = ran.at(-1);
  if (final) final.took_ms += performance.now() - last;
  return ran.toSorted((x, y) => x.cycle - y.cycle);
}

function keptHistory(): { history: History; cycles: ReadonlyMap<number, CycleHistory> } {
  const cycles = new Map<number, CycleHistory>();
  const clock = memoryHistory();
  const history: History = {
    now: clock.now,
    cycle(number) {
      const own = memoryHistory();
      cycles.set(number, own);
      return own;
    },
    close: async () => {},
  };
  return { history, cycles };
}
