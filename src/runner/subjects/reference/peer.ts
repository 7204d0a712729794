// The way to one other node: pushes of new versions, and pages of what the other has.
// Every request ends within its limit, whatever the network between does.

import { Agent, request } from 'node:http';
import { type Row, toWire } from './memory.ts';
import { parseRow } from './validation.ts';

const SOCKETS_MAX = 64;

export interface ChangesPage {
  rows: Row[];
  /** Rows that this node would not accept. */
  invalid: string[];
  next: string;
}

export class Peer {
  readonly url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: SOCKETS_MAX });

  constructor(url: string) {
    this.url = url.replace(/\/+$/, '');
  }

  /** True once the peer said that it holds every one of `rows`; an answer that skips one is no acknowledgement. */
  async push(rows: readonly Row[], sender: string, timeout_ms: number): Promise<boolean> {
    const body = JSON.stringify({ sender_agent_id: sender, memories: rows.map(toWire) });
    const answer = await this.#call('POST', '/api/v1/sync/push', body, timeout_ms);
    return answer.status === 200 && JSON.parse(answer.body).applied === rows.length;
  }

  /** What the peer took in after `cursor`. */
  async changes(cursor: string | null, limit: number, timeout_ms: number): Promise<ChangesPage> {
    const query = new URLSearchParams({ limit: String(limit), cursor: cursor ?? '' });
    const answer = await this.#call('GET', `/api/v1/sync/since?${query}`, null, timeout_ms);
    if (answer.status !== 200) throw new Error(`${this.url}: expected changes, got ${answer.status}`);
    const page = JSON.parse(answer.body) as { memories: unknown[]; next: string };
    const rows: Row[] = [];
    const invalid: string[] = [];
    for (const memory of page.memories) {
      try {
        rows.push(parseRow(memory));
      } catch (cause) {
        invalid.push(`${(memory as { id?: unknown })?.id}: ${(cause as Error).message}`);
      }
    }
    return { rows, invalid, next: page.next };
  }

  close(): void {
    this.#agent.destroy();
  }

  async #call(method: string, path: string, body: string | null, timeout_ms: number) {
    const ends_at = performance.now() + timeout_ms;
    for (;;) {
      try {
        return await this.#once(method, path, body, ends_at - performance.now());
      } catch (cause) {
        // a kept connection that the other side closed meanwhile says nothing about the peer
        if ((cause as { reusedSocket?: boolean }).reusedSocket !== true) throw cause;
      }
    }
  }

  #once(method: string, path: string, body: string | null, timeout_ms: number) {
    return new Promise<{ status: number; body: string }>((resolve, reject) => {
      const headers = body === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const call = request(this.url + path, { method, agent: this.#agent, headers });
      const timer = setTimeout(() => call.destroy(new Error(`no answer within ${timeout_ms} ms`)), timeout_ms);
      const fail = (cause: Error) => {
        clearTimeout(timer);
        const reset = 'code' in cause && cause.code === 'ECONNRESET';
        reject(Object.assign(cause, { reusedSocket: reset && call.reusedSocket }));
      };
      call.on('error', fail);
      call.on('response', (response) => {
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
      call.end(body ?? undefined);
    });
  }
}
