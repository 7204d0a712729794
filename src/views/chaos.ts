// Phase 4 as tables: per fault class the bound against its threshold, and what the artifact has to say of
// acked writes, confidence and receipts. Where it is silent, the page says what is unknown.

import { CONVERGENCE_BOUND_MIN, isFaultClass } from '../contract/names.ts';
import type { JsonObject } from '../contract/reading.ts';
import type { Check } from '../contract/verdict.ts';
import type { Entry } from './catalogue.ts';
import { cyclesFile } from './cycles.ts';
import { evidencePath, withBase } from './site.ts';
import { type Mark, okMark } from './words.ts';

export interface FaultRow {
  name: string;
  mark: Mark;
  bound: string;
  /** Share of the bar that is filled, 0 to 100. */
  percent: number;
  threshold: string;
  acked: string | null;
  lower95: string | null;
  cycles: string | null;
  /** Upper 95 % limit of the share of cycles that fail. */
  failure: string | null;
  receipts: string | null;
  counts: { label: string; value: string }[];
  cyclesHref: string | null;
  notInjected: string | null;
}

export interface ChaosView {
  /** What the two limits assume; null where neither is there. */
  assumes: string | null;
  rows: FaultRow[];
  protocol: string | null;
  silence: string | null;
}

const COUNTS = ['refused', 'unknown', 'lost', 'corrupted', 'duplicated', 'unexpected', 'recovered'] as const;

export function chaosView(entry: Entry, checks: readonly Check[], document: JsonObject): ChaosView {
  const rows = checks
    .filter(({ id }) => id.startsWith('phase4.') && isFaultClass(id.slice('phase4.'.length)))
    .map((check) => faultRow(entry, check, objectAt(objectAt(document, 'faults'), check.id.slice('phase4.'.length))));
  const cycles = numberIn(document, 'cycles_per_fault');
  const writes = numberIn(document, 'writes_per_cycle');
  return {
    assumes: rows.some(({ lower95, failure }) => lower95 !== null || failure !== null) ? ASSUMES : null,
    rows,
    protocol: cycles !== null && writes !== null ? `${cycles} cycles of ${writes} writes for each class` : null,
    silence: rows.length > 0 && rows.every(({ acked }) => acked === null) ? SILENCE : null,
  };
}

const ASSUMES =
  '95 % lower: what the acked writes show if they were independent, which losses within one cycle are not. ' +
  'Cycle failure: what the cycles show, each as one trial; the harder figure, and the honest one.';

const SILENCE =
  'Acked writes are not recorded, so no confidence can be stated; receipts are not recorded either, so that the ' +
  'faults took effect is the artifact’s word alone.';

function faultRow(entry: Entry, check: Check, fault: JsonObject): FaultRow {
  const name = check.id.slice('phase4.'.length);
  const bound = typeof check.got === 'number' ? check.got : null;
  const cycles = numberIn(fault, 'cycles');
  const clean = numberIn(fault, 'cycles_clean');
  const upper = numberIn(fault, 'cycle_failure_upper95');
  const receipts = Array.isArray(fault.receipts) ? fault.receipts.length : null;
  const file = cyclesFile(name);
  const hasCycles = entry.verdict.artifacts.some((artifact) => artifact.file === file && artifact.state === 'text');
  return {
    name,
    mark: okMark(check.ok),
    bound: bound === null ? 'no number' : String(bound),
    percent: bound === null ? 0 : Math.max(0, Math.min(100, bound * 100)),
    threshold: String(CONVERGENCE_BOUND_MIN),
    acked: text(numberIn(fault, 'acked')),
    lower95: text(numberIn(fault, 'lower95'), 5),
    cycles: cycles === null ? null : `${clean ?? '?'} of ${cycles}`,
    failure: upper === null ? null : fixed(upper, 3),
    receipts: receipts === null ? null : `${receipts} of ${cycles ?? '?'}`,
    counts: [...COUNTS.flatMap((key) => count(fault, key)), ...missingByNode(fault)],
    cyclesHref: hasCycles ? withBase(evidencePath(entry.id, file)) : null,
    notInjected:
      fault.injected === false ? (typeof fault.reason === 'string' ? fault.reason : 'no reason given') : null,
  };
}

function count(fault: JsonObject, key: string): FaultRow['counts'] {
  const value = numberIn(fault, key);
  return value === null ? [] : [{ label: key, value: String(value) }];
}

function missingByNode(fault: JsonObject): FaultRow['counts'] {
  const nodes = Object.entries(objectAt(fault, 'missing_by_node')).slice(0, 9);
  if (nodes.length === 0) return [];
  return [
    {
      label: 'missing by node',
      value: nodes
        .map(([node, missing]) => `${node} ${missing}`)
        .join(', ')
        .slice(0, 120),
    },
  ];
}

function objectAt(object: JsonObject, key: string): JsonObject {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function numberIn(object: JsonObject, key: string): number | null {
  const value = object[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

const fixed = (value: number, digits: number): string => String(Number(value.toFixed(digits)));
const text = (value: number | null, digits = 0): string | null => (value === null ? null : fixed(value, digits));
