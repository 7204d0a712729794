// What a subject needs so that its nodes can be started, asked and written to with a shell: for steps that a person
// follows. Nothing in a campaign depends on it.

import { CALLS, type HttpCall } from './http-calls.ts';
import type { NodeSettings } from './node-settings.ts';

export type HandNode = Omit<NodeSettings, 'log_file' | 'disk_may_fail'>;

export interface ByHand {
  /** What the first step says has to be there. */
  readonly needs: string;
  /** Lines of bash that come before any node is started. */
  readonly before: readonly string[];
  /** One command of bash that starts a node in the foreground; `data_dir` is a folder of the working directory. */
  start(node: HandNode): string;
  /** What ends a node in its own orderly way. */
  readonly end_signal: 'INT' | 'TERM';
  /**
   * The request that a call of a client comes to; null where it is none that could be typed.
   * @param operation the name of the method; @param args its arguments, without the limit
   */
  request(operation: string, args: readonly unknown[]): HttpCall | null;
}

/** Of every subject that speaks the protocol's HTTP API. */
export function httpRequest(operation: string, args: readonly unknown[]): HttpCall | null {
  if (!Object.hasOwn(CALLS, operation)) return null;
  const make = CALLS[operation as keyof typeof CALLS] as (...given: readonly unknown[]) => HttpCall;
  return make(...args);
}
