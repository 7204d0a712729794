// What a request to a node carries: its body within the limits, its query as typed values.

import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { normalTime } from './clock.ts';
import { Refusal } from './memory.ts';

const BODY_BYTES_MAX = 2 * 1024 * 1024;

interface Incoming {
  header(name: string): string | undefined;
  text(): Promise<string>;
}

/** The declared length decides at once; only a body without one is counted while it comes in. */
const countBody = bodyLimit({ maxSize: BODY_BYTES_MAX, onError: () => tooLarge() });
export const limitBody: MiddlewareHandler = (context, next) => {
  const length = context.req.header('content-length');
  if (length !== undefined && Number(length) > BODY_BYTES_MAX) tooLarge();
  return length === undefined && context.req.header('transfer-encoding') !== undefined
    ? countBody(context, next)
    : next();
};

function tooLarge(): never {
  throw new Refusal(413, `expected at most ${BODY_BYTES_MAX} bytes`);
}

export async function json(request: Incoming): Promise<unknown> {
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(request.header('content-type') ?? '')) {
    throw new Refusal(415, 'expected Content-Type: application/json');
  }
  try {
    return JSON.parse(await request.text());
  } catch {
    throw new Refusal(400, 'expected JSON');
  }
}

export type Query = Record<string, string>;

export function filterOf(query: Query) {
  const { namespace, tier, tags, agent_id } = query;
  const min_priority = query.min_priority === undefined ? undefined : whole(query, 'min_priority', 1);
  return {
    namespace,
    tier,
    tag: tags,
    agent_id,
    min_priority,
    since: timeOf(query, 'since'),
    until: timeOf(query, 'until'),
  };
}

export function whole(query: Query, name: string, otherwise: number): number {
  const value = query[name];
  if (value === undefined) return otherwise;
  if (!/^\d{1,15}$/.test(value)) throw new Refusal(400, `${name}: a whole number`);
  return Number(value);
}

export function timeOf(query: Query, name: string): string | undefined {
  const value = query[name];
  if (value === undefined) return undefined;
  const time = normalTime(value);
  if (time === null) throw new Refusal(400, `${name}: an RFC 3339 time`);
  return time;
}
