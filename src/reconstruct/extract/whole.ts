// Whether a printed phase document is whole. A log can lose a line inside a document and leave valid JSON behind;
// where the shape shows that a member is gone, the document says less than the run did, and nothing of it is used.
// A masked value counts as there: it is unknown, not absent.

import { PHASE_SCHEMAS } from '../../contract/artifacts.ts';
import { isObject } from '../../contract/json-object.ts';
import type { PhaseNumber } from '../../contract/names.ts';
import { holdsMask } from './masked.ts';

type Members = Record<string, unknown>;

/** What the newer shape adds to each phase: all of it or nothing. */
const ADDED: Record<PhaseNumber, readonly string[]> = {
  1: ['verdict', 'restore'],
  2: ['verdict', 'identity'],
  3: ['verdict', 'expected_count', 'round_trips'],
  4: ['verdict', 'planned_faults', 'faults'],
};
const COUNTED = ['acked', 'refused', 'unknown', 'lost', 'missing_by_node', 'duplicated', 'corrupted', 'unexpected'];
const MEASURED = [...COUNTED, 'cycles', 'receipts'];

/** The whole shape of its phase; masked values may be anywhere in it. */
export function hasShape(phase: PhaseNumber, value: Members): boolean {
  const parsed = PHASE_SCHEMAS[phase].safeParse(value);
  return parsed.success || parsed.error.issues.every(({ path }) => isMaskedAt(value, path));
}

/**
 * The path of a member that must have been here; null where nothing is known to be gone. Only a document that claims
 * a pass must have them all: a phase that broke leaves out what it could not measure, and says that it did not pass.
 */
export function lacks(phase: PhaseNumber, value: Members): string | null {
  if (value.pass !== true) return null;
  if (Array.isArray(value.reasons) && value.reasons.length === 0) return 'reasons.0';
  if (!ADDED[phase].some((key) => key in value)) return null;
  const absent = firstAbsent(value, ADDED[phase]);
  return absent ?? (phase === 4 ? lacksOfFaults(value) : null);
}

function lacksOfFaults(value: Members): string | null {
  const { planned_faults: planned, faults, convergence_by_fault: bounds } = value;
  if (!Array.isArray(planned) || !isObject(faults) || !isObject(bounds) || holdsMask([planned, Object.keys(faults)]))
    return null;
  const names = new Set([...Object.keys(faults), ...Object.keys(bounds)]);
  for (const name of names) if (!planned.includes(name)) return `planned_faults: ${name}`;
  for (const name of planned.map(String)) {
    if (!(name in faults)) return `faults.${name}`;
    const fault = faults[name];
    if (!isObject(fault) || fault.injected === false) continue;
    const absent = firstAbsent(fault, MEASURED);
    if (absent) return `faults.${name}.${absent}`;
  }
  return null;
}

/** With a masked key nobody knows which members are there. */
function firstAbsent(value: Members, keys: readonly string[]): string | null {
  if (holdsMask(Object.keys(value))) return null;
  return keys.find((key) => !(key in value)) ?? null;
}

function isMaskedAt(value: unknown, path: readonly PropertyKey[]): boolean {
  let at = value;
  for (const key of path) {
    if (isObject(at) && holdsMask(Object.keys(at))) return true;
    at = (at as Record<PropertyKey, unknown> | null | undefined)?.[key];
  }
  return typeof at === 'string' && holdsMask(at);
}
