// How a node that was away gets what it missed: it reads every peer's changes from where it last stopped,
// soon after its start and then again and again. The watermark is the peer's own order of changes and is
// committed together with the rows, so no row falls between two pages, two rounds or two lives.

import type { Peer } from './peer.ts';
import type { Store } from './store.ts';

const PAGE_ROWS = 500;
const FIRST_ROUND_MS = 50;

export interface CatchUpSettings {
  interval_ms: number;
  /** Of one page. */
  timeout_ms: number;
  log: (line: string) => void;
}

/** Follows every peer on its own, so that one which does not answer holds up no other. Returns the way to stop. */
export function startCatchUp(store: Store, peers: readonly Peer[], settings: CatchUpSettings): () => void {
  let stopped = false;
  const timers = new Map<Peer, NodeJS.Timeout>();
  const follow = async (peer: Peer) => {
    try {
      while (!stopped && (await pullPage(store, peer, settings)));
    } catch (cause) {
      if (!stopped) settings.log(`catch-up from ${peer.url}: ${(cause as Error).message}`);
    }
    if (!stopped) timers.set(peer, setTimeout(follow, settings.interval_ms, peer));
  };
  for (const peer of peers) timers.set(peer, setTimeout(follow, Math.min(FIRST_ROUND_MS, settings.interval_ms), peer));
  return () => {
    stopped = true;
    for (const timer of timers.values()) clearTimeout(timer);
  };
}

/** Takes in one page; false where the peer had nothing new. */
async function pullPage(store: Store, peer: Peer, settings: CatchUpSettings): Promise<boolean> {
  const known = store.statement('SELECT cursor FROM watermark WHERE peer = ?').get(peer.url)?.cursor;
  const page = await peer.changes(known === undefined ? null : String(known), PAGE_ROWS, settings.timeout_ms);
  if (page.next === known) return false;
  const skipped = store.transaction(() => {
    store.statement('INSERT OR REPLACE INTO watermark VALUES (?, ?)').run(peer.url, page.next);
    return store.apply(page.rows).skipped;
  });
  for (const row of skipped) settings.log(`catch-up from ${peer.url}: ${row.id} is another memory here`);
  for (const why of page.invalid) settings.log(`catch-up from ${peer.url}: not accepted: ${why}`);
  return page.rows.length > 0;
}
