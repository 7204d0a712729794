// Requests to one address over kept connections. Each ends within its limit, whatever the network does.

import { Agent, request } from 'node:http';
import type { Answer } from './subject.ts';

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: string;
  headers?: Record<string, string>;
  timeout_ms: number;
  /** Sent again where a kept connection turns out to be closed: only for what may arrive twice. */
  repeatable?: boolean;
}

/** No answer in time. The node may have done what was asked. */
class NoAnswer extends Error {
  readonly code = 'timeout';
}

export class HttpLine {
  readonly #url: string;
  readonly #agent: Agent;

  constructor(url: string, sockets_max: number) {
    this.#url = url.replace(/\/+$/, '');
    this.#agent = new Agent({ keepAlive: true, maxSockets: sockets_max });
  }

  /** The whole answer. Rejects where none comes: with the system's code, or `timeout`. */
  async call(call: Call): Promise<Answer> {
    const ends_at = performance.now() + call.timeout_ms;
    for (;;) {
      const attempt = this.#once(call, ends_at - performance.now());
      try {
        return await attempt.answer;
      } catch (cause) {
        const stale = attempt.reused() && (cause as NodeJS.ErrnoException).code === 'ECONNRESET';
        if (!stale || call.repeatable !== true) throw cause;
      }
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #once(call: Call, timeout_ms: number): { answer: Promise<Answer>; reused: () => boolean } {
    const { method, path, body, headers } = call;
    const content =
      body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const outgoing = request(this.#url + path, { method, agent: this.#agent, headers: { ...content, ...headers } });
    const answer = new Promise<Answer>((resolve, reject) => {
      const late = () => outgoing.destroy(new NoAnswer(`no answer within ${call.timeout_ms} ms`));
      const timer = setTimeout(late, Math.max(0, timeout_ms));
      const fail = (cause: Error) => {
        clearTimeout(timer);
        reject(cause);
      };
      outgoing.on('error', fail);
      outgoing.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('error', fail);
        response.on('end', () => {
          clearTimeout(timer);
          resolve({ status: response.statusCode ?? 0, body: text });
        });
      });
      outgoing.end(body);
    });
    return { answer, reused: () => outgoing.reusedSocket };
  }
}
