// Defects of a node's start.

import { rmSync } from 'node:fs';
import { type Behaviour, RIGHT } from '../behaviour.ts';

/** As if the store had never been on a disk. */
export const openEmpty: Behaviour['open'] = (file, clock) => {
  for (const part of [file, `${file}-wal`, `${file}-shm`]) rmSync(part, { force: true });
  return RIGHT.open(file, clock);
};
