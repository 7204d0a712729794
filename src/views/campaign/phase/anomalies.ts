// What the checkers looked for in the recorded operations, what this version promises, and what was found. An anomaly
// that a promise excludes is a failure; one that nobody promised is what an operator must know.

import { ANOMALIES, ANOMALY_NAMES, type AnomalyName } from '../../../contract/anomalies.ts';
import { figuresInText } from '../../../contract/figure-form.ts';
import { asObject } from '../../../contract/json-object.ts';
import type { JsonObject } from '../../../contract/reading.ts';
import { isUnfounded } from '../../../verdict/anomalies.ts';
import { numberAt } from '../../artifact-fields.ts';
import { type Cell, type Ledger, type LedgerRow, numbers, words } from '../../ledger.ts';
import { firstOf, leftOut } from '../../left-out.ts';
import type { Link } from '../../link.ts';
import { grouped } from '../../rounding.ts';
import { counted, type Mark, okMark, sentence } from '../../words.ts';

/** The stored list of one phase, or of one fault class of it. */
export interface Looked {
  /** The fault class; null for a phase as a whole. */
  name: string | null;
  anomalies: unknown;
}

const SOURCE_CHARS_MAX = 160;
const SENTENCE_CHARS_MAX = 220;
const CLASSES_NAMED_MAX = 4;
const LISTED_MAX = 100;
const LINKS_MAX = 3;

const NOTE =
  'Promised: what is excluded always no store may do, whatever it promises. Looked in: so many cycles could show it, ' +
  'or the one run of a phase. A cycle is asked only for what it could have shown. That nothing was found here does ' +
  'not say that it never happens.';

/**
 * @param linksOf the pages of writes that show an anomaly
 * @param href where the document is
 * @returns null where no document has such a list: campaigns had none before
 */
export function anomaliesLedger(
  looked: readonly Looked[],
  linksOf: (anomaly: AnomalyName) => Link[],
  href: string,
): Ledger | null {
  const lists = looked.map(({ name, anomalies }) => ({ name, all: Array.isArray(anomalies) ? anomalies : [] }));
  const entries = lists.flatMap(({ name, all }) =>
    all.slice(0, LISTED_MAX).map((one) => ({ name, found: asObject(one) })),
  );
  const unread = lists.reduce((sum, { all }) => sum + Math.max(0, all.length - LISTED_MAX), 0);
  if (entries.length === 0) return null;
  const rows = ANOMALY_NAMES.flatMap((name) => rowOf(name, entries, linksOf(name), href));
  const [clean, open] = [rows.filter(isClean), rows.filter((row) => !isClean(row))];
  return {
    caption: `Anomalies ${looked.every(({ name }) => name === null) ? 'of the run' : 'of the cycles'}: what was found, and what is promised`,
    isProse: true,
    isLongAtEnds: true,
    columns: [...words('Looked for', 'Promised'), ...numbers('Looked in', 'Undecided', 'Found in'), ...words('Found')],
    rows: open,
    asides: asidesOf(open),
    ...(clean.length === 0
      ? {}
      : {
          folded: {
            summary: `${sentence(counted(clean.length, 'anomaly', 'anomalies'))} looked for and not found`,
            rows: clean,
            asides: asidesOf(clean),
          },
        }),
    more: leftOut(unread, href, 'entries, not read here'),
    note: NOTE,
  };
}

interface Entry {
  name: string | null;
  found: JsonObject;
}

interface Row extends LedgerRow {
  /** Who promises it, or says that it is not promised. */
  source: string | null;
}

const isClean = ({ mark }: Row): boolean => mark?.tone === 'pass';

const asidesOf = (rows: readonly Row[]): string[] => [...new Set(rows.flatMap(({ source }) => source ?? []))];

