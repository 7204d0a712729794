// Phase 4, chaos: per fault class, what was acknowledged must be found on every node at the end, those included that were
// killed and started again; and the fault must be proven to have happened while operations were under way.

import { figureInWords } from '../contract/figure-form.ts';
import { isObject } from '../contract/json-object.ts';
import { CONVERGENCE_BOUND_MIN, FAULT_CLASSES_MAX, isFaultClass } from '../contract/names.ts';
import type { Check } from '../contract/verdict.ts';
import { anomalyChecks } from './anomalies.ts';
import { check, equals, number, passFlag, type Source } from './check.ts';
import { asList, asNumber, valueAt } from './field.ts';
import { isMasked } from './masked.ts';

const COUNTED = [
  ['lost', 'no acked write lost'],
  ['corrupted', 'no row with other content than was sent'],
  ['duplicated', 'no write twice'],
  ['unexpected', 'no row that nobody sent'],
] as const;

export function phase4Checks(source: Source): Check[] {
  const classes = faultClasses(source);
  const checks = classes
    .slice(0, FAULT_CLASSES_MAX)
    .flatMap((name, index) => (isFaultClass(name) ? classChecks(source, name) : [unnamable(source, index + 1)]));
  const beyond = classes.length > FAULT_CLASSES_MAX ? [unnamable(source, FAULT_CLASSES_MAX + 1)] : [];
  return [...checks, ...beyond, passFlag(source, 'phase4.pass_flag')];
}

/** No class with a number: a pass would be a pass of nothing. */
export function phase4Vacuous(source: Source): string | null {
  const bounds = valueAt(source.document, ['convergence_by_fault']);
  const measured = isObject(bounds) && Object.values(bounds).some((bound) => asNumber(bound) !== null);
  return measured ? null : 'no fault class was measured';
}

/** Every class that the document measured, planned or reported, in that order. */
function faultClasses(source: Source): string[] {
  const planned = valueAt(source.document, ['planned_faults']);
  const names = [
    ...keysAt(source, 'convergence_by_fault'),
    ...(planned === undefined ? [] : (asList(planned) ?? [planned])).map((name) =>
      typeof name === 'string' ? name : '',
    ),
    ...keysAt(source, 'faults'),
  ];
  return [...new Set(names)];
}

function keysAt(source: Source, field: string): string[] {
  const value = valueAt(source.document, [field]);
  return isObject(value) ? Object.keys(value) : [];
}

function classChecks(source: Source, name: string): Check[] {
  const bound = check(source, {
    id: `phase4.${name}`,
    label: `${name}: convergence bound`,
    expected: `≥ ${CONVERGENCE_BOUND_MIN}`,
    path: ['convergence_by_fault', name],
    holds: number((value) => value >= CONVERGENCE_BOUND_MIN && value <= 1),
  });
  if (!isReported(source, name)) return [bound];
  const counted = COUNTED.filter(([field]) => valueAt(source.document, ['faults', name, field]) !== undefined);
  return [
    bound,
    ...counted.map(([field, label]) =>
      check(source, {
        id: `phase4.${name}.${field}`,
        label: `${name}: ${label}`,
        expected: '0',
        path: ['faults', name, field],
        holds: equals(0),
      }),
    ),
    ...anomalyChecks(source, {
      path: ['faults', name, 'anomalies'],
      id: `phase4.${name}`,
      label: `${name}: `,
    }),
    injected(source, name),
  ];
}

/** Whether the document speaks of this class beyond its bound; `faults` that are no object speak of every class. */
function isReported(source: Source, name: string): boolean {
  const faults = valueAt(source.document, ['faults']);
  return isObject(faults) ? Object.hasOwn(faults, name) : faults !== undefined;
}

/** True or unknown, never false: without a receipt nobody can say that the fault did not happen either. */
function injected(source: Source, name: string): Check {
  const fault = valueAt(source.document, ['faults', name]);
  const receipts = isObject(fault) ? asList(fault.receipts) : null;
  const proven = new Set((receipts ?? []).filter(provesInjection).map((receipt) => receipt.cycle));
  const cycles = isObject(fault) ? asNumber(fault.cycles) : null;
  const masked = ['injected', 'cycles', 'receipts'].some((key) => isMasked(source.document, ['faults', name, key]));
  const complete =
    !masked &&
    isObject(fault) &&
    fault.injected !== false &&
    cycles !== null &&
    cycles >= 1 &&
    provesEvery(proven, cycles);
  return {
    id: `phase4.${name}.injected`,
    label: `${name}: the fault took effect in every cycle, with operations inside it`,
    expected: cycles === null ? 'a receipt for every cycle' : `${figureInWords(cycles)} receipts`,
    got: isObject(fault) && fault.injected === false ? (fault.reason ?? 'not injected') : proven.size,
    ok: complete ? true : null,
    file: source.file,
    path: [...source.base, 'faults', name, ...(receipts === null ? [] : ['receipts'])],
  };
}

function provesInjection(receipt: unknown): receipt is { cycle: number } {
  if (!isObject(receipt) || asNumber(receipt.cycle) === null) return false;
  const ops = asNumber(receipt.ops_in_window);
  return receipt.took_effect === true && receipt.healed === true && ops !== null && ops >= 1;
}

function provesEvery(proven: ReadonlySet<number>, cycles: number): boolean {
  if (proven.size < cycles) return false;
  for (let cycle = 1; cycle <= cycles; cycle++) if (!proven.has(cycle)) return false;
  return true;
}

/** A class whose name cannot stand in an id is listed by its position and judged as unknown. */
const unnamable = (source: Source, position: number): Check => ({
  id: `phase4.class-${position}`,
  label:
    position > FAULT_CLASSES_MAX
      ? `Fault classes beyond the first ${FAULT_CLASSES_MAX}`
      : `Fault class number ${position}`,
  expected: 'a name of a to z, 0 to 9 and _',
  got: null,
  ok: null,
  file: source.file,
  path: [...source.base, 'convergence_by_fault'],
});
