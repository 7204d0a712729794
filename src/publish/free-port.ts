// The port of a server is known before its pages are made: they name the address at which they are read.

import getPort from 'get-port';

export const HOST = '127.0.0.1';
export const PORT = 4321;
const NEXT_MAX = 50;

/** The one asked for, or the next that is free. */
export const firstFreePort = (port: number): Promise<number> =>
  getPort({ host: HOST, port: Array.from({ length: NEXT_MAX + 1 }, (_, index) => port + index).filter(isPort) });

const isPort = (port: number): boolean => port <= 65_535;
