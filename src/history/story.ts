// What happened to one write: who sent it to which node, what came back, and what each node gave for it whenever it
// was asked. A page and a command show the same story, so it is made here, from one cycle of a history and nothing else.

import { keyInWords, keyLookStep, keyStep } from './key-story.ts';
import type { KeyHistory } from './keys.ts';
import { type Look, lookOf } from './looks.ts';
import { type FaultWindow, modelOf, UNNAMED_RULES, type Write } from './model.ts';
import type { HistoryOp, LookupOp, NodeName, RecallOp } from './ops.ts';
import { beganAt, millisecondsSince, stagesOf } from './stages.ts';
import type { Placeless, Step, StepState } from './story-steps.ts';
import {
  answerInWords,
  differenceInWords,
  heldInWords,
  lookInWords,
  lookupInWords,
  recallInWords,
} from './story-words.ts';

export interface WriteStory {
  key: string;
  cycle: number;
  /** What clients did to the key, in a sentence, where they share it; null: it is the key of one write. */
  shared: string | null;
  /** null: no client sent it, or the key is shared. */
  write: Pick<Write, 'node' | 'digest' | 'word' | 'outcome' | 'id' | 'error'> | null;
  client: number | null;
  nodes: readonly NodeName[];
  /** In the order of time. Times are milliseconds since the cycle began. */
  steps: Step[];
  stages: ReturnType<typeof stagesOf>;
  /** When the fault held, was first undone, and was healed, and its proof; null: there was none, or it never came to that. */
  fault:
    | ({ holds_ms: number | null; healing_ms: number | null; healed_ms: number | null } & Pick<
        FaultWindow,
        'name' | 'proof'
      >)
    | null;
  /** What this history did not record, so that the story cannot have it. */
  not_recorded: string[];
}

/**
 * @param ops one cycle's operations, in order
 * @param injected_ms when the fault held, as the cycle's own line counts it; null: times count from the first operation
 * @returns null where no operation of the cycle is about this key
 * @throws Error for the end of a write that was never invoked
 */
export function storyOf(ops: readonly HistoryOp[], key: string, injected_ms: number | null): WriteStory | null {
  const model = modelOf(ops, UNNAMED_RULES);
  const write = model.writes.find((one) => one.key === key) ?? null;
  const shared = model.keys.get(key) ?? null;
  // a row that nobody sent is named by its id
  const isHeld = model.looks.some((look) => look.byKey.has(key) || look.byId.has(key));
  if (write === null && shared === null && !isHeld) return null;
  const began = beganAt(ops, injected_ms);
  const since = (ns: number): number => millisecondsSince(began, ns);
  const steps = ops.flatMap((op) =>
    stepsOf(op, { key, write, shared }, model.fault).map((step) => ({
      ...step,
      op: op.index,
      at_ms: since(op.time_ns),
    })),
  );
  return {
    key,
    cycle: ops[0]?.cycle ?? 0,
    shared: shared && keyInWords(shared),
    write,
    client: clientOf(ops, key),
    nodes: model.rules.nodes,
    steps: steps.toSorted((x, y) => x.at_ms - y.at_ms || x.op - y.op),
    stages: stagesOf(ops, began),
    fault: model.fault && windowOf(model.fault, since),
    not_recorded: notRecorded(model),
  };
}

interface About {
  key: string;
  write: Write | null;
  shared: KeyHistory | null;
}

function stepsOf(op: HistoryOp, { key, write, shared }: About, fault: FaultWindow | null): Placeless[] {
  if (op.f === 'read') {
    const look = lookOf(op);
    if (shared) return [keyLookStep(look, shared, fault?.killed.includes(look.node) === true)];
    return [lookStep(look, key, write, fault)];
  }
  if (op.f === 'differ') {
    if (op.value.key !== key && op.value.id !== write?.id) return [];
    const words = differenceInWords(op.value.fields);
    return [{ what: 'differ', node: null, state: 'differs', digest: null, words }];
  }
  if (op.f === 'recall') return op.value.key === key && op.type !== 'invoke' ? [recallStep(op)] : [];
  if (shared) return keyStep(op, shared);
  if (op.f !== 'write' && op.f !== 'lookup') return [];
  if (op.value.key !== key || write === null) return [];
  if (op.f === 'lookup') return [lookupStep(op, write)];
  // histories that name no node all asked node a
  const node = write.node ?? 'a';
  if (op.type !== 'invoke')
    return [{ what: 'answer', node, state: write.outcome, digest: null, words: answerInWords(write, node) }];
  return [
    { what: 'sent', node, state: 'sent', digest: write.digest, words: `client ${op.process} sends it to node ${node}` },
  ];
}

