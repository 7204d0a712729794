// The requests of a reproduction, one after another in the order in which they were sent, each as a line of a shell.

import type { HandStep } from '../../contract/shrink.ts';
import { keyOf } from '../../runner/workloads/memories.ts';
import type { ByHand } from '../../subjects/by-hand.ts';
import type { NewMemory } from '../../subjects/subject.ts';
import type { NotedCall } from '../noted.ts';
import { requestLine } from './shell.ts';

/** What is known of rows once they were sent. */
export interface Sending {
  steps: HandStep[];
  /** By the id that was answered in the reproduction, the variable that holds the person's own. */
  variables: Map<string, string>;
  /** By key. */
  ids: Map<string, string>;
  namespaces: Map<string, string>;
  words: Map<string, string>;
}

export const newSending = (): Sending => ({
  steps: [],
  variables: new Map(),
  ids: new Map(),
  namespaces: new Map(),
  words: new Map(),
});

const DOES: Record<string, string> = {
  create: 'Store a row',
  upsert: 'Write a key',
  update: 'Update a row',
  remove: 'Delete a row',
  promote: 'Promote a row',
  get: 'Read a row',
  recall: 'Recall a word',
  all: 'List the rows',
  bulk: 'Store several rows at once',
  link: 'Link two rows',
  links: 'Read the links of a row',
  consolidate: 'Put one row in the place of several',
};

const GIVES_ID: ReadonlySet<string> = new Set(['create', 'upsert', 'consolidate']);

/** Adds the steps of one call. */
export function send(sending: Sending, hand: ByHand | null, { node, operation, args, ended }: NotedCall): void {
  const memory = GIVES_ID.has(operation) && operation !== 'consolidate' ? (args[0] as NewMemory) : null;
  const key = memory ? keyOf(memory.title) : null;
  if (memory && key !== null) {
    sending.namespaces.set(key, memory.namespace);
    sending.words.set(key, memory.content.split(' ', 1)[0] ?? key);
  }
  const call = hand?.request(operation, args) ?? null;
  const commands = call ? [requestLine(node, call, sending.variables)] : [];
  const { id } = ended ?? {};
  if (call && id !== undefined && GIVES_ID.has(operation)) commands.push(idLine(sending, id));
  if (id !== undefined && key !== null) sending.ids.set(key, id);
  const what = `${DOES[operation] ?? operation} through node ${node}${key === null ? '' : ` (${key})`}`;
  sending.steps.push({ does: `${what}: ${endedInWords(ended)}.`, commands });
}

function idLine({ variables }: Sending, id: string): string {
  const name = variables.get(id) ?? `ID${variables.size + 1}`;
  variables.set(id, name);
  return `${name}=$(jq -r .id answer.json)`;
}

function endedInWords(ended: NotedCall['ended']): string {
  if (ended?.type === 'ok') return 'it was answered with success';
  if (ended?.type === 'fail') return `it was refused here (${ended.code})`;
  return `it had no definite answer here (${ended?.code ?? 'none at all'})`;
}
