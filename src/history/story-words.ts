// The words of a write's story. Keys, errors and answers are what a stranger's file holds: they are cut here, and
// escaped by whoever shows them.

import { millisecondsInWords } from '../contract/figure-form.ts';
import type { Look } from './looks.ts';
import type { Write } from './model.ts';
import { type LookupOp, NANOSECONDS_PER_MS, type NodeName, type RecallOp } from './ops.ts';

const WORDS_CHARS_MAX = 200;
const VALUE_CHARS_MAX = 90;
const FIELDS_MAX = 8;

type HeldState = 'held' | 'other' | 'lacking' | 'unread';

/** How a write ended, in the words of the node where it gave some. */
export function answerInWords({ outcome, id, error, answer, invoked_ns, ended_ns }: Write, node: NodeName): string {
  const after = `after ${inMs((ended_ns - invoked_ns) / NANOSECONDS_PER_MS)} ms`;
  const why = error === null ? '' : `: ${cut(error)}`;
  const said = answer === null ? '' : `, status ${answer.status}, "${cut(answer.body)}"`;
  if (outcome === 'acked') return `node ${node} acks it ${after}, id ${cut(id ?? '')}`;
  if (outcome === 'refused' && error === 'connection_refused') return `nothing listened at node ${node} ${after}`;
  if (outcome === 'refused') return `node ${node} refuses it ${after}${why}${said}`;
  if (outcome === 'unsent') return `the harness could not send it${why}`;
  return `no definite answer from node ${node} ${after}${why}${said}`;
}

/** How the look was made, without what it found. */
export function lookInWords({ name, node, peer_bytes }: Look, isKilled: boolean): string {
  if (name === 'final') return `node ${node} is read at the end`;
  if (peer_bytes === null) return `node ${node} is read while the fault holds`;
  const own = peer_bytes === 0 ? 'no byte of a peer had reached it' : `${peer_bytes} bytes of peers had reached it`;
  return `node ${node} ${isKilled ? 'opens its own data behind cut wires and is read' : 'is read behind cut wires'} (${own})`;
}

export function heldInWords(
  state: HeldState,
  { times, isSent, isUnlisted }: { times: number; isSent: boolean; isUnlisted: boolean },
): string {
  if (state === 'unread') return 'no answer';
  if (state === 'lacking') return 'it lacks the write';
  const often = times > 1 ? ` ${times} times` : '';
  const listed = isUnlisted ? ', found by its id and in no list' : '';
  if (!isSent) return `it holds the row${often}, which no client sent${listed}`;
  return state === 'held'
    ? `it holds the write${often}, as sent${listed}`
    : `it holds the write${often} with other content${listed}`;
}

export function lookupInWords({ value }: LookupOp, state: HeldState): string {
  const asked = `node ${value.node} is asked for the id, answer ${inMs(value.after_ms)} ms after the ack`;
  return `${asked}: ${heldInWords(state, { times: 1, isSent: true, isUnlisted: false })}`;
}

export function recallInWords({ value: { node, word } }: RecallOp, state: HeldState): string {
  const found = state === 'unread' ? 'no answer' : state === 'held' ? 'it comes back' : 'it does not come back';
  return `node ${node} is searched for its own word, ${cut(word)}: ${found}`;
}

/** The fields in which the nodes gave different values for the row. */
export function differenceInWords(fields: Record<string, Record<string, string>>): string {
  const names = Object.keys(fields);
  if (names.length === 0) return 'the nodes do not hold the same: a node lacks the row';
  const shown = names.slice(0, FIELDS_MAX).map((name) => {
    const values = Object.entries(fields[name] ?? {}).slice(0, FIELDS_MAX);
    return `${name.slice(0, VALUE_CHARS_MAX)} (${values.map(([node, value]) => `${node.slice(0, 20)} ${value.slice(0, VALUE_CHARS_MAX)}`).join(', ')})`;
  });
  const more = names.length - shown.length;
  return `the nodes give different values: ${shown.join('; ')}${more > 0 ? `; and ${more} more fields` : ''}`;
}

export const cut = (text: string): string =>
  text.length > WORDS_CHARS_MAX
    ? `${text.slice(0, WORDS_CHARS_MAX)} … ${text.length - WORDS_CHARS_MAX} more characters`
    : text;

/** A time of the history in milliseconds, in words. */
export const inMsOf = (ns: number): string => inMs(ns / NANOSECONDS_PER_MS);

/** A time that is none, where no answer ever came. */
const inMs = (ms: number): string => (Number.isFinite(ms) ? millisecondsInWords(ms) : 'any');
