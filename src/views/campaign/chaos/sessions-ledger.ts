// What the sessions of clients may expect of their reads, by fault class: how many reads had something to be older than,
// how many were, and for how long, before, in and after the fault.

import { SESSION_BREACHES, SESSION_STAGES, type SessionBreach } from '../../../contract/consistency.ts';
import { objectAt } from '../../../contract/json-object.ts';
import type { JsonObject } from '../../../contract/reading.ts';
import { numberAt, objectsAt } from '../../artifact-fields.ts';
import { type Cell, type Ledger, type LedgerRow, words } from '../../ledger.ts';
import { leftOut } from '../../left-out.ts';
import { grouped, milliseconds } from '../../rounding.ts';
import { counted } from '../../words.ts';
import type { ReportedClass } from './chaos-ledgers.ts';

/** What a read of each kind is. */
const IN_WORDS: Record<SessionBreach, string> = {
  own_write_unread: 'older than what the client itself had an ack for',
  non_monotonic_read: 'older than what the client had read before',
  stale_read: 'older than what anybody had an ack for',
  non_monotonic_write: 'a client’s later write shown first, its earlier one then not there',
  write_without_cause: 'a write shown first, what its client had read before it then not there',
};
const SCOPES: Readonly<Record<string, string>> = { cluster: 'through any node', node: 'at one node' };
const STAGE_WORDS = { before: 'before', in: 'in', after: 'after' } as const;
/** Of all classes: eight classes of ours have as many. */
const ENTRIES_MAX = 80;

/**
 * null where no class has read a key that clients share.
 * @param href where the document is
 */
export function sessionsLedger(classes: readonly ReportedClass[], href: string): Ledger | null {
  const entries = classes.flatMap(({ name, fault }) => objectsAt(fault, 'sessions').map((entry) => ({ name, entry })));
  const rows = entries.slice(0, ENTRIES_MAX).flatMap(({ name, entry }) => rowOf(name, entry));
  if (rows.length === 0) return null;
  const found = rows.filter(({ mark }) => mark !== null);
  const others = rows.filter(({ mark }) => mark === null);
  return {
    caption: 'Reads that were older than a session may expect',
    isProse: true,
    columns: words('Fault class', 'A read', 'Reads before, in, after', 'Of these older', 'Stale for, at least'),
    rows: found,
    folded: { summary: foldedInWords(others, found.length === 0), rows: others },
    more: leftOut(entries.length - ENTRIES_MAX, href),
    note: NOTE,
  };
}

const NOTE =
  'Before, in and after the fault. Counted are reads that had something to be older than, and only what is certain: a ' +
  'read that a write of unknown outcome may explain is not older. At one node: both went through the node that was read. ' +
  'Stale for: from the ack, or the earlier read, until the read began; half of them, 95 %, and the longest. An anomaly, ' +
  'and a failure, only where the version promises sessions (I12).';

const foldedInWords = (rows: readonly LedgerRow[], areAll: boolean): string =>
  areAll
    ? 'No read was older than a session may expect'
    : `${counted(rows.length, 'kind')} of which there was no such read`;

function rowOf(fault: string, entry: JsonObject): LedgerRow[] {
  const breach = SESSION_BREACHES.find((one) => one === entry.breach);
  const scope = typeof entry.scope === 'string' && Object.hasOwn(SCOPES, entry.scope) ? SCOPES[entry.scope] : undefined;
  if (breach === undefined || scope === undefined) return [];
  const found = SESSION_STAGES.map((stage) => numberAt(objectAt(entry, 'found'), stage) ?? 0);
  const isFound = found.some((number) => number > 0);
  return [
    {
      mark: isFound ? { glyph: '!', word: 'found', tone: 'warn' } : null,
      head: fault,
      cells: [
        { text: `${IN_WORDS[breach]}, ${scope}` },
        { text: SESSION_STAGES.map((stage) => grouped(numberAt(objectAt(entry, 'reads'), stage) ?? 0)).join(', ') },
        { text: found.map(grouped).join(', '), ...(isFound ? { tone: 'warn' } : {}) },
        staleness(objectAt(entry, 'stale_ms')),
      ],
    },
  ];
}

function staleness(times: JsonObject): Cell {
  const said = SESSION_STAGES.flatMap((stage) => {
    const [p50, p95, max] = ['p50', 'p95', 'max'].map((key) => numberAt(objectAt(times, stage), key));
    if (typeof p50 !== 'number' || typeof p95 !== 'number' || typeof max !== 'number') return [];
    return [`${STAGE_WORDS[stage]}: ${[p50, p95, max].map(milliseconds).join(', ')} ms`];
  });
  return { text: said.join('; ') || '-' };
}
