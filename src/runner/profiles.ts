// How much a campaign does. A gate is what a release is measured by; a smoke test only shows that everything
// works; a soak looks for what is rare.

import { MIGRATION_ROWS_DEFAULT, NODES, type NodeName } from '../contract/names.ts';
import type { WorkloadName } from './workloads/in-cycle.ts';

export type ProfileName = 'smoke' | 'gate' | 'soak';

export interface Profile {
  name: string;
  nodes: readonly NodeName[];
  /** The profile whose numbers these are, but for what was asked for otherwise. */
  base: ProfileName;
  cycles: number;
  /** Acked writes that every cycle reaches at least. */
  writes_per_cycle: number;
  /** W: nodes that must hold a write before it is acked. */
  quorum_writes: number;
  quorum_timeout_ms: number;
  /** null: the subject's own default. */
  catchup_interval_secs: number | null;
  /** Phase 3 migrates once for each; the first is the one that the established fields speak of. */
  migration_rows: readonly number[];
  /** What clients do in each cycle of phase 4, all of it at once; `create` always. */
  workloads: readonly WorkloadName[];
  /** Cycles of one class that run side by side, each on nodes of its own. */
  lanes: number;
}

const WORKLOADS: readonly WorkloadName[] = ['create', 'revise'];
const SHARED = {
  nodes: NODES,
  quorum_writes: 2,
  quorum_timeout_ms: 400,
  catchup_interval_secs: 0.2,
  lanes: 2,
  workloads: WORKLOADS,
} as const;

export const PROFILES = {
  smoke: {
    ...SHARED,
    name: 'smoke',
    base: 'smoke',
    cycles: 2,
    writes_per_cycle: 40,
    migration_rows: [MIGRATION_ROWS_DEFAULT],
  },
  gate: {
    ...SHARED,
    name: 'gate',
    base: 'gate',
    cycles: 50,
    writes_per_cycle: 100,
    migration_rows: [MIGRATION_ROWS_DEFAULT, 2500],
  },
  soak: {
    ...SHARED,
    name: 'soak',
    base: 'soak',
    cycles: 200,
    writes_per_cycle: 200,
    quorum_timeout_ms: 2000,
    catchup_interval_secs: null,
    migration_rows: [MIGRATION_ROWS_DEFAULT, 2500, 10_000],
  },
} as const satisfies Record<ProfileName, Profile>;

export const PROFILE_NAMES = Object.keys(PROFILES) as ProfileName[];

/** A profile with other numbers is no longer that profile: it must not carry a release under its name. */
export function customised(profile: Profile, changes: Partial<Profile>): Profile {
  const changed = Object.entries(changes).some(([key, value]) => !isSame(profile[key as keyof Profile], value));
  const made = { ...profile, ...changes };
  return changed ? asCustom({ ...made, lanes: lanesFor(made) }) : profile;
}

/**
 * More workloads than a profile has, or more nodes, keep a small machine busy by themselves: answers would come late for
 * want of it.
 */
const lanesFor = ({ workloads, nodes, lanes }: Profile): number =>
  workloads.length > WORKLOADS.length || nodes.length > NODES.length ? 1 : lanes;

/** Lists are the same where their items are. */
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

export const asCustom = (profile: Profile): Profile => ({ ...profile, name: 'custom' });
