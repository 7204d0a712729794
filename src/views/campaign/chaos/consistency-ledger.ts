// Of the keys that clients share, by fault class: the strongest model that no read refutes, in plain words, and the few
// operations that refute the next stronger one.

import { MODELS, type Model } from '../../../contract/consistency.ts';
import { objectAt } from '../../../contract/json-object.ts';
import type { JsonObject } from '../../../contract/reading.ts';
import { numberAt, objectsAt } from '../../artifact-fields.ts';
import { type Cell, count, type Ledger, numbers, words } from '../../ledger.ts';
import { grouped, milliseconds } from '../../rounding.ts';
import { counted } from '../../words.ts';
import type { ReportedClass } from './chaos-ledgers.ts';

const IN_WORDS: Record<Model | 'none', string> = {
  linearizable: 'linearizable: as if there were one copy',
  sequential: 'sequential per key: one order for all clients, which some saw late',
  eventual: 'eventual: clients saw no common order, and the nodes agreed in the end',
  none: 'none: the nodes did not agree even in the end',
};
const OPS_SHOWN_MAX = 6;
const NAME_CHARS_MAX = 60;

/** null where no class has read a key that clients share. */
export function consistencyLedger(classes: readonly ReportedClass[]): Ledger | null {
  const shared = classes
    .map(({ name, fault }) => ({ name, found: objectAt(fault, 'consistency') }))
    .filter(({ found }) => Object.keys(found).length > 0);
  if (shared.length === 0) return null;
  return {
    caption: 'Keys that clients share: the strongest model that nothing refutes',
    isProse: true,
    columns: [
      ...words('Fault class', 'Strongest model'),
      ...numbers('Keys', 'Reads'),
      ...words('What it is not, and why'),
    ],
    rows: shared.map(({ name, found }) => ({
      mark: null,
      head: name,
      cells: [
        modelCell(found),
        ...['keys', 'reads'].map((key) => count(numberAt(found, key), ['faults', name, 'consistency', key])),
        refutationCell(found),
      ],
    })),
    note: NOTE,
  };
}

const NOTE =
  'Judged key by key, from the reads and writes of clients and the last read of every node. Linearizable: some order of ' +
  'all operations follows real time and explains every read. Sequential: some order has the operations of each client in theirs. ' +
  'Eventual: after quiesce all nodes give one value that no acked operation replaced. A model counts only where every ' +
  'weaker one holds too. Not refuted is not proven: few reads refute little. The part that is shown refutes by itself.';

function modelCell(found: JsonObject): Cell {
  const { model } = found;
  if (typeof model !== 'string' || !Object.hasOwn(IN_WORDS, model)) return { text: 'undecided', tone: 'idle' };
  return { text: IN_WORDS[model as Model | 'none'], ...(model === 'none' ? { tone: 'warn' } : {}) };
}

/** Of the weakest model that is refuted or undecided: every weaker one holds. */
function refutationCell(found: JsonObject): Cell {
  const model = MODELS.toReversed().find((one) => objectAt(found, one).valid !== true);
  if (model === undefined) return { text: 'nothing refutes it' };
  const { valid, refuted_by } = objectAt(found, model);
  const refuted = numberAt(objectAt(found, model), 'refuted_keys') ?? 0;
  const unknown = numberAt(objectAt(found, model), 'unknown_keys') ?? 0;
  if (valid !== false) return { text: `${model}: ${keys(unknown)} could not be decided`, tone: 'idle' };
  const part =
    refuted_by === null
      ? 'no small part was found within bounds'
      : partInWords(objectAt(objectAt(found, model), 'refuted_by'));
  return { text: `not ${model}: ${keys(refuted)} refute${refuted === 1 ? 's' : ''} it. ${part}` };
}

const keys = (number: number): string => (number <= 5 ? counted(number, 'key') : `${grouped(number)} keys`);

function partInWords(part: JsonObject): string {
  const ops = objectsAt(part, 'ops').slice(0, OPS_SHOWN_MAX);
  const all = numberAt(part, 'ops_in_all') ?? ops.length;
  const more = all - ops.length;
  const fewest = part.fewest === true ? 'fewest that do' : 'none of which can be left out';
  const said = ops.map(opInWords).join('; ');
  return `Cycle ${numberAt(part, 'cycle') ?? '?'}, key ${name(part.key)}, ${fewest}: ${said}${more > 0 ? `; and ${grouped(more)} more` : ''}.`;
}

function opInWords(op: JsonObject): string {
  const client = numberAt(op, 'client');
  const who = client === null ? 'the last look' : `client ${client}`;
  const value = typeof op.value === 'string' ? name(op.value) : 'nothing';
  const did =
    op.kind === 'write' ? `wrote ${value} through` : op.kind === 'delete' ? 'deleted it through' : `read ${value} on`;
  return `${who} ${did} ${name(op.node)} ${time(op)}`;
}

function time(op: JsonObject): string {
  const [from, to] = [numberAt(op, 'from_ms'), numberAt(op, 'to_ms')];
  if (from === null) return '';
  return to === null
    ? `(from ${milliseconds(from)} ms, outcome unknown)`
    : `(${milliseconds(from)} to ${milliseconds(to)} ms)`;
}

const name = (value: unknown): string => (typeof value === 'string' ? value.slice(0, NAME_CHARS_MAX) : '?');
