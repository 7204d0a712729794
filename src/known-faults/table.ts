// The table of known faults: which release has which fault, and what of it was measured.

import {
  type KnownFault,
  type KnownFaultMeasured,
  type KnownFaults,
  knownFaultsSchema,
} from '../contract/known-faults.ts';

const natural = new Intl.Collator('en', { numeric: true });

/** @throws Error where the text is no such table */
export const tableOf = (text: string): KnownFaults => knownFaultsSchema.parse(JSON.parse(text));

/** Whether the row says anything of a release: before the fault came, others may have looked like it. */
export const isAbout = ({ since }: KnownFault, version: string): boolean => natural.compare(version, since) >= 0;

/** Whether a release has the fault: all have it until the one that shows it no longer. */
export const hasIt = ({ until }: KnownFault, version: string): boolean =>
  until === null || natural.compare(version, until) < 0;

/** The table with what was measured in the place of what was measured of the same version before. */
export function withMeasured(
  table: KnownFaults,
  found: ReadonlyMap<string, readonly KnownFaultMeasured[]>,
): KnownFaults {
  const faults = table.faults.map((fault) => {
    const fresh = found.get(fault.id) ?? [];
    const kept = fault.measured.filter(({ version }) => !fresh.some((one) => one.version === version));
    return { ...fault, measured: [...kept, ...fresh].toSorted((x, y) => natural.compare(x.version, y.version)) };
  });
  return { ...table, faults };
}

/** What a release has is found, in as many cycles as the row asks for, and what it does not have is not. */
export const isAsKnown = (
  { found_in_min = 1 }: Pick<KnownFault, 'found_in_min'>,
  { has_it, found_in }: KnownFaultMeasured,
): boolean => has_it === found_in >= found_in_min;
