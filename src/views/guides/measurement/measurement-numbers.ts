// The numbers of the recorded comparisons that stand in sentences. Where the documents differ in one, the sentence
// says from what to what.

import { type Measured, NO_FAULT } from '../../../contract/comparison.ts';
import { boundInWords, grouped } from '../../rounding.ts';
import { type Harness, type Measurement, measuredSide, measurements } from './measurement.ts';

/** The class of the established harness whose fault nothing undoes, and the one in which it injects nothing. */
const KILL = 'kill_primary_mid_write';
const SKEW = 'clock_skew_peer';

export interface MeasurementNumbers {
  /** Of the established harness, with no fault: what it reports, lists and acks, and what identity says. */
  bound: string;
  listed: string;
  acked: string;
  identity: string;
  skewBound: string;
  /** Of its kill class, a cycle. */
  killBound: string;
  killAcked: string;
  killRefused: string;
  /** Writes sent in all cycles while a fault held that heals. */
  sentInsideEstablished: string;
  sentInsideOurs: string;
  /** Acked in all classes of one document, and of these missing for good, by identity. */
  missingEstablished: string;
  /** Acked writes that no node held, in all our cycles. */
  lostOurs: string;
  cycles: string;
  secondsEstablished: string;
  secondsOurs: string;
  strikeAfter: string;
  settleSeconds: string;
  cutSeconds: string;
  /** How long a missing row was waited for, and how long a node of the cluster waits for its peers. */
  waitSeconds: string;
  timeoutSeconds: string;
}

export function measurementNumbers(): MeasurementNumbers {
  const control = sides('established', (fault) => fault === NO_FAULT);
  const killed = sides('established', (fault) => fault === KILL);
  const healing = (harness: Harness) => sides(harness, (fault) => fault !== NO_FAULT && fault !== KILL);
  const inside = (harness: Harness) => range(healing(harness).map((side) => side.ops_in_window ?? 0));
  const every = (harness: Harness) => sides(harness, () => true);
  const setting = (of: (one: Measurement) => number | undefined) =>
    range(measurements().flatMap((one) => of(one) ?? []));
  const sleep = (name: string) => setting(({ document }) => seconds(document.established.sleeps_ms[name]));
  return {
    bound: bounds(control.map((side) => side.bound_as_counted)),
    listed: range(control.flatMap((side) => side.per_cycle.flatMap(({ listed = {} }) => Object.values(listed)))),
    acked: range(control.map((side) => side.acked_per_cycle)),
    identity: bounds(control.map((side) => side.bound_by_identity)),
    skewBound: bounds(sides('established', (fault) => fault === SKEW).map((side) => side.bound_as_counted)),
    killBound: bounds(killed.map((side) => side.bound_as_counted)),
    killAcked: range(killed.map((side) => side.acked_per_cycle)),
    killRefused: range(killed.map((side) => (side.sent - side.acked) / side.cycles)),
    sentInsideEstablished: inside('established'),
    sentInsideOurs: inside('ours'),
    missingEstablished: range(measurements().map((one) => missingIn(one, 'established'))),
    lostOurs: grouped(every('ours').reduce((sum, side) => sum + side.lost, 0)),
    cycles: setting(({ document }) => document.settings.cycles),
    secondsEstablished: range(every('established').map((side) => side.seconds_per_cycle)),
    secondsOurs: range(every('ours').map((side) => side.seconds_per_cycle)),
    strikeAfter: setting(({ document }) => document.established.strike_after_writes),
    settleSeconds: sleep('settle'),
    cutSeconds: sleep('cut'),
    waitSeconds: setting(({ document }) => seconds(document.settings.quiesce_ms_max)),
    timeoutSeconds: setting(({ document }) => seconds(document.settings.quorum_timeout_ms)),
  };
}

/** Cut, not rounded: a bound is never shown as more than it is. */
export const shownBound = (value: number | null): string => (value === null ? 'unknown' : boundInWords(value));

function sides(harness: Harness, wanted: (fault: string) => boolean): Measured[] {
  return measurements().flatMap((one) =>
    one.document.classes
      .filter(({ fault }) => wanted(fault))
      .flatMap(({ fault }) => measuredSide(one, fault, harness) ?? []),
  );
}

function range(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return 'an unknown number';
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return least === most ? grouped(least) : `${grouped(least)} to ${grouped(most)}`;
}

function bounds(values: readonly (number | null)[]): string {
  const shown = [...new Set(values.map(shownBound))].sort();
  return shown.join(' or ');
}

const seconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / 1000);

const missingIn = (one: Measurement, harness: Harness): number =>
  one.document.classes.reduce((sum, { fault }) => sum + (measuredSide(one, fault, harness)?.missing_for_good ?? 0), 0);
