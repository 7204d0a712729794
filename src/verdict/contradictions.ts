// The rules by which a document contradicts itself, phase by phase (consistent.ts says what follows from it).

import { figureInWords } from '../contract/figure-form.ts';
import { isObject } from '../contract/json-object.ts';
import { FAULT_CLASSES_MAX, MIGRATION_ROWS_MIN } from '../contract/names.ts';
import type { JsonObject, Path } from '../contract/reading.ts';
import type { Source } from './check.ts';
import { asList, asNumber, shortJson, valueAt } from './field.ts';
import { hasMaskedKey, isMaskedText } from './masked.ts';

export interface Contradiction {
  file: string;
  path: Path;
  /** Both values, in words. */
  text: string;
}

const SHOWN_CHARS_MAX = 80;
const LINE_CHARS_MAX = 120;

const shown = (value: unknown): string => (value === undefined ? 'nothing' : shortJson(value, SHOWN_CHARS_MAX));

function at(source: Source, path: Path, text: string): Contradiction[] {
  const where = source.node === null ? '' : `node ${source.node}: `;
  return [{ file: source.file, path: [...source.base, ...path], text: `${where}${text}` }];
}

/** A pass beside a reason or another verdict, and what the log of a reconstructed phase says otherwise. */
export function ofAnyPhase(source: Source): Contradiction[] {
  const [pass, verdict, reasons] = ['pass', 'verdict', 'reasons'].map((key) => valueAt(source.document, [key]));
  const otherwise = saidByLog(source.document);
  return [
    ...(pass === true && !isNoReason(reasons)
      ? at(source, ['reasons'], `pass true beside reasons ${shown(reasons)}`)
      : []),
    ...(pass === true && verdict !== undefined && verdict !== 'pass'
      ? at(source, ['verdict'], `pass true beside verdict ${shown(verdict)}`)
      : []),
    ...(otherwise === null
      ? []
      : at(source, ['_contradicted_by'], `pass ${shown(pass)} beside what the log says, ${otherwise}`)),
  ];
}

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (isObject(value) && Object.keys(value).length === 0) ||
  asList(value)?.length === 0;

/** `[""]` means no reason. */
const isNoReason = (reasons: unknown): boolean => isNothing(reasons) || (asList(reasons)?.every(isNothing) ?? false);

/** The lines of its log that say otherwise than a rebuilt document, in words; null where none do. */
export function saidByLog(document: JsonObject): string | null {
  const otherwise = valueAt(document, ['_contradicted_by']);
  if (isNothing(otherwise)) return null;
  const [first, ...more] = asList(otherwise) ?? [otherwise];
  const said =
    isObject(first) && typeof first.text === 'string'
      ? `line ${typeof first.line === 'number' ? first.line : shown(first.line)} of ${shown(first.log)}: ${shortJson(first.text, LINE_CHARS_MAX)}`
      : shortJson(first, LINE_CHARS_MAX);
  return more.length === 0 ? said : `${said}, and ${more.length} more`;
}

/** Two documents of one host are one node, and prove nothing of another. */
export function ofPhase1(sources: readonly Source[]): Contradiction[] {
  const seen = new Map<string, string>();
  return sources.flatMap((source) => {
    const host = valueAt(source.document, ['host']);
    if (typeof host !== 'string' || sources.length < 2) return [];
    const earlier = seen.get(host);
    seen.set(host, source.node ?? source.file);
    if (earlier !== undefined) return at(source, ['host'], `host ${shown(host)}, as node ${earlier}`);
    return host === '***' ? at(source, ['host'], 'the host is masked, so it may be that of another node') : [];
  });
}

/** More was acked, or counted on a node, than was ever written. */
export function ofPhase2(source: Source): Contradiction[] {
  const total = valueAt(source.document, ['total_writes']);
  if (isMaskedText(total)) return at(source, ['total_writes'], `total_writes is ${shown(total)}, and may be below ok`);
  const most = asNumber(total);
  if (most === null) return [];
  const counts = valueAt(source.document, ['counts']);
  const isAbove = (value: unknown) => isMaskedText(value) || (asNumber(value) ?? 0) > most;
  const above = (path: Path, what: string, value: unknown): Contradiction[] =>
    isAbove(value) ? at(source, path, `${what} ${shown(value)} beside total_writes ${figureInWords(most)}`) : [];
  return [
    ...above(['ok'], 'ok', valueAt(source.document, ['ok'])),
    ...Object.entries(isObject(counts) ? counts : {}).flatMap(([node, count]) =>
      above(['counts', node], `the count of ${shown(node)},`, count),
    ),
  ];
}

/** A migration of fewer rows than the protocol asks for may not say that this was expected. */
export function ofPhase3(source: Source): Contradiction[] {
  const expected = valueAt(source.document, ['expected_count']);
  if (expected === undefined || (Number.isInteger(expected) && Number(expected) >= MIGRATION_ROWS_MIN)) return [];
  return at(
    source,
    ['expected_count'],
    `expected_count ${shown(expected)} beside a protocol of ${figureInWords(MIGRATION_ROWS_MIN)} rows or more`,
  );
}

export function ofPhase4(source: Source): Contradiction[] {
  const faults = valueAt(source.document, ['faults']);
  const names = isObject(faults) ? Object.keys(faults).slice(0, FAULT_CLASSES_MAX) : [];
  return names.flatMap((name) => ofClass(source, name));
}

function ofClass(source: Source, name: string): Contradiction[] {
  const field = (key: string) => valueAt(source.document, ['faults', name, key]);
  const found = (key: string, text: string) => at(source, ['faults', name, key], `${shown(name)}: ${text}`);
  const bound = asNumber(valueAt(source.document, ['convergence_by_fault', name]));
  const planned = valueAt(source.document, ['cycles_per_fault']);
  const [injected, acked, cycles] = [field('injected'), field('acked'), field('cycles')];
  return [
    ...(typeof injected === 'boolean' ? [] : found('injected', `injected ${shown(injected)}, neither true nor false`)),
    ...(bound !== null && (isMaskedText(acked) || (asNumber(acked) ?? 1) < 1)
      ? found('acked', `acked ${shown(acked)} beside a bound of ${figureInWords(bound)}`)
      : []),
    ...(cycles !== undefined && planned !== undefined && cycles !== planned
      ? found('cycles', `cycles ${shown(cycles)} beside cycles_per_fault ${shown(planned)}`)
      : []),
    ...(bound !== null && bound >= 1
      ? ['lost', 'missing_by_node']
          .filter((key) => showsMissing(field(key)))
          .flatMap((key) => found(key, `${key} ${shown(field(key))} beside a bound of ${figureInWords(bound)}`))
      : []),
  ];
}

/** A number above 0, by itself or by node; or one that is masked. */
const showsMissing = (value: unknown): boolean =>
  isObject(value) ? hasMaskedKey(value) || Object.values(value).some(isAboveNone) : isAboveNone(value);

const isAboveNone = (value: unknown): boolean => isMaskedText(value) || (asNumber(value) ?? 0) > 0;
