// The plan of one campaign: who runs which part of it, on which build, with which harness.

import { type Plan, planSchema } from '../contract/plan.ts';
import type { Harness } from '../machine/harness.ts';
import type { Profile } from '../runner/profiles.ts';
import type { SubjectIdentity } from '../subjects/subject.ts';
import { split } from './split.ts';

export interface Planning {
  campaign_id: string;
  identity: SubjectIdentity;
  harness: Harness;
  profile: Profile;
  faults: readonly string[];
  seed: number;
  network: string;
  defect: string | null;
}

/**
 * The same on every machine, byte for byte.
 * @throws RangeError for more shards than a class has cycles
 */
export const planFor = (planning: Planning, shards: number): Plan =>
  // fields in the order of the schema, as a reader has them: the hash is one of bytes
  planSchema.parse({
    schema_version: 1,
    campaign_id: planning.campaign_id,
    subject: { ...planning.identity },
    harness: { ...planning.harness },
    seed: planning.seed,
    profile: { ...planning.profile, migration_rows: [...planning.profile.migration_rows] },
    faults: [...planning.faults],
    network: planning.network,
    defect: planning.defect,
    shards: split(planning.profile.cycles, shards),
  });

/** What this machine has otherwise than the plan asks for, in words; empty where it may run a part. */
export function otherThanPlanned(plan: Plan, identity: SubjectIdentity, harness: Harness): string[] {
  const differing = (what: string, planned: unknown, found: unknown): string[] =>
    planned === found
      ? []
      : [`${what}: expected ${JSON.stringify(planned)} as planned, found ${JSON.stringify(found)}`];
  return [
    ...differing('the subject', plan.subject.name, identity.name),
    ...differing('its version', plan.subject.version, identity.version),
    ...differing('its binary', plan.subject.binary_sha256, identity.binary_sha256),
    ...differing('its adapter', plan.subject.adapter_sha256, identity.adapter_sha256),
    ...differing('the harness', plan.harness.version, harness.version),
    ...differing('its sources', plan.harness.sources_sha256, harness.sources_sha256),
  ];
}
