// Load: clients write until there is enough, or until they have done all that they do.

import { LimitReached, waitFor } from '../../machine/waiting.ts';
import type { Clients } from '../workloads/clients.ts';
import type { Script } from './script-settings.ts';
import { stage } from './stage.ts';

const LOAD_MS_MAX = 30_000;
/** And so much for every ack that is wanted: a slow machine still gives some tens a second. */
const LOAD_MS_PER_ACK_MAX = 50;

/**
 * @param what is enough, in words
 * @throws LimitReached where it does not come
 */
export async function load(
  { history, signal, acks_min }: Script,
  clients: Clients,
  what: string,
  isEnough: () => boolean,
): Promise<void> {
  let isDone = false;
  void clients.loaded.then(() => {
    isDone = true;
  });
  const limit_ms = LOAD_MS_MAX + acks_min * LOAD_MS_PER_ACK_MAX;
  await stage(history, 'load', limit_ms, signal, async (own) => {
    await waitFor(what, limit_ms, () => isEnough() || isDone, own);
    if (!isEnough())
      throw new LimitReached(`expected ${what} before the clients came to their end, which did not come`);
  });
}