function lookStep(look: Look, key: string, write: Write | null, fault: FaultWindow | null): Placeless {
  const { name, node, rows } = look;
  const own = rowsOf(look, key, write);
  const state =
    rows === null
      ? 'unread'
      : own.length === 0
        ? 'lacking'
        : own.every(([, , digest]) => digest === write?.digest)
          ? 'held'
          : 'other';
  const held = heldInWords(state, {
    times: own.length,
    isSent: write !== null,
    isUnlisted: own.some(([id]) => look.unlisted?.has(id)),
  });
  return {
    what: name,
    node,
    state,
    digest: own[0] ? own[0].slice(2).join(' ') : null,
    words: `${lookInWords(look, fault?.killed.includes(node) === true)}: ${held}`,
  };
}

/** By the id of its ack, and by its key; a row that nobody sent by the id that names it. */
function rowsOf({ byId, byKey }: Look, key: string, write: Write | null) {
  const own = byId.get(write?.id ?? key);
  return [...new Set([...(own ? [own] : []), ...(byKey.get(key) ?? [])])];
}

function lookupStep(op: LookupOp, write: Write): Placeless {
  const { node, digest = null } = op.value;
  const state =
    op.type === 'info' ? 'unread' : digest === null ? 'lacking' : digest === write.digest ? 'held' : 'other';
  return { what: 'lookup', node, state, digest, words: lookupInWords(op, state) };
}

function recallStep(op: RecallOp): Placeless {
  const state = op.type === 'info' || op.value.found === undefined ? 'unread' : op.value.found ? 'held' : 'lacking';
  return { what: 'recall', node: op.value.node, state, digest: null, words: recallInWords(op, state) };
}

const clientOf = (ops: readonly HistoryOp[], key: string): number | null =>
  (ops.find((op) => op.f === 'write' && op.type === 'invoke' && op.value.key === key)?.process as number | undefined) ??
  null;

const windowOf = (
  { name, holds_ns, healing_ns, healed_ns, proof }: FaultWindow,
  since: (ns: number) => number,
): WriteStory['fault'] => {
  const at = (ns: number | null) => (ns === null ? null : since(ns));
  return { name, holds_ms: at(holds_ns), healing_ms: at(healing_ns), healed_ms: at(healed_ns), proof };
};

function notRecorded({ recorded, looks }: ReturnType<typeof modelOf>): string[] {
  if (recorded.stages) return [];
  return [
    'the stages of the cycle',
    ...(looks.some(({ name }) => name === 'inside') ? [] : ['looks while the fault held']),
    'look-ups right after an ack',
    'recalls',
  ];
}

/** How the write ended, and what each node gave for it at the last look. */
export function endingInWords({ write, shared, steps, nodes }: WriteStory): string {
  const last = new Map(
    nodes.map((node) => [node, steps.findLast((step) => step.what === 'final' && step.node === node)?.state]),
  );
  const of = (state: StepState): NodeName[] => nodes.filter((node) => last.get(node) === state);
  const places = [
    ...placeInWords('it is on', of('held')),
    ...placeInWords('it is not on', [...of('lacking'), ...of('absent')]),
    ...placeInWords('other content is on', of('other')),
  ];
  const ended = shared ?? (write === null ? 'No client sent it' : `It was ${ENDINGS[write.outcome]}`);
  return places.length === 0
    ? `${ended}; no node was read at the end.`
    : `${ended}; at the end ${places.join(', and ')}.`;
}

const ENDINGS = {
  acked: 'acked',
  refused: 'refused',
  unknown: 'sent, without a definite answer',
  unsent: 'never sent: the harness itself could not',
} as const;

const placeInWords = (words: string, nodes: readonly NodeName[]): string[] =>
  nodes.length === 0
    ? []
    : [
        `${words} ${nodes.length === 1 ? 'node' : 'nodes'} ${nodes.length === 1 ? nodes.join('') : `${nodes.slice(0, -1).join(', ')} and ${nodes.at(-1)}`}`,
      ];
