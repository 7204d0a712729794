// The program of the embedded Postgres: `node embedded-server.ts PORT`. Its data lives in memory.

import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

process.stdin.on('close', () => process.exit(0)).resume();
process.once('SIGTERM', () => process.exit(0));

/** Statements run one at a time whatever this says; it lets a client connect before the last one's end was noticed. */
const CONNECTIONS_MAX = 8;

const database = await PGlite.create();
await database.query('SELECT 1');
const port = Number(process.argv[2]);
const server = new PGLiteSocketServer({ db: database, host: '127.0.0.1', port, maxConnections: CONNECTIONS_MAX });
await server.start();
console.log('ready');
