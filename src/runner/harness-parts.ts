// The pieces of the harness that a run can be made with: always the real ones, but where the harness itself is tried and
// one of them is replaced by a piece that does its work badly (src/scoreboard). No option and no file names another.

import type { Checker } from '../checkers/checker.ts';
import { CHECKERS } from '../checkers/list.ts';
import { faultClass } from './nemesis/classes.ts';
import type { FaultClass } from './nemesis/fault.ts';
import { startClients } from './workloads/clients.ts';

export interface HarnessParts {
  faultClass(name: string): FaultClass;
  checkers: readonly Checker[];
  startClients: typeof startClients;
}

export const REAL_PARTS: HarnessParts = { faultClass, checkers: CHECKERS, startClients };
