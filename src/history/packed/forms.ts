// The forms that operations have, each said once for packing and unpacking: a form passes what it cannot know through
// the columns, and makes the whole operation of that and of what went before. Whoever packs compares: an operation that
// does not come out as it was has another form, or none.

import { isKeyKind } from '../keys.ts';
import { type HistoryOp, NANOSECONDS_PER_MS, type Nanoseconds, type NodeName } from '../ops.ts';
import { type Columns, Unfit } from './columns.ts';
import { readForm } from './read-form.ts';
import type { Bare, Client, Sent, SoFar } from './so-far.ts';

interface Made {
  op: Bare;
  client: Client | null;
}

/** @param op undefined: it is unpacked */
type Form = (io: Columns, far: SoFar, time_ns: Nanoseconds, op: Bare | undefined) => Made;

const made = (op: Bare, client: Client | null = null): Made => ({ op, client });
const textIn = (op: Bare | undefined, name: string): string | undefined => {
  const found = op?.value[name];
  return typeof found === 'string' ? found : undefined;
};

/** The client that invokes it, and the number of this operation among its own. */
function invoking(io: Columns, far: SoFar, op: Bare | undefined, named: string): { client: Client; name: string } {
  const name = textIn(op, named);
  const ending = typeof op?.process === 'number' ? `-${far.invoked(op.process)}` : '';
  const stem = name?.endsWith(ending) ? name.slice(0, name.length - ending.length) : undefined;
  const given = stem === undefined ? undefined : ([op?.process, op?.value.node, stem] as unknown as Client);
  const client = io.entry('clients', given);
  return { client, name: `${client[2]}-${far.invoked(client[0])}` };
}

/** The operation of a client that ends. */
function ending(io: Columns, far: SoFar, op: Bare | undefined): { process: number; sent: Sent } {
  const known = typeof op?.process === 'number' ? far.open(op.process)?.client : undefined;
  const [process] = io.entry('clients', known ?? undefined);
  const sent = far.open(process);
  if (!sent) throw new Unfit();
  return { process, sent };
}

const named = ({ key, value }: Sent): Record<string, unknown> => (value === null ? { key } : { key, value });

const write: Form = (io, far, _, op) => {
  const { client, name } = invoking(io, far, op, 'key');
  const digest = io.fresh('digests', textIn(op, 'digest'));
  const [process, node] = client;
  return made({ process, f: 'write', type: 'invoke', value: { key: name, digest, node } }, client);
};

const wordedWrite: Form = (io, far, time_ns, op) => {
  const { op: plain, client } = write(io, far, time_ns, op);
  const word = io.fresh('words', textIn(op, 'word'));
  return made({ ...plain, value: { ...plain.value, word } }, client);
};

const onKey: Form = (io, far, _, op) => {
  const { client, name: value } = invoking(io, far, op, 'value');
  const [process, node] = client;
  const [stem, number] = splitNumber(textIn(op, 'key'));
  const key = `${io.entry('keys', stem)}${io.number('key', number)}`;
  const parts = io.entry('parts', op && ['id', 'digest', 'promoted'].filter((part) => op.value[part] !== undefined));
  const id = parts.includes('id') ? { id: io.name('ids', textIn(op, 'id')) } : {};
  const digest = parts.includes('digest') ? { digest: io.fresh('digests', textIn(op, 'digest')) } : {};
  const promoted = parts.includes('promoted') ? { promoted: io.fresh('digests', textIn(op, 'promoted'), true) } : {};
  const f = io.entry('on keys', op?.f);
  return made({ process, f, type: 'invoke', value: { key, value, node, ...id, ...digest, ...promoted } }, client);
};

const acked: Form = (io, far, _, op) => {
  const { process, sent } = ending(io, far, op);
  if (sent.f === 'write') {
    const id = io.fresh('ids', textIn(op, 'id'));
    return made({ process, f: sent.f, type: 'ok', value: { key: sent.key, id } });
  }
  // of a get that found nothing the digest is null
  const parts = io.entry('answers', op && ['id', 'digest'].flatMap((part) => statedPart(op, part)));
  const id = parts.includes('id') ? { id: io.name('ids', textIn(op, 'id')) } : {};
  const digest = parts.includes('digest') ? { digest: io.name('digests', textIn(op, 'digest')) } : {};
  const none = parts.includes('no digest') ? { digest: null } : {};
  return made({ process, f: sent.f, type: 'ok', value: { ...named(sent), ...id, ...digest, ...none } });
};

