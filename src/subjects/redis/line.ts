// Commands to one Redis server, each group of them on a connection that nobody else uses meanwhile: WAIT holds its
// connection up until replicas answer. Nothing is sent again by itself, and a connection that was late or broke is closed.

import { createClient } from '@redis/client';

/** No answer in time. The server may have done what was asked. */
export class Late extends Error {
  readonly code = 'timeout';
}

/** Every refusal of Redis begins with a word in capitals, such as ERR or READONLY. */
const REFUSAL = /^[A-Z]{3,} /;

/** The server's own words, where it understood the command and said no; null: another trouble. */
export function wordsOf(error: unknown): string | null {
  const words = error instanceof Error && !('code' in error) ? error.message : '';
  return REFUSAL.test(words) ? words : null;
}

export type Reply = string | number | null | readonly Reply[];

const connection = (host: string, port: number, connectTimeout: number) =>
  createClient({
    RESP: 2,
    disableClientInfo: true,
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
    socket: { host, port, connectTimeout, reconnectStrategy: false },
  });
type Connection = ReturnType<typeof connection>;

export class Line {
  readonly #host: string;
  readonly #port: number;
  readonly #idle: Connection[] = [];
  #isClosed = false;

  constructor(host: string, port: number) {
    this.#host = host;
    this.#port = port;
  }

  /**
   * Sends the commands one behind another, and resolves to their answers.
   * @throws Late · the error of the network · what `wordsOf` reads, where the server refused one
   */
  async call(commands: readonly string[][], timeout_ms: number): Promise<Reply[]> {
    const ends_at = performance.now() + timeout_ms;
    const one = await this.#connected(timeout_ms);
    try {
      const answers = Promise.all(commands.map((command) => one.sendCommand<Reply>(command)));
      const found = await within(answers, ends_at - performance.now());
      this.#keep(one);
      return found;
    } catch (error) {
      // a refusal of one command says nothing of the connection, yet answers of the others may still be on their way
      end(one);
      throw error;
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const one of this.#idle.splice(0)) end(one);
  }

  async #connected(timeout_ms: number): Promise<Connection> {
    for (let one = this.#idle.pop(); one !== undefined; one = this.#idle.pop()) if (one.isReady) return one;
    const one = connection(this.#host, this.#port, Math.max(1, timeout_ms));
    // every error is also that of a command, or of the connect
    one.on('error', () => {});
    try {
      await within(one.connect(), timeout_ms);
      return one;
    } catch (error) {
      end(one);
      throw error;
    }
  }

  #keep(one: Connection): void {
    if (this.#isClosed) end(one);
    else this.#idle.push(one);
  }
}

function end(one: Connection): void {
  if (one.isOpen) one.destroy();
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    // an answer that has arrived while this process was busy is read before the timer is believed
    const late = () => setImmediate(() => reject(new Late('no answer in time')));
    timer = setTimeout(late, Math.max(0, ms));
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
