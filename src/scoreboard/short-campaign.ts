// One phase of a campaign in a folder of its own, run and judged as any campaign is: what the scoreboard sees is what
// its readers would see.

import { dirname } from 'node:path';
import type { JsonObject } from '../contract/reading.ts';
import type { CampaignVerdict } from '../contract/verdict.ts';
import { readFolder } from '../evidence/folder.ts';
import { Run } from '../machine/run.ts';
import { createFolder } from '../runner/artifacts.ts';
import { runCampaign } from '../runner/campaign.ts';
import type { HarnessParts } from '../runner/harness-parts.ts';
import { needsOf, openPostgres } from '../runner/postgres/postgres.ts';
import { asCustom, PROFILES } from '../runner/profiles.ts';
import type { WorkloadName } from '../runner/workloads/in-cycle.ts';
import type { Subject } from '../subjects/subject.ts';
import { judge } from '../verdict/judge.ts';

export interface ShortCampaign {
  /** Makes the subject, in the scope of the campaign. */
  subject(run: Run): Subject;
  phase: 1 | 2 | 3 | 4;
  /** Of phase 4. */
  class: string | null;
  workloads: readonly WorkloadName[];
  cycles: number;
  seed: number;
  /** The real ones where absent. */
  harness?: HarnessParts;
  signal: AbortSignal;
}

export interface Judged {
  /** Where it is, until `drop`. */
  root: string;
  id: string;
  verdict: CampaignVerdict;
  /** The document of phase 4; empty where there is none. */
  phase4: JsonObject;
  troubles: readonly string[];
  /** Takes the folder away. */
  drop(): Promise<void>;
}

const ID = 'trial';
export const TRIAL_PROFILE = PROFILES.gate;

export async function runShort(asked: ShortCampaign): Promise<Judged> {
  const { phase, cycles, seed, signal, harness } = asked;
  const run = new Run(signal);
  const drop = () => run.close();
  try {
    const out = run.newFolder('scoreboard');
    const subject = asked.subject(run);
    const [identity, capabilities] = [await subject.identify(), await subject.capabilities()];
    const folder = await createFolder(out, ID);
    const { troubles } = await runCampaign({
      ...{ campaign_id: ID, folder, subject, identity, capabilities, seed },
      profile: asCustom({ ...TRIAL_PROFILE, cycles, workloads: asked.workloads }),
      faults: asked.class === null ? [] : [asked.class],
      part: {
        phases: [phase],
        cycles: Array.from({ length: cycles }, (_, i) => ({ number: i + 1, schedule: i + 1 })),
      },
      shard: null,
      fail_fast: false,
      work_dir: run.newFolder('campaign'),
      postgres: () => openPostgres(run, null, needsOf(capabilities)),
      progress: () => {},
      ...(harness ? { harness } : {}),
      signal,
    });
    signal.throwIfAborted();
    const root = dirname(folder.path);
    const read = readFolder(root, ID);
    const document = read.files.find(({ file }) => file === 'phase4.json');
    return {
      ...{ root, id: ID, drop, verdict: judge(read), troubles: troubles.map(({ error }) => error) },
      phase4: document?.state === 'document' ? document.document : {},
    };
  } catch (error) {
    await drop();
    throw error;
  }
}
