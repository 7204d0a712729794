import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { openRelay, type Relay } from '../../../../src/runner/network/proxy/relay.ts';
import { CUT, OPEN, PASS } from '../../../../src/runner/network/treatment.ts';

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

/** A server that answers every byte group with itself, and ends when its client does. */
async function echo(): Promise<{ server: Server; received: () => number }> {
  let received = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
      socket.write(chunk);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { server, received: () => received };
}

async function relayTo(server: Server): Promise<Relay> {
  const relay = await openRelay((server.address() as AddressInfo).port);
  opened.push(() => relay.close());
  return relay;
}

function client(relay: Relay): { socket: Socket; text: () => string } {
  const socket = connect(relay.port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => socket.destroy());
  opened.push(() => socket.destroy());
  return { socket, text: () => Buffer.concat(chunks).toString() };
}

const until = (condition: () => boolean): Promise<void> =>
  expect.poll(condition, { interval: 2, timeout: 5000 }).toBe(true) as unknown as Promise<void>;

/** `once` would take the reset itself for an error. */
const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()));

describe('a relay', () => {
  test('hands on whatever it is given, in order, and counts it', async () => {
    const { server } = await echo();
    const relay = await relayTo(server);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ minLength: 1, maxLength: 5000 }), { minLength: 1, maxLength: 8 }),
        async (pieces) => {
          const before = relay.replies.forwarded;
          const { socket, text } = client(relay);
          for (const piece of pieces) socket.write(piece);
          socket.end();
          await closed(socket);
          expect(text()).toBe(pieces.join(''));
          expect(relay.replies.forwarded - before).toBe(Buffer.byteLength(pieces.join('')));
        },
      ),
      { numRuns: 25 },
    );
  });

  test('that is cut swallows bytes, counts them, and resets the connection when it heals', async () => {
    const { server, received } = await echo();
    const relay = await relayTo(server);
    const { socket, text } = client(relay);
    socket.write('before');
    await until(() => text() === 'before');
    relay.set({ requests: CUT, replies: CUT });
    socket.write('during');
    await until(() => relay.requests.dropped === 6);
    expect(received()).toBe(6);
    relay.set(OPEN);
    await closed(socket);
    const again = client(relay);
    again.socket.write('after');
    await until(() => again.text() === 'after');
  });

  test('that is cut leaves a new connection unanswered, and does not reach the target', async () => {
    const { server, received } = await echo();
    const relay = await relayTo(server);
    relay.set({ requests: CUT, replies: PASS });
    const { socket, text } = client(relay);
    socket.write('lost');
    await until(() => relay.requests.dropped === 4);
    expect([received(), text(), socket.destroyed]).toEqual([0, '', false]);
    relay.set(OPEN);
    await closed(socket);
  });

  test('that loses replies still hands on the requests', async () => {
    const { server, received } = await echo();
    const relay = await relayTo(server);
    const { socket, text } = client(relay);
    socket.write('one');
    await until(() => text() === 'one');
    relay.set({ requests: PASS, replies: { kind: 'lose', probability: 1, random: () => 0 } });
    socket.write('two');
    await until(() => relay.replies.dropped === 3);
    expect([received(), text()]).toEqual([6, 'one']);
  });

  test('that loses replies at random leaves the lucky ones alone', async () => {
    const { server } = await echo();
    const relay = await relayTo(server);
    relay.set({ requests: PASS, replies: { kind: 'lose', probability: 0.5, random: () => 0.7 } });
    const { socket, text } = client(relay);
    socket.write('kept');
    await until(() => text() === 'kept');
    expect(relay.replies.dropped).toBe(0);
  });

  test('that stalls delivers everything, in order, once it is opened', async () => {
    const { server } = await echo();
    const relay = await relayTo(server);
    const { socket, text } = client(relay);
    socket.write('a');
    await until(() => text() === 'a');
    relay.set({ requests: { kind: 'stall' }, replies: PASS });
    socket.write('b');
    await until(() => relay.requests.stalled > 0);
    expect(text()).toBe('a');
    relay.set(OPEN);
    socket.write('c');
    await until(() => text() === 'abc');
  });

  test('that delays keeps the order and takes its time', async () => {
    const { server } = await echo();
    const relay = await relayTo(server);
    relay.set({ requests: { kind: 'delay', ms: 40 }, replies: PASS });
    const { socket, text } = client(relay);
    const began = performance.now();
    socket.write('a');
    socket.end('b');
    await closed(socket);
    expect(text()).toBe('ab');
    expect(performance.now() - began).toBeGreaterThanOrEqual(39);
    expect(relay.requests.delayed).toBe(2);
  });

  test('to a port where nobody listens resets its client', async () => {
    const { server } = await echo();
    const relay = await relayTo(server);
    relay.aim(9);
    const { socket } = client(relay);
    await closed(socket);
  });

  test('follows its target to another port', async () => {
    const relay = await relayTo((await echo()).server);
    const second = await echo();
    relay.aim((second.server.address() as AddressInfo).port);
    const { socket, text } = client(relay);
    socket.write('x');
    await until(() => text() === 'x');
    expect(second.received()).toBe(1);
  });

  test('that loses only its answers still lets new connections and their bytes arrive', async () => {
    const { server, received } = await echo();
    const relay = await relayTo(server);
    relay.set({ requests: PASS, replies: CUT });
    const { socket, text } = client(relay);
    socket.write('hello');
    await until(() => received() === 5);
    await until(() => relay.replies.dropped === 5);
    expect(text()).toBe('');
    expect(relay.requests.forwarded).toBe(5);
  });
});
