// Defects of the acknowledgement.

import { setTimeout as wait } from 'node:timers/promises';
import { type Behaviour, RIGHT } from '../behaviour.ts';
import { clampWrites } from '../quorum.ts';

const TOO_EARLY_MS = 20;

/** A deadline that passed counts as an answer. Peers that all refuse at once are still a refusal. */
export const ackWhenLate: Behaviour['replicate'] = async (row, settings, written) => {
  const result = await RIGHT.replicate(row, settings, written);
  return result.reason === 'timeout' ? { ...result, met: true, got: result.needed, reason: null } : result;
};

/** Whoever has not answered by then is taken to hold the row. */
export const ackTooEarly: Behaviour['replicate'] = (row, settings, written) => {
  const needed = clampWrites(settings.writes, settings.peers.length);
  const pretended = { met: true, got: needed, needed, reason: null, newer: null };
  return Promise.race([RIGHT.replicate(row, settings, written), wait(TOO_EARLY_MS, pretended)]);
};
