// Every release of every subject: its campaigns, and what they decide. Made once for a catalogue. A campaign that was
// made on this machine for a first look is no part of any.

import { isControl } from '../contract/controls.ts';
import type { StandingDecision } from '../contract/gate.ts';
import type { ReleaseVerdict } from '../contract/release.ts';
import { withGate } from '../verdict/gate.ts';
import { release } from '../verdict/release.ts';
import type { Catalogue, Entry } from './catalogue.ts';
import { standingDecision } from './gate-decisions.ts';
import { newestFirst } from './version-order.ts';

export interface Release {
  subject: string;
  ref: string;
  /** Newest first. */
  campaigns: readonly Entry[];
  verdict: ReleaseVerdict;
  /** What its gate said, as stored; null where nobody asked it. */
  gate: StandingDecision | null;
  /** Among the releases of its subject: 0 is the oldest. */
  position: number;
  /** The release before this one; null for the oldest. */
  before: Release | null;
}

export interface Subject {
  name: string;
  /** One that the harness runs to prove itself: its refs are no releases. */
  isControl: boolean;
  /** Newest first. */
  releases: readonly Release[];
}

/** Subjects with at least one ref, that of the newest campaign first. */
export function subjectsOf(catalogue: Catalogue): readonly Subject[] {
  const known = made.get(catalogue);
  if (known) return known;
  const published = catalogue.entries.filter(({ local }) => !local);
  const named = published.filter(({ head }) => head.subject !== null && head.ref !== null);
  const subjects = [...Map.groupBy(named, ({ head }) => head.subject ?? '')].map(([name, entries]) => ({
    name,
    isControl: isControl(name),
    releases: releasesIn(catalogue, name, entries),
  }));
  for (const one of subjects.flatMap(({ releases }) => releases)) {
    for (const entry of one.campaigns) releaseByEntry.set(entry, one);
  }
  made.set(catalogue, subjects);
  return subjects;
}

/** The release that a campaign is one of; null where it names no ref, no subject, or is no part of the site's claims. */
export function releaseOf(catalogue: Catalogue, entry: Entry): Release | null {
  subjectsOf(catalogue);
  return releaseByEntry.get(entry) ?? null;
}

/** Its attempts, as entries: the gate campaigns by which it is decided. */
export function attemptsOf({ campaigns, verdict }: Release): Entry[] {
  const ids = new Set(verdict.attempts.map(({ id }) => id));
  return campaigns.filter(({ id }) => ids.has(id));
}

const made = new WeakMap<Catalogue, readonly Subject[]>();
const releaseByEntry = new WeakMap<Entry, Release>();

function releasesIn(catalogue: Catalogue, subject: string, entries: readonly Entry[]): Release[] {
  const byRef = [...Map.groupBy(entries, ({ head }) => head.ref ?? '')].map(([ref, campaigns]) => ({
    ref,
    campaigns,
    first_ms: campaigns.reduce<number | null>((first, { head }) => earlier(first, head.completed), null),
  }));
  let before: Release | null = null;
  const oldestFirst = newestFirst(byRef).reverse();
  return oldestFirst
    .map(({ ref, campaigns }, position): Release => {
      const shown = release(
        subject,
        campaigns.map(({ id, verdict: { outcome }, clearing }) => ({ id, outcome, clearing })),
      );
      const gate = standingDecision(catalogue, { subject, ref, campaigns, verdict: shown });
      const verdict = gate ? withGate(shown, gate) : shown;
      before = { subject, ref, campaigns, verdict, gate, position, before };
      return before;
    })
    .reverse();
}

const earlier = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);