function rowOf(name: AnomalyName, entries: readonly Entry[], links: readonly Link[], href: string): Row[] {
  const own = entries.filter(({ found }) => found.name === name).map(believed);
  if (own.length === 0) return [];
  const sum = (key: string) => own.reduce((total, { found }) => total + (numberAt(found, key) ?? 0), 0);
  const valid = own.some(({ found }) => found.valid === false)
    ? false
    : own.every(({ found }) => found.valid === true)
      ? true
      : null;
  const isExcluded = ANOMALIES[name].excluded_by === 'always' || own.some(({ found }) => found.promised === true);
  const foundIn = sum('found_in');
  const { rows: shown, more } = firstOf(links, LINKS_MAX, href);
  return [
    {
      mark: markOf(valid, isExcluded),
      key: name,
      head: `${name.replaceAll('_', ' ')}: ${ANOMALIES[name].is}`,
      source: sourceInWords(name, own[0]?.found ?? {}),
      cells: [
        promiseCell(name, own[0]?.found ?? {}),
        { text: grouped(sum('cycles')) },
        { text: grouped(sum('undecided')) },
        { text: grouped(foundIn), ...(foundIn > 0 ? { tone: isExcluded ? 'fail' : 'warn' } : {}) },
        { text: foundInWords(valid, own, links.length > 0), links: [...shown, ...(more ? [more] : [])] },
      ],
    },
  ];
}

/** That nothing was found is believed only of a list that looked somewhere and counted nothing. */
function believed({ name, found }: Entry): Entry {
  return found.valid === true && isUnfounded(found) ? { name, found: { ...found, valid: null } } : { name, found };
}

function markOf(valid: boolean | null, isExcluded: boolean): Mark {
  if (valid === true) return { ...okMark(true), word: 'not found' };
  if (valid === null) return { ...okMark(null), word: 'undecided' };
  return isExcluded ? { ...okMark(false), word: 'found' } : { glyph: '!', word: 'found, not promised', tone: 'warn' };
}

function promiseCell(name: AnomalyName, { promised }: JsonObject): Cell {
  const { excluded_by } = ANOMALIES[name];
  if (excluded_by === 'always') return { text: 'always' };
  if (promised === true) return { text: `yes, ${excluded_by}` };
  return promised === false ? { text: `no, ${excluded_by}` } : { text: `${excluded_by}: nothing said`, tone: 'idle' };
}

/** Several anomalies are excluded by one promise: its source need not be in each row. */
function sourceInWords(name: AnomalyName, { promised, source }: JsonObject): string | null {
  const { excluded_by } = ANOMALIES[name];
  if (excluded_by === 'always' || typeof source !== 'string' || typeof promised !== 'boolean') return null;
  return `${excluded_by} is ${promised ? '' : 'not '}promised: ${source.slice(0, SOURCE_CHARS_MAX)}.`;
}

/** @param hasLinks some of its keys follow as links: the words need not name them too, and the cycles are drawn below */
function foundInWords(valid: boolean | null, own: readonly Entry[], hasLinks: boolean): string {
  const found = own.filter((one) => one.found.valid === false);
  if (found.length === 0) return valid === null ? 'could not be decided' : 'no';
  const [first] = found;
  const evidence = asObject(Array.isArray(first?.found.evidence) ? first.found.evidence[0] : null);
  const whole =
    typeof evidence.sentence === 'string' ? figuresInText(evidence.sentence.slice(0, SENTENCE_CHARS_MAX)) : 'found';
  const said = hasLinks ? withoutKeys(whole) : whole;
  if (first === undefined || first.name === null) return said;
  const place = `${first.name}, cycle ${numberAt(evidence, 'cycle') ?? '?'}: ${said}`;
  if (found.length === 1) return place;
  const shown = found
    .slice(0, CLASSES_NAMED_MAX)
    .map(({ name, found: one }) => `${name} in ${grouped(numberAt(one, 'found_in') ?? 0)}`);
  const more = found.length - shown.length;
  const others = more > 0 ? ` and ${counted(more, 'more class', 'more classes')}` : '';
  return `${shown.join(', ')}${others}.${hasLinks ? '' : ` First ${place}`}`;
}

/** A checker's sentence ends with some keys: where pages of their own follow, the list of them says nothing more. */
export const withoutKeys = (sentence: string): string => sentence.replace(/ \([^()]*\)$/, '');
