// campaign-summary.json, as it is while a campaign runs and as it is afterwards.

import { arch, cpus, release, type } from 'node:os';
import { env, version as nodeVersion } from 'node:process';
import type { Summary } from '../contract/artifacts.ts';
import { PHASES, type PhaseNumber } from '../contract/names.ts';
import type { ShardMark } from '../contract/shards.ts';
import { harnessHere } from '../machine/harness.ts';
import { outside } from '../machine/private-space.ts';
import { bootHere, identify, numberSpace } from '../machine/process-identity.ts';
import type { Subject } from '../subjects/subject.ts';
import type { PhaseContext, Trouble } from './phase-context.ts';

const SCHEMA_VERSION = 1;

export interface SummaryFacts {
  context: PhaseContext;
  started_at: Date;
  planned: readonly PhaseNumber[];
  /** null: the campaign is one piece. */
  shard: ShardMark | null;
}

/** What is known before anything ran; with the process by whose end a reader knows that nothing more will come. */
export function opening(facts: SummaryFacts): Summary {
  const runner = outside()?.runner ?? runnerHere();
  return {
    ...known(facts),
    state: 'running',
    ...(runner ? { runner: { ...runner } } : {}),
  };
}

function runnerHere() {
  const runner = identify(process.pid);
  return runner && { ...runner, number_space: numberSpace() };
}

function known({ context, started_at, planned, shard }: SummaryFacts): Summary {
  const { identity, profile } = context;
  const ci = ciOf();
  const harness = harnessHere();
  return {
    schema_version: SCHEMA_VERSION,
    campaign_id: context.campaign_id,
    ai_memory_git_ref: identity.ref,
    started_at: started_at.toISOString(),
    subject: { ...identity },
    capabilities: { ...context.capabilities },
    environment: environmentHere(),
    runner_version: harness.version,
    harness: { ...harness },
    seed: context.seed,
    profile: profile.name,
    ...plantedIn(context.subject),
    settings: { ...profile, faults: [...context.faults] },
    network: context.network?.mode ?? 'proxy',
    planned_phases: [...planned],
    ...(shard ? { shard } : {}),
    ...(context.canary ? { canary: context.canary } : {}),
    ...(ci ? { ci } : {}),
  };
}

/** @param documents of every phase that said something, in order */
export function ending(
  facts: SummaryFacts,
  state: 'complete' | 'interrupted',
  documents: readonly { phase?: unknown; pass: boolean }[],
  troubles: readonly Trouble[],
): Summary {
  const passed = documents.length > 0 && documents.every((document) => document.pass);
  const everyPhase = PHASES.every((phase) => documents.some((document) => document.phase === phase));
  const { subject, canary } = facts.context;
  const sound = subject.defect === null && canary?.caught !== false;
  return {
    ...known(facts),
    state,
    completed_at: new Date().toISOString(),
    overall_pass: state === 'complete' && sound && passed && everyPhase && troubles.length === 0,
    phases: [...documents],
    ...(troubles.length > 0 ? { troubles: [...troubles] } : {}),
  };
}

/** What every document says of a defect that was planted on purpose. */
export const plantedIn = ({ defect }: Subject): { defect?: string } => (defect === null ? {} : { defect });

/** The machine and the runtime that this runs on. */
export const environmentHere = (): NonNullable<Summary['environment']> => ({
  os: type(),
  kernel: release(),
  arch: arch(),
  cpus: cpus().length,
  node: nodeVersion,
  ...bootHere(),
});

/** Which run of GitHub Actions this is, where it is one. */
function ciOf(): Summary['ci'] {
  const { GITHUB_ACTIONS, GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT } = env;
  if (GITHUB_ACTIONS !== 'true' || !GITHUB_REPOSITORY || !GITHUB_RUN_ID) return undefined;
  return { repository: GITHUB_REPOSITORY, run_id: GITHUB_RUN_ID, run_attempt: GITHUB_RUN_ATTEMPT ?? '1' };
}
