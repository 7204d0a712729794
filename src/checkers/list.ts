// Every checker there is, in the order in which findings are shown. Another one is a file and a line here.

import { ackedWithoutQuorum } from './acked-without-quorum.ts';
import type { Checker } from './checker.ts';
import { corrupted } from './corrupted.ts';
import { disagreement } from './disagreement.ts';
import { divergent } from './divergent.ts';
import { duplicated } from './duplicated.ts';
import { flicker } from './flicker.ts';
import { forgotten } from './forgotten.ts';
import { halfDeleted } from './half-deleted.ts';
import { lateAnswer } from './late-answer.ts';
import { lost } from './lost.ts';
import { lostUpdate } from './lost-update.ts';
import { missing } from './missing.ts';
import { refusedYetThere } from './refused-yet-there.ts';
import { resurrected } from './resurrected.ts';
import { nonMonotonicRead, ownWriteUnread, staleRead } from './session-checkers.ts';
import { staleForGood } from './stale-for-good.ts';
import { underReplicated } from './under-replicated.ts';
import { unexpected } from './unexpected.ts';
import { unlisted } from './unlisted.ts';
import { unsearchable } from './unsearchable.ts';

export const CHECKERS: readonly Checker[] = [
  lost,
  corrupted,
  duplicated,
  unexpected,
  missing,
  disagreement,
  underReplicated,
  ackedWithoutQuorum,
  forgotten,
  refusedYetThere,
  lateAnswer,
  flicker,
  unlisted,
  unsearchable,
  lostUpdate,
  staleForGood,
  divergent,
  resurrected,
  halfDeleted,
  ownWriteUnread,
  nonMonotonicRead,
  staleRead,
];
