// The embedded Postgres: PGlite behind its socket server, in a process of its own so that its work does not
// hold up the runner's clocks. It ends with the runner's pipe, like a node.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onFreePort } from '../../machine/free-port.ts';
import { untilReady } from '../../machine/readiness.ts';
import type { Run, Supervised } from '../../machine/run.ts';

const READY_MS_MAX = 60_000;

export function startEmbedded(run: Run): Promise<{ url: string; process: Supervised }> {
  const folder = run.newFolder('postgres');
  return onFreePort((port) => startOn(run, port, join(folder, `postgres-${port}.log`)));
}

async function startOn(run: Run, port: number, log_file: string): Promise<{ url: string; process: Supervised }> {
  const server = await run.spawn({
    what: 'embedded Postgres',
    command: process.execPath,
    args: [join(import.meta.dirname, 'embedded-server.ts'), String(port)],
    log_file,
  });
  // it says so itself once its first query was answered; a connection to ask it would be its only one
  const answers = async () => readFileSync(log_file, 'utf8').includes('ready');
  await untilReady({ node: server, port, answers, ready_ms_max: READY_MS_MAX, signal: run.signal });
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, process: server };
}
