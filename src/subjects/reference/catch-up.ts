// How a node that was away gets what it missed: it reads every peer's changes from where it last stopped,
// soon after its start and then again and again. The watermark is the peer's own order of changes and is
// committed together with the rows, so no row falls between two pages, two rounds or two lives.

import type { Behaviour } from './behaviour.ts';
import type { Peer } from './peer.ts';
import { digestsAfter, lastChange } from './queries.ts';
import type { Store } from './store.ts';

const PAGE_ROWS = 500;
const FIRST_ROUND_MS = 50;
/** How many rows a node names as known: more only cost a second sending, never a row. */
const HAVE_MAX = 1_000;

export interface CatchUpSettings {
  takeIn: Behaviour['takeIn'];
  interval_ms: number;
  /** Of one page. */
  timeout_ms: number;
  log: (line: string) => void;
}

/** Follows every peer on its own, so that one which does not answer holds up no other. Returns the way to stop. */
export function startCatchUp(store: Store, peers: readonly Peer[], settings: CatchUpSettings): () => void {
  let stopped = false;
  const timers = new Map<Peer, NodeJS.Timeout>();
  const follow = async (peer: Peer, own: OwnMarks) => {
    // what came in during the last two rounds: most of it is what the peer pushed, or was pushed, meanwhile
    const have = digestsAfter(store, own.before_last, HAVE_MAX);
    const next = { before_last: own.last, last: lastChange(store) };
    try {
      while (!stopped && (await pullPage(store, peer, have, settings)));
    } catch (cause) {
      if (!stopped) settings.log(`catch-up from ${peer.url}: ${(cause as Error).message}`);
    }
    if (!stopped) timers.set(peer, setTimeout(follow, settings.interval_ms, peer, next));
  };
  const first_ms = Math.min(FIRST_ROUND_MS, settings.interval_ms);
  for (const peer of peers) timers.set(peer, setTimeout(follow, first_ms, peer, { before_last: 0, last: 0 }));
  return () => {
    stopped = true;
    for (const timer of timers.values()) clearTimeout(timer);
  };
}

/** How far this store's own order of changes was when the last two rounds began. */
interface OwnMarks {
  before_last: number;
  last: number;
}

/** Takes in one page; false where the peer had nothing new. */
async function pullPage(
  store: Store,
  peer: Peer,
  have: readonly string[],
  settings: CatchUpSettings,
): Promise<boolean> {
  const known = store.statement('SELECT cursor FROM watermark WHERE peer = ?').get(peer.url)?.cursor;
  const cursor = known === undefined ? null : String(known);
  const page = await peer.changes(cursor, have, PAGE_ROWS, settings.timeout_ms);
  if (page.next === cursor) return false;
  const skipped = store.transaction(() => {
    store.statement('INSERT OR REPLACE INTO watermark VALUES (?, ?)').run(peer.url, page.next);
    return settings.takeIn(store, page.rows, 'catch-up').skipped;
  });
  for (const row of skipped) settings.log(`catch-up from ${peer.url}: ${row.id} is another memory here`);
  for (const why of page.invalid) settings.log(`catch-up from ${peer.url}: not accepted: ${why}`);
  return true;
}
