// The fault classes, of which one saboteur takes the receipts away.

import { FAULT_CLASSES as REAL } from '../../../src/runner/nemesis/classes.ts';
import type { FaultClass } from '../../../src/runner/nemesis/fault.ts';

export * from '../../../src/runner/nemesis/classes.ts';

const withoutReceipts = (fault: FaultClass): FaultClass => ({
  ...fault,
  prepare(context) {
    const strike = fault.prepare(context);
    return {
      inject: strike.inject,
      async heal() {
        await strike.heal();
        return null as unknown as Awaited<ReturnType<typeof strike.heal>>;
      },
    };
  },
});

export const FAULT_CLASSES = process.env.SABOTEUR === 'no-receipts' ? REAL.map(withoutReceipts) : REAL;

export function faultClass(name: string): FaultClass {
  return FAULT_CLASSES.find((fault) => fault.name === name) as FaultClass;
}
