// `serve`: one node. It ends when its starter's pipe closes, so that nothing outlives a starter that was killed.

import { createServer, type Server } from 'node:http';
import module from 'node:module';
import { getRequestListener } from '@hono/node-server';
import { startCatchUp } from './catch-up.ts';
import { Clock } from './clock.ts';
import { httpApi } from './http-api.ts';
import { logSync } from './log-sync.ts';
import { Peer } from './peer.ts';
import { behaviourOf } from './planted-behaviour.ts';

const KEEP_ALIVE_MS = 60_000;
const GRACE_MS = 500;
const CATCH_UP_TIMEOUT_MS_MIN = 500;

export interface ServeSettings {
  db: string;
  host: string;
  port: number;
  quorum_writes: number;
  quorum_peers: string[];
  quorum_timeout_ms: number;
  catchup_interval_secs: number;
  clock_offset_ms: number;
  /** Whether a write is on the disk before it is answered; otherwise the system writes it there when it likes. */
  sync_before_answer: boolean;
  instance: string;
  parent_pipe: boolean;
  /** One of defects.ts, planted on purpose; null: none. */
  defect: string | null;
}

/** Serves until a signal, or the end of the starter's pipe. */
export async function serve(settings: ServeSettings): Promise<void> {
  const { defect } = settings;
  const behaviour = await behaviourOf(defect);
  const store = behaviour.open(settings.db, new Clock(settings.clock_offset_ms));
  const log = logSync(store);
  const synced = () => (settings.sync_before_answer ? behaviour.sync(log) : Promise.resolve());
  const peers = settings.quorum_peers.map((url) => new Peer(url));
  const { quorum_writes: writes, quorum_timeout_ms: timeout_ms, instance } = settings;
  const quorum = { peers, writes, timeout_ms, sender: instance };
  const api = httpApi({ store, instance, behaviour, defect, synced, quorum });
  let isStopping = false;
  const answer = getRequestListener(api.fetch);
  const server = createServer((request, response) => {
    // who keeps a connection busy would keep a node that stops alive
    response.shouldKeepAlive = !isStopping;
    void answer(request, response);
  });
  // peers keep their connections for long: the side that answers must not be the first to hang up
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await listen(server, settings);
  const stopCatchUp =
    settings.catchup_interval_secs === 0
      ? () => {}
      : startCatchUp(store, peers, {
          takeIn: behaviour.takeIn,
          interval_ms: settings.catchup_interval_secs * 1000,
          timeout_ms: Math.max(timeout_ms, CATCH_UP_TIMEOUT_MS_MIN),
          log: (line) => console.error(line),
        });

  const stop = () => {
    stopCatchUp();
    isStopping = true;
    // requests that came in are answered; nobody waits longer than the grace for that
    server.close(async () => {
      for (const peer of peers) peer.close();
      await log.close();
      store.close();
      process.exit(0);
    });
    setTimeout(() => server.closeAllConnections(), GRACE_MS);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // the starter is gone: there is nobody left to shut down for
  if (settings.parent_pipe) process.stdin.on('close', () => process.exit(0)).resume();
  console.log(`listening on http://${settings.host}:${settings.port} pid ${process.pid}`);
  // a node may be killed at any time: what it compiled is kept now, for the next one's start
  module.flushCompileCache();
}

function listen(server: Server, { port, host }: ServeSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}