const statedPart = ({ value }: Bare, part: string): string[] =>
  value[part] === undefined ? [] : value[part] === null ? [`no ${part}`] : [part];

const unacked =
  (type: 'fail' | 'info'): Form =>
  (io, far, _, op) => {
    const { process, sent } = ending(io, far, op);
    const { error, answer } = io.entry('errors', op && { error: op.error, answer: op.value.answer });
    const value = { ...named(sent), ...(answer === undefined ? {} : { answer }) };
    return made({ process, f: sent.f, type, value, error: error as string });
  };

const TENTH_OF_MS = NANOSECONDS_PER_MS / 10;

/** Of an acked write, soon after: named by how many acks ago that was. */
const lookup: Form = (io, far, time_ns, op) => {
  const { value } = op ?? {};
  const asked = io.entry('lookups', op && { process: op.process, node: value?.node, life: value?.life });
  const { process, node, life } = asked as { process: number; node: NodeName; life?: number };
  const at = op && far.acked.findLastIndex(({ key }) => key === value?.key);
  const write = far.acked.at(-1 - io.number('acks ago', at === undefined ? at : far.acked.length - 1 - at));
  if (!write) throw new Unfit();
  const tenths = Math.round((time_ns - (write.acked_ns ?? 0)) / TENTH_OF_MS);
  const late = op && Math.round((value?.after_ms as number) * 10) - tenths;
  const after_ms = (tenths + io.number('lookup late', late)) / 10;
  const base = { key: write.key, node, after_ms, ...(life === undefined ? {} : { life }) };
  const found = io.entry('looked up', op && foundBy(op, write));
  if (found === 'no answer') return made({ process, f: 'lookup', type: 'info', value: base });
  const digest =
    found === 'as sent' ? write.digest : found === 'nothing' ? null : io.name('digests', textIn(op, 'digest'));
  return made({ process, f: 'lookup', type: 'ok', value: { ...base, digest } });
};

function foundBy({ type, value }: Bare, { digest }: Sent): string {
  if (type === 'info') return 'no answer';
  if (value.digest === null) return 'nothing';
  return value.digest === digest ? 'as sent' : 'other';
}

const recall: Form = (io, far, _, op) => {
  const asked = io.entry(
    'recalls',
    op && { process: op.process, type: op.type, node: op.value.node, found: op.value.found },
  );
  const { process, type, node, found } = asked as { process: number; type: string; node: NodeName; found?: boolean };
  const at = op && far.worded.findIndex(({ key }) => key === op.value.key);
  const write = far.worded[io.number('words asked', at)];
  if (!write) throw new Unfit();
  const value = { key: write.key, node, word: write.word, ...(found === undefined ? {} : { found }) };
  return made({ process, f: 'recall', type, value });
};

const read: Form = (io, far, _, op) => made(readForm(io, far, op));

/** By the letter that a packed cycle has for it. */
export const FORMS: Readonly<Record<string, Form>> = {
  w: write,
  v: wordedWrite,
  k: onKey,
  a: acked,
  f: unacked('fail'),
  i: unacked('info'),
  l: lookup,
  r: recall,
  s: read,
};
/** Of an operation that stands as it is. */
export const AS_IT_IS = '-';

/** The form that the operation may have. */
export function letterOf({ f, type, value }: HistoryOp): string {
  if (f === 'write' && type === 'invoke') return 'word' in value ? 'v' : 'w';
  if (f === 'write' || isKeyKind(f)) return { invoke: 'k', ok: 'a', fail: 'f', info: 'i' }[type];
  if (f === 'lookup') return 'l';
  if (f === 'recall') return 'r';
  return f === 'read' && type === 'ok' ? 's' : AS_IT_IS;
}

const splitNumber = (key: string | undefined): [string, number] | [undefined, undefined] => {
  const found = /^(.*?)(0|[1-9]\d{0,8})$/s.exec(key ?? '');
  return found ? [found[1] ?? '', Number(found[2])] : [undefined, undefined];
};
