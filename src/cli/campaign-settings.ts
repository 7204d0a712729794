// What a campaign's options come to: the subject, the profile with the numbers that were asked for, and the plan of its
// shards. Whoever plans and whoever runs must come to the same.

import { NODE_NAMES } from '../contract/names.ts';
import type { Plan } from '../contract/plan.ts';
import type { Run } from '../machine/run.ts';
import { asCustom, customised, PROFILES, type Profile } from '../runner/profiles.ts';
import { isWorkload, WORKLOAD_NAMES } from '../runner/workloads/in-cycle.ts';
import { type Planning, planFor } from '../shards/planned.ts';
import { chosenSubject } from '../subjects/chosen.ts';
import type { Subject } from '../subjects/subject.ts';
import type { RunOptions } from './run-options.ts';
import { WrongUsage } from './wrong-usage.ts';

export async function subjectOf({ subject, binary, ref, defect }: RunOptions, run: Run): Promise<Subject> {
  try {
    return await chosenSubject(subject, { run, binary, ref, defect });
  } catch (error) {
    throw new WrongUsage((error as Error).message);
  }
}

/** The profile with the numbers that were asked for otherwise; with a defect planted it is none of the known ones. */
export function profileOf(options: RunOptions): Profile {
  const { nodes, cycles, writes, quorum_writes, quorum_timeout_ms, catchup_interval_secs, workloads } = options;
  const asked = {
    cycles,
    writes_per_cycle: writes,
    nodes: nodes === null ? null : NODE_NAMES.slice(0, nodes),
    quorum_writes,
    quorum_timeout_ms,
    catchup_interval_secs,
    workloads,
  };
  const changes = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null));
  const profile = customised(PROFILES[options.profile], changes);
  return options.defect === null ? profile : asCustom(profile);
}

/** @throws WrongUsage for workloads that this runner does not know */
export function plannedProfile({ profile }: Plan): Profile {
  const unknown = profile.workloads.filter((name) => !isWorkload(name));
  if (unknown.length > 0) {
    throw new WrongUsage(`--plan: expected workloads of ${WORKLOAD_NAMES.join(', ')}, found ${unknown.join(', ')}`);
  }
  return { ...profile, workloads: profile.workloads.filter(isWorkload) };
}

/** @throws WrongUsage for more shards than there are cycles */
export function planned(planning: Planning, shards: number): Plan {
  try {
    return planFor(planning, shards);
  } catch (error) {
    throw new WrongUsage(`${(error as Error).message}; see --cycles and --profile`);
  }
}
