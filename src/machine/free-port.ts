// Free ports of this machine. Those for nodes come from below the range that the system hands to outgoing
// connections: a node that is down for a moment must find its port free again. A server of pages has a port of its
// own, known before its pages are made, for they name the address at which they are read.

import { createServer } from 'node:net';
import getPort, { portNumbers } from 'get-port';
import { HERE } from './place.ts';

const RANGE = { from: 20_000, to: 31_999 } as const;
const TRIED_MAX = 200;
export const { host: HOST } = HERE;
const PORT_MAX = 65_535;
/** After the port that was asked for. */
const NEXT_MAX = 50;
/** A port can be taken between its choice and its use, by anyone on the machine. */
const PORTS_TRIED_MAX = 3;

/** A free port of the loopback interface; campaigns side by side begin their search at different places. */
export function freePort(): Promise<number> {
  const first = RANGE.from + Math.floor(Math.random() * (RANGE.to - RANGE.from - TRIED_MAX));
  return getPort({ host: HOST, port: portNumbers(first, first + TRIED_MAX) });
}

/** The port that was asked for, or the next that is free. */
export function firstFreePort(port: number): Promise<number> {
  // the package's own list of neighbours refuses ports below 1024
  const next = Array.from({ length: NEXT_MAX + 1 }, (_, index) => port + index);
  return getPort({ host: HOST, port: next.filter((one) => one <= PORT_MAX) });
}

/**
 * Starts something on a free port, and on another where that one was taken in between. What fails on a port that
 * nobody took is not tried again: it would fail as slowly a second time.
 * @param first the port to begin with, such as the one that a node had before
 */
export async function onFreePort<T>(start: (port: number) => Promise<T>, first?: number): Promise<T> {
  let port = first ?? (await freePort());
  for (let tried = 1; ; tried++) {
    try {
      return await start(port);
    } catch (error) {
      if (tried === PORTS_TRIED_MAX || !(await isTaken(port))) throw error;
      port = await freePort();
    }
  }
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(true));
    server.listen(port, HOST, () => server.close(() => resolve(false)));
  });
}
