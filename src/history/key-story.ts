// What happened to a key that clients share: every operation on it, and which version each node gave for it. The same
// steps as those of a write, with versions in the place of the one content.

import { isWriting, type KeyHistory, type OnKey, type Seen } from './keys.ts';
import type { Look } from './looks.ts';
import type { HistoryOp } from './ops.ts';
import type { Placeless } from './story-steps.ts';
import { cut, inMsOf, lookInWords } from './story-words.ts';

/** The step of an operation on the key, as it was sent or as it ended; none for an operation on another. */
export function keyStep(op: HistoryOp, { ops }: KeyHistory): Placeless[] {
  const own = ops.find((one) => one.ops.includes(op.index));
  if (!own) return [];
  const { kind, value, node } = own;
  if (own.ops[0] === op.index) {
    const words = `client ${own.client} sends ${kind} ${cut(value)} to node ${node}`;
    return [{ what: 'sent', node, state: 'sent', digest: null, words }];
  }
  return [{ what: 'answer', node, state: own.outcome, digest: null, words: endInWords(own) }];
}

export function keyLookStep(look: Look, history: KeyHistory, isKilled: boolean): Placeless {
  const rows = look.byKey.get(history.key) ?? [];
  const seen = rows.map(([, , digest]) => history.seen(digest));
  const state =
    look.rows === null
      ? 'unread'
      : seen.length === 0
        ? 'absent'
        : seen.some(({ is }) => is === 'other')
          ? 'other'
          : 'held';
  const held = state === 'unread' ? 'no answer' : `it holds ${seenInWords(seen)}`;
  return { what: look.name, node: look.node, state, digest: null, words: `${lookInWords(look, isKilled)}: ${held}` };
}

const seenInWords = (seen: readonly Seen[]): string =>
  seen.length === 0 ? 'no such row' : seen.map(oneInWords).join(', and in a second row ');

function oneInWords(seen: Seen): string {
  if (seen.is === 'nothing') return 'no such row';
  if (seen.is === 'other') return 'content that no client sent';
  return `the version of ${seen.of.kind} ${cut(seen.of.value)}${seen.promoted ? ', promoted' : ''}`;
}

function endInWords({ kind, value, node, outcome, error, answer, seen, invoked_ns, ended_ns }: OnKey): string {
  const named = `${kind} ${cut(value)}`;
  const after = `after ${inMsOf(ended_ns - invoked_ns)} ms`;
  const why = error === null ? '' : `: ${cut(error)}`;
  const said = answer === null ? '' : `, status ${answer.status}, "${cut(answer.body)}"`;
  if (outcome === 'acked') {
    return seen === null
      ? `node ${node} acks ${named} ${after}`
      : `node ${node} answers ${named} ${after}: ${oneInWords(seen)}`;
  }
  if (outcome === 'refused') return `node ${node} refuses ${named} ${after}${why}${said}`;
  if (outcome === 'unsent') return `the harness could not send ${named}${why}`;
  return `no definite answer from node ${node} to ${named} ${after}${why}${said}`;
}

/** What clients did to the key, in one sentence. */
export function keyInWords({ ops }: KeyHistory): string {
  const changes = ops.filter(isWriting);
  const acked = changes.filter(({ outcome }) => outcome === 'acked');
  const clients = new Set(ops.map(({ client }) => client)).size;
  return `${clients} ${clients === 1 ? 'client' : 'clients'} wrote this key ${changes.length} times, ${acked.length} of them acked`;
}
