// What came of it, as it is kept.

import { type Shrink, shrinkSchema } from '../contract/shrink.ts';
import { runnerVersion } from '../machine/harness.ts';
import { SETTLE_MS_WITHOUT_CATCH_UP } from '../runner/phases/cycle.ts';
import { settlingOf } from '../runner/phases/settling.ts';
import { environmentHere } from '../runner/summary.ts';
import type { CyclePlan } from '../runner/workloads/schedule.ts';
import type { Capabilities, Subject, SubjectIdentity } from '../subjects/subject.ts';
import { handSteps } from './hand/steps.ts';
import type { RecordedCycle } from './recorded.ts';
import type { Shrinking, Shrunk } from './shrink.ts';
import type { Reproduction } from './trial.ts';

export interface Documenting {
  campaign_id: string;
  fault: string;
  cycle: number;
  recorded: RecordedCycle;
  plan: CyclePlan;
  subject: Subject;
  identity: SubjectIdentity;
  capabilities: Capabilities;
  settings: Pick<Shrinking<unknown>, 'original' | 'trials' | 'least_rate'>;
  shrunk: Shrunk<Reproduction>;
  took_ms: number;
}

export function documentOf(made: Documenting): Shrink {
  const { recorded, subject, identity, capabilities, settings, shrunk, plan } = made;
  const { profile } = recorded;
  const { smallest, reproduction } = shrunk;
  const { quiesce_ms_max } = settlingOf(capabilities, profile.catchup_interval_secs, SETTLE_MS_WITHOUT_CATCH_UP);
  const drawn = { ...plan, hold_ms: smallest.hold_ms, inject_after_acks: smallest.inject_after_acks };
  const { trials, reproduced, lower95, upper95 } = shrunk.confirmed;
  return shrinkSchema.parse({
    schema_version: 1,
    kind: 'shrink',
    ...{ campaign_id: made.campaign_id, class: made.fault, cycle: made.cycle, anomaly: recorded.anomaly },
    date: new Date().toISOString(),
    runner_version: runnerVersion(),
    subject: identity,
    ...(subject.defect === null ? {} : { defect: subject.defect }),
    seed: recorded.ran.seed,
    environment: environmentHere(),
    ...{ least_rate: settings.least_rate, trials_each: settings.trials },
    ended: shrunk.isDone ? 'nothing is smaller' : 'the time was over',
    took_ms: Math.round(made.took_ms),
    ...{ original: settings.original, smallest, confirmed: { trials, reproduced, lower95, upper95 } },
    tried: shrunk.tried,
    seen: reproduction.anomaly,
    ...handSteps({
      ...{ reproduction, plan: drawn, schedule: smallest, profile },
      hand: subject.byHand ?? null,
      settle_ms: quiesce_ms_max,
    }),
  } satisfies Record<keyof Shrink, unknown>);
}
