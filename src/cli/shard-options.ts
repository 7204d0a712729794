// The options by which a campaign becomes one shard of a planned one.

import { InvalidArgumentError } from 'commander';
import type { Plan } from '../contract/plan.ts';
import { SHARDS_MAX } from '../contract/shards.ts';
import { readPlan } from '../shards/plan-file.ts';
import { isModulePath } from '../subjects/own-module.ts';
import type { RunOptions } from './run-options.ts';
import { WrongUsage } from './wrong-usage.ts';

export interface AskedShard {
  index: number;
  of: number;
}

export function parseShard(value: string): AskedShard {
  const [, index = 0, of = 0] = (/^(\d{1,3})\/(\d{1,3})$/.exec(value) ?? []).map(Number);
  if (index < 1 || of < index || of > SHARDS_MAX) {
    throw new InvalidArgumentError(`expected I/N, such as 2/4, with at most ${SHARDS_MAX} shards`);
  }
  return { index, of };
}

export function parseShards(value: string): number {
  const shards = Number(value);
  if (!/^\d+$/.test(value) || shards < 1 || shards > SHARDS_MAX) {
    throw new InvalidArgumentError(`expected 1 to ${SHARDS_MAX} shards`);
  }
  return shards;
}

/** A shard is no campaign; its folder says of which it is a part. */
export const shardFolderName = (id: string, { index, of }: AskedShard): string => `${id}.shard-${index}-of-${of}`;

/** A plan says all of this itself; of the subject, all but where its module is. */
export const SAID_BY_PLAN = [
  'id',
  'ref',
  'profile',
  'faults',
  'cycles',
  'writes',
  'quorumWrites',
  'quorumTimeoutMs',
  'catchupIntervalSecs',
  'workload',
  'network',
  'seed',
  'defect',
] as const;

/** @throws WrongUsage for shards that could not belong together */
export function demandWhole({
  shard,
  plan,
  id,
  seed,
}: RunOptions & { shard: AskedShard | null; plan: Plan | null }): void {
  if (plan !== null && shard === null) throw new WrongUsage('--plan: expected --shard I/N beside it, found none');
  if (shard === null) return;
  if (plan !== null && plan.shards.length !== shard.of) {
    throw new WrongUsage(`--shard: expected one of ${plan.shards.length} as planned, found one of ${shard.of}`);
  }
  if (plan === null && (id === null || seed === null)) {
    throw new WrongUsage('--shard needs --plan, or else --id and --seed, which must be the same for every shard');
  }
}

/** @throws WrongUsage that says what is wrong with the file */
export function planIn(file: string): Plan {
  try {
    return readPlan(file);
  } catch (error) {
    throw new WrongUsage(`--plan: ${(error as Error).message}`);
  }
}

/** What the plan says, in the place of what nobody could say beside it. */
export const asPlanned = <T extends RunOptions>(options: T, plan: Plan): T => ({
  ...options,
  id: plan.campaign_id,
  subject: isModulePath(options.subject) ? options.subject : plan.subject.name,
  ref: plan.subject.ref,
  faults: [...plan.faults],
  seed: plan.seed,
  defect: plan.defect,
  profile: plan.profile.base,
});
