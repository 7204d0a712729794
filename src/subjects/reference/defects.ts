// Defects that can be planted in the reference's nodes and commands, so that the harness can be seen to find them: each
// is the right behaviour with one function replaced. A program gets one as an argument of its command line, and a node
// says so in its health answer; nothing else, no environment and no file, can switch one on.

import { UnusableProgram } from '../subject.ts';
import { type Behaviour, RIGHT } from './behaviour.ts';
import { ACKING } from './planted/acking.ts';
import { COMMANDS } from './planted/commands.ts';
import type { Defect } from './planted/defect.ts';
import { KEEPING } from './planted/keeping.ts';
import { READING } from './planted/reading.ts';
import { RECEIVING } from './planted/receiving.ts';
import { REVISING } from './planted/revising.ts';
import { STARTING } from './planted/starting.ts';

export const DEFECTS: ReadonlyMap<string, Defect> = new Map(
  Object.entries({ ...ACKING, ...RECEIVING, ...READING, ...KEEPING, ...REVISING, ...STARTING, ...COMMANDS }),
);

/** @throws UnusableProgram that names the defects there are */
export function defectNamed(id: string): Defect {
  const found = DEFECTS.get(id);
  if (found) return found;
  const known = [...DEFECTS.keys()].join(', ');
  throw new UnusableProgram(`reference: expected a defect of ${known}; found ${JSON.stringify(id)}`);
}

/** What a node does that has this defect. */
export const behaviourWith = (id: string): Behaviour => ({ ...RIGHT, ...defectNamed(id).planted });
