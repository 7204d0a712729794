// What the version under test promises, beside what was found: an invariant that is broken though promised is
// a defect; one that nobody promised is what an operator must know.

import type { Entry } from '../../../catalogue/catalogue.ts';
import { documentOf } from '../../../catalogue/texts.ts';
import { INVARIANT_IDS, INVARIANTS, type Invariant } from '../../../contract/invariants.ts';
import { objectAt } from '../../../contract/json-object.ts';
import { SUMMARY_FILE } from '../../../contract/names.ts';
import type { JsonObject } from '../../../contract/reading.ts';
import { numberAt } from '../../artifact-fields.ts';
import { type Cell, type Ledger, numbers, words } from '../../ledger.ts';
import { fewOf } from '../../left-out.ts';
import { grouped } from '../../rounding.ts';
import { counted, type Mark, okMark, sentence } from '../../words.ts';

/** The findings of one phase, or of one fault class of it. */
export interface Finding {
  /** The fault class; null for a phase as a whole. */
  name: string | null;
  invariants: JsonObject;
}

const SOURCE_CHARS_MAX = 160;
const CLASSES_NAMED_MAX = 4;

/** @returns null where no finding names an invariant: the established shape knows none */
export function invariantsLedger(root: string, entry: Entry, findings: readonly Finding[]): Ledger | null {
  const found = findings.filter(({ invariants }) => Object.keys(invariants).length > 0);
  if (found.length === 0) return null;
  const promises = promisesOf(root, entry);
  const isOfRun = found.every(({ name }) => name === null);
  const shared = sharedSource(promises);
  const rows = INVARIANT_IDS.flatMap((id) => rowOf(id, objectAt(promises, id), found, shared !== null));
  const kept = rows.filter(({ mark }) => mark?.tone === 'pass');
  return {
    caption: `Invariants ${isOfRun ? 'of the run' : 'of the cycles'}: what was found, and what is promised`,
    isProse: true,
    columns: [...words('Invariant', 'Promised'), ...numbers('Judged in', 'Broken in'), ...words('Found')],
    rows: rows.filter(({ mark }) => mark?.tone !== 'pass'),
    ...(kept.length === 0
      ? {}
      : { folded: { summary: `${sentence(counted(kept.length, 'invariant'))} looked at and not broken`, rows: kept } }),
    note: `${shared === null ? '' : `Promised: ${shared}. `}${NOTE}`,
  };
}

function promisesOf(root: string, entry: Entry): JsonObject {
  const summary = documentOf(root, entry, SUMMARY_FILE, []);
  return summary ? objectAt(objectAt(summary, 'capabilities'), 'promises') : {};
}

const NOTE =
  'Judged in and broken in: so many cycles, or once for a phase. A cycle judges only what it could have shown. ' +
  'That an invariant was not broken here does not say that it never is.';

/** What is said once for every promise need not be in every row. */
function sharedSource(promises: JsonObject): string | null {
  const sources = [...new Set(INVARIANT_IDS.flatMap((id) => objectAt(promises, id).source ?? []))];
  const [only] = sources;
  return sources.length === 1 && typeof only === 'string' ? only.slice(0, SOURCE_CHARS_MAX) : null;
}

function rowOf(id: Invariant, promise: JsonObject, findings: readonly Finding[], isShared: boolean): Ledger['rows'] {
  const own = findings.map(({ name, invariants }) => ({ name, found: objectAt(invariants, id) }));
  const sum = (key: string) => own.reduce((total, { found }) => total + (numberAt(found, key) ?? 0), 0);
  const [judged, broken] = [sum('judged'), sum('broken')];
  const isPhase = findings.every(({ name }) => name === null);
  if (judged === 0 && (isPhase || Object.keys(promise).length === 0)) return [];
  const breaking = own.filter(({ found }) => (numberAt(found, 'broken') ?? 0) > 0).map(({ name }) => name);
  return [
    {
      mark: markOf(judged, broken, promise.promised === true),
      head: `${id} ${INVARIANTS[id]}`,
      cells: [
        promiseCell(promise, isShared),
        { text: grouped(judged) },
        { text: grouped(broken), ...(broken > 0 ? { tone: promise.promised === true ? 'fail' : 'warn' } : {}) },
        { text: foundInWords(judged, broken, promise, breaking, sum('writes')) },
      ],
    },
  ];
}

function markOf(judged: number, broken: number, isPromised: boolean): Mark {
  if (judged === 0) return { glyph: '○', word: 'not judged', tone: 'idle' };
  if (broken === 0) return { ...okMark(true), word: 'not broken' };
  return isPromised
    ? { ...okMark(false), word: 'broken, though promised' }
    : { glyph: '!', word: 'broken, not promised', tone: 'warn' };
}

function promiseCell({ promised, source }: JsonObject, isShared: boolean): Cell {
  if (typeof promised !== 'boolean') return { text: 'nothing said', tone: 'idle' };
  const by = typeof source === 'string' && !isShared ? `: ${source.slice(0, SOURCE_CHARS_MAX)}` : '';
  return { text: `${promised ? 'yes' : 'no'}${by}` };
}

function foundInWords(
  judged: number,
  broken: number,
  { promised }: JsonObject,
  breaking: readonly (string | null)[],
  writes: number,
): string {
  if (judged === 0) return 'no cycle could show it';
  if (broken === 0) return 'not broken';
  const classes = breaking.filter((name) => name !== null);
  const where = classes.length === 0 ? '' : ` under ${fewOf(classes, CLASSES_NAMED_MAX)}`;
  const said = promised === true ? ', though promised' : promised === false ? ', as it does not promise it' : '';
  return `broken${where}, ${grouped(writes)} ${writes === 1 ? 'write' : 'writes'}${said}`;
}
