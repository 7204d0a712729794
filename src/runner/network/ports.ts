// Ports for nodes. They come from below the range that the system hands to outgoing connections: a node that
// is down for a moment must find its port free again.

import getPort, { portNumbers } from 'get-port';

const RANGE = { from: 20_000, to: 31_999 } as const;
const TRIED_MAX = 200;

/** A free port of the loopback interface; campaigns side by side begin their search at different places. */
export function freePort(): Promise<number> {
  const first = RANGE.from + Math.floor(Math.random() * (RANGE.to - RANGE.from - TRIED_MAX));
  return getPort({ host: '127.0.0.1', port: portNumbers(first, first + TRIED_MAX) });
}
