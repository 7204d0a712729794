// Two ways to measure the same build, one after the other on the same machine: the established shell harness's
// and ours. Every class is measured by both, and so is no fault at all. What comes out is a document that says
// what each way reports, and what the nodes hold by identity.

import { join } from 'node:path';
import { type Comparison, NO_FAULT, type Side } from '../contract/comparison.ts';
import { NODES } from '../contract/names.ts';
import { runnerVersion } from '../machine/harness.ts';
import { PROXY } from '../runner/network/proxy/wires.ts';
import { SETTLE_MS_WITHOUT_CATCH_UP } from '../runner/phases/cycle.ts';
import type { LaneContext } from '../runner/phases/lanes.ts';
import { type Settling, settlingOf } from '../runner/phases/settling.ts';
import type { Profile } from '../runner/profiles.ts';
import { environmentHere } from '../runner/summary.ts';
import type { Subject, SubjectIdentity } from '../subjects/subject.ts';
import { countedBound } from './counting.ts';
import { establishedCycle, INJECT_AFTER_WRITES } from './established.ts';
import { establishedFault, SLEEPS_MS } from './established-faults.ts';
import { measured } from './measured.ts';
import { ourCycles, ourFault } from './ours.ts';

export interface ComparisonSettings {
  subject: Subject;
  /** Cycles, acked writes a cycle and quorum; of one lane, so that a cycle's time is its own. */
  profile: Profile;
  /** Classes to measure; no fault at all comes before them, always. */
  faults: readonly string[];
  seed: number;
  /** Scratch space that goes away afterwards. */
  work_dir: string;
  /** What repeats it, for the record. */
  command: string;
  tell(progress: CompareProgress): void;
  signal: AbortSignal;
}

export interface CompareProgress {
  fault: string;
  harness: 'established' | 'ours';
  side: Side;
}

interface Stage extends ComparisonSettings {
  identity: SubjectIdentity;
  context: LaneContext;
  settling: Settling;
}

/** @throws the abort reason where the signal aborts; Error where the subject cannot be started */
export async function compare(settings: ComparisonSettings): Promise<Comparison> {
  const { subject, profile, seed, signal } = settings;
  const started_at = new Date().toISOString();
  const identity = await subject.identify();
  const capabilities = await subject.capabilities();
  const settling = settlingOf(capabilities, profile.catchup_interval_secs, SETTLE_MS_WITHOUT_CATCH_UP);
  const context = { ...settings, profile: { ...profile, lanes: 1 }, capabilities, campaign_id: 'comparison' };
  const stage: Stage = { ...settings, identity, context, settling };
  const classes: Comparison['classes'] = [];
  for (const fault of [...new Set([NO_FAULT, ...settings.faults])]) {
    classes.push({ fault, established: await established(stage, fault), ours: await ours(stage, fault) });
    signal.throwIfAborted();
  }
  const { quorum_writes, quorum_timeout_ms, catchup_interval_secs } = profile;
  return {
    schema_version: 1,
    kind: 'harness-comparison',
    subject: { ...identity },
    environment: environmentHere(),
    runner_version: runnerVersion(),
    started_at,
    completed_at: new Date().toISOString(),
    command: settings.command,
    seed,
    settings: {
      cycles: profile.cycles,
      writes_per_cycle: profile.writes_per_cycle,
      quorum_writes,
      quorum_timeout_ms,
      catchup_interval_secs,
      quiesce_ms_max: settling.quiesce_ms_max,
    },
    established: { strike_after_writes: INJECT_AFTER_WRITES, sleeps_ms: { ...SLEEPS_MS } },
    catch_up: { ...capabilities.catch_up },
    ...(capabilities.found ? { found: { ...capabilities.found } } : {}),
    classes,
  };
}

async function established(stage: Stage, fault: string): Promise<Side> {
  const { profile, settling, signal, subject } = stage;
  const injection = establishedFault(fault);
  if (!injection) return announced(stage, fault, 'established', notThere(NO_SUCH_CLASS));
  const ran = [];
  for (let cycle = 1; cycle <= profile.cycles; cycle++) {
    const dir = join(stage.work_dir, `established-${fault}-${cycle}`);
    const cluster = { ...profile, subject, dir };
    const { writes_per_cycle: writes } = profile;
    ran.push(await establishedCycle({ cluster, fault, injection, cycle, writes, ...settling, signal }));
  }
  const side = measured(injection.injects, ran, (cycles) =>
    countedBound(cycles.map(({ acked, listed = {} }) => ({ acked, listed: Object.values(listed) }))),
  );
  return announced(stage, fault, 'established', side);
}

async function ours(stage: Stage, name: string): Promise<Side> {
  const fault = ourFault(name);
  if (!fault) return announced(stage, name, 'ours', notThere('we have no such class'));
  const available = fault.available(stage.context.capabilities, PROXY, NODES);
  if (!available.available) return announced(stage, name, 'ours', notThere(available.reason));
  const ran = await ourCycles(stage.context, fault);
  stage.signal.throwIfAborted();
  return announced(stage, name, 'ours', measured(fault.does, ran));
}

const NO_SUCH_CLASS = 'the established harness has no class of this name';
const notThere = (reason: string): Side => ({ injected: false, reason });

function announced(stage: Stage, fault: string, harness: CompareProgress['harness'], side: Side): Side {
  stage.tell({ fault, harness, side });
  return side;
}
