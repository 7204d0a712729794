// The way to one other node: pushes of new versions, and pages of what the other has.
// Every request ends within its limit, whatever the network between does.

import { HttpLine } from '../http-line.ts';
import { type Row, toWire } from './memory.ts';
import { parseRow } from './validation.ts';

const SOCKETS_MAX = 64;

export interface ChangesPage {
  rows: Row[];
  /** Rows that this node would not accept. */
  invalid: string[];
  next: string;
}

export interface PushAnswer {
  /** Whether it took the version in; a newer one may still be what it shows. */
  held: boolean;
  /** The row as it has it, where that is a newer version than the one it was sent. */
  newer: Row | null;
}

export class Peer {
  readonly url: string;
  readonly #line: HttpLine;

  constructor(url: string) {
    this.url = url;
    this.#line = new HttpLine(url, SOCKETS_MAX);
  }

  /** What the peer said of a new version of a row. An answer that skips it is no acknowledgement. */
  async push(row: Row, sender: string, timeout_ms: number): Promise<PushAnswer> {
    const body = JSON.stringify({ sender_agent_id: sender, memories: [toWire(row)] });
    const answer = await this.#line.call({
      method: 'POST',
      path: '/api/v1/sync/push',
      body,
      timeout_ms,
      repeatable: true,
    });
    if (answer.status !== 200) return { held: false, newer: null };
    const { applied, newer = [] } = JSON.parse(answer.body) as { applied: number; newer?: unknown[] };
    return { held: applied === 1, newer: newer.length > 0 ? parseRow(newer[0]) : null };
  }

  /** What the peer took in after `cursor`, but for what this node has. */
  async changes(
    cursor: string | null,
    have: readonly string[],
    limit: number,
    timeout_ms: number,
  ): Promise<ChangesPage> {
    const answer = await this.#line.call({
      method: 'POST',
      path: '/api/v1/sync/since',
      body: JSON.stringify({ cursor, limit, have }),
      timeout_ms,
      repeatable: true,
    });
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
    this.#line.close();
  }
}
