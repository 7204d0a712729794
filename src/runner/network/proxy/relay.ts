// A TCP relay: the wire from one node to another, in a process that no fault touches. It knows bytes and
// connections, no protocol. Its counters are the receipts of network faults: a cut that swallowed nothing
// proves nothing.

import type { AddressInfo } from 'node:net';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { HERE } from '../../../machine/place.ts';
import { type ByteCounts, type LinkState, noBytes, OPEN } from '../treatment.ts';
import { RelayedStream } from './stream.ts';

export interface Relay {
  readonly port: number;
  readonly requests: Readonly<ByteCounts>;
  readonly replies: Readonly<ByteCounts>;
  /** Where connections go from now on. */
  aim(port: number): void;
  /** Changes how both directions are treated; a heal resets the connections that lost bytes. */
  set(state: LinkState): void;
  close(): Promise<void>;
}

interface Connection {
  near: Socket;
  /** null where a cut swallowed the handshake: the opener believes in a connection that leads nowhere. */
  far: Socket | null;
  streams: RelayedStream[];
}

const LOOPBACK = HERE.host;

/** Listens on a free port of the loopback interface. */
export async function openRelay(targetPort: number): Promise<Relay> {
  const requests = noBytes();
  const replies = noBytes();
  const connections = new Set<Connection>();
  let state: LinkState = OPEN;
  let target = targetPort;

  function accept(near: Socket): void {
    // what only loses its answers still arrives
    const connection: Connection = state.requests.kind === 'cut' ? toNowhere(near, requests) : toTarget(near);
    connections.add(connection);
    for (const socket of [near, connection.far]) {
      socket?.setNoDelay(true);
      socket?.on('error', () => socket.destroy());
      socket?.on('close', () => part(connection, socket));
    }
  }

  function toTarget(near: Socket): Connection {
    const far = dial({ port: target, host: LOOPBACK, allowHalfOpen: true });
    const streams = [
      new RelayedStream(near, far, requests, () => state.requests),
      new RelayedStream(far, near, replies, () => state.replies),
    ];
    return { near, far, streams };
  }

  /** One side is gone. The other learns of it, unless the wire is cut or an orderly end is on its way to it. */
  function part(connection: Connection, gone: Socket): void {
    const { near, far, streams } = connection;
    const bothGone = near.destroyed && (far === null || far.destroyed);
    const silent = far === null || streams.some((stream) => stream.broken) || isCut(state);
    const orderly = streams.some((stream) => stream.source === gone && stream.ended);
    if (bothGone || (silent ? gone === near : !orderly)) drop(connection);
  }

  function drop(connection: Connection): void {
    connections.delete(connection);
    for (const stream of connection.streams) stream.discard();
    for (const socket of [connection.near, connection.far]) if (socket) breakOff(socket);
  }

  const isWhole = (connection: Connection): boolean =>
    connection.far !== null && !connection.far.destroyed && !connection.streams.some((stream) => stream.broken);

  const server = createServer({ allowHalfOpen: true }, accept);
  await listen(server);

  return {
    port: (server.address() as AddressInfo).port,
    requests,
    replies,
    aim(port) {
      target = port;
    },
    set(next) {
      state = next;
      for (const connection of [...connections]) {
        if (!isCut(state) && !isWhole(connection)) drop(connection);
        else for (const stream of connection.streams) stream.release();
      }
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const connection of [...connections]) drop(connection);
      await closed;
    },
  };
}

const isCut = (state: LinkState): boolean => state.requests.kind === 'cut' || state.replies.kind === 'cut';

/**
 * A reset, as from a host that knows nothing of the connection. A socket that is already ending is only closed:
 * libuv refuses to reset it (uv_tcp_close_reset gives EINVAL during a shutdown), and Node then never exits.
 */
function breakOff(socket: Socket): void {
  if (socket.destroyed) return;
  if (socket.connecting || socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

function toNowhere(near: Socket, counts: ByteCounts): Connection {
  near.on('data', (chunk: Buffer) => {
    counts.dropped += chunk.length;
  });
  return { near, far: null, streams: [] };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(new Error(shortage(cause), { cause })));
    server.listen(0, LOOPBACK, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

/** Any free port would have done: that there is none is the machine's want, and says nothing of the subject. */
function shortage({ code, message }: NodeJS.ErrnoException): string {
  const found = code === 'EADDRINUSE' ? 'no local port left (see net.ipv4.ip_local_port_range)' : message;
  return `expected a port for a relay between two nodes, found ${found}`;
}
