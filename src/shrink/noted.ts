// What clients send in a trial, as they send it: a history keeps digests of rows, and whoever is to type a request needs
// the row itself.

import type { CycleHistory, NodeName } from '../history/ops.ts';
import type { HarnessParts } from '../runner/harness-parts.ts';
import { REAL_PARTS } from '../runner/harness-parts.ts';
import type { Client, Outcome } from '../subjects/subject.ts';

export interface NotedCall {
  node: NodeName;
  /** The name of the method of the client, and its arguments without the limit. */
  operation: string;
  args: readonly unknown[];
  /** Operations that the history had when it was sent. */
  after_ops: number;
  ended: { type: Outcome<unknown>['type']; code?: string; id?: string } | null;
}

/** The harness as it is, with every call of its clients noted. */
export function notingParts(calls: NotedCall[]): HarnessParts {
  return {
    ...REAL_PARTS,
    startClients: (settings) => {
      const { client, history } = settings;
      return REAL_PARTS.startClients({ ...settings, client: (node) => noting(client(node), node, history, calls) });
    },
  };
}

type Method = (...args: unknown[]) => Promise<Outcome<unknown>>;

function noting(client: Client, node: NodeName, history: CycleHistory, calls: NotedCall[]): Client {
  return new Proxy(client, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function' || typeof name !== 'string') return method;
      return async (...args: unknown[]) => {
        const call: NotedCall = {
          ...{ node, operation: name, args: args.slice(0, -1) },
          after_ops: history.ops.length,
          ended: null,
        };
        calls.push(call);
        const outcome = await (method as Method).apply(target, args);
        call.ended = endingOf(outcome);
        return outcome;
      };
    },
  });
}

function endingOf(outcome: Outcome<unknown>): NonNullable<NotedCall['ended']> {
  if (outcome.type !== 'ok') return { type: outcome.type, code: outcome.code };
  const { id } = (outcome.value ?? {}) as { id?: unknown };
  return { type: 'ok', ...(typeof id === 'string' ? { id } : {}) };
}
