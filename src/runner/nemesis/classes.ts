// Every fault class there is. The four defaults are what a release is measured by; the others are asked for.

import { DEFAULT_FAULTS } from '../../contract/names.ts';
import { killInCatchUp } from './catch-up.ts';
import { clockSkewPeer } from './clock.ts';
import { combined, partsOf } from './combination.ts';
import { diskFull, diskReadOnly } from './disk.ts';
import type { FaultClass } from './fault.ts';
import { killAllRestart, killPrimaryMidWrite } from './kill.ts';
import { pausePeer, pausePrimary } from './pause.ts';
import { powerLoss, powerLossAll } from './power.ts';
import {
  dropRandomAcks,
  narrowLink,
  packetLoss,
  partitionAll,
  partitionBridge,
  partitionMinority,
  partitionOneWay,
  partitionRefused,
  partitionRing,
  slowLink,
} from './wires.ts';

export const FAULT_CLASSES: readonly FaultClass[] = [
  killPrimaryMidWrite,
  partitionMinority,
  dropRandomAcks,
  clockSkewPeer,
  pausePeer,
  pausePrimary,
  killAllRestart,
  killInCatchUp,
  partitionOneWay,
  partitionRefused,
  partitionBridge,
  partitionRing,
  partitionAll,
  slowLink,
  packetLoss,
  narrowLink,
  powerLoss,
  powerLossAll,
  diskFull,
  diskReadOnly,
];

export const FAULT_NAMES: readonly string[] = FAULT_CLASSES.map((fault) => fault.name);

/**
 * @param name of one, or of two at once: `a+b`, as it is asked for, or `a_and_b`, as it is called
 * @throws Error that names what there is, or says why the two cannot be combined
 */
export function faultClass(name: string): FaultClass {
  const parts = partsOf(name);
  const [one = '', other = '', ...more] = parts;
  if (parts.length === 1) return single(name);
  if (more.length === 0) return combined(single(one), single(other));
  throw new Error(`expected at most two faults at once; found ${parts.length}`);
}

function single(name: string): FaultClass {
  const found = FAULT_CLASSES.find((fault) => fault.name === name);
  if (!found) throw new Error(`expected a fault class of ${FAULT_NAMES.join(', ')}; found ${JSON.stringify(name)}`);
  return found;
}

export const defaultFaults = (): string[] => [...DEFAULT_FAULTS];
