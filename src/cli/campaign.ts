// npm run campaign: one campaign against one build of a subject, and its folder. The exit code is what the judge
// reads from the folder just written.

import { randomInt } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { CampaignExists } from '../runner/artifacts.ts';
import { type CampaignResult, runCampaign } from '../runner/campaign.ts';
import { onParentGone } from '../runner/cluster/parent-watch.ts';
import { reapDeadRuns } from '../runner/cluster/reaper.ts';
import { Run } from '../runner/cluster/run.ts';
import { defaultFaults } from '../runner/nemesis/classes.ts';
import { needsOf, openPostgres } from '../runner/postgres/postgres.ts';
import { customised, PROFILES, type Profile } from '../runner/profiles.ts';
import { openSubject } from '../runner/subjects/registry.ts';
import { type Subject, UnusableProgram } from '../runner/subjects/subject.ts';
import { campaignId } from './campaign-id.ts';
import { type CampaignOptions, parseCampaign, WrongUsage } from './campaign-options.ts';
import { report } from './campaign-report.ts';
import { exitCodeOf, judgeFolder, judgePhase4 } from './judge-folder.ts';
import { progressView } from './progress-view.ts';

const EXIT = { usage: 2, incomplete: 3, interrupted: 130 } as const;
/** The highest seed that a person will still copy. */
const SEED_MAX = 2 ** 31;

process.exitCode = await main(parseCampaign(process.argv));

async function main(options: CampaignOptions): Promise<number> {
  const interruption = new AbortController();
  const end = (): void => interruption.abort(new Error('interrupted'));
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  const unwatch = onParentGone(end);
  reapDeadRuns();
  const run = new Run();
  try {
    return await conduct(options, run, interruption.signal);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    if (interruption.signal.aborted) return EXIT.interrupted;
    return isWrongUsage(error) ? EXIT.usage : EXIT.incomplete;
  } finally {
    unwatch();
    await run.close();
  }
}

function isWrongUsage(error: unknown): boolean {
  return error instanceof CampaignExists || error instanceof WrongUsage || error instanceof UnusableProgram;
}

async function conduct(options: CampaignOptions, run: Run, signal: AbortSignal): Promise<number> {
  const subject = openSubject(options.subject, { run, binary: options.binary, ref: options.ref });
  const { out, campaign_id } = await destination(options, subject);
  const seed = options.seed ?? randomInt(SEED_MAX);
  const profile = profileOf(options);
  const faults = options.replay ? [options.replay.fault] : (options.faults ?? defaultFaults());
  const view = progressView({ profile, faults, json: options.json });
  view.title(`${campaign_id} · ${profile.name} · seed ${seed} · ${join(out, campaign_id)}`);
  let result: CampaignResult;
  try {
    result = await runCampaign({
      campaign_id,
      out,
      subject,
      profile,
      seed,
      faults,
      replay: options.replay,
      fail_fast: options.fail_fast,
      work_dir: run.newFolder('campaign'),
      postgres: async () => openPostgres(run, options.postgres_url, needsOf(await subject.capabilities())),
      progress: view.tell,
      signal,
    });
  } finally {
    view.close();
  }
  const verdict = judgeFolder(out, campaign_id);
  report({ verdict, result, json: options.json, replay: options.replay !== null });
  if (result.state === 'interrupted') return EXIT.interrupted;
  return options.replay ? judgePhase4(verdict) : exitCodeOf(verdict);
}

/** The profile with the numbers that were asked for otherwise. */
function profileOf(options: CampaignOptions): Profile {
  const { cycles, writes, quorum_writes, quorum_timeout_ms, catchup_interval_secs } = options;
  const asked = { cycles, writes_per_cycle: writes, quorum_writes, quorum_timeout_ms, catchup_interval_secs };
  const changes = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null));
  return customised(PROFILES[options.profile], changes);
}

/** Replays are written beside the campaigns, not among them: one cycle is no campaign. */
async function destination(options: CampaignOptions, subject: Subject): Promise<{ out: string; campaign_id: string }> {
  const { replay, out, id } = options;
  if (replay) {
    const beside = join(dirname(out), `${basename(out)}-replays`);
    const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
    return { out: beside, campaign_id: id ?? `replay-${replay.fault}-${replay.cycle}-${time}` };
  }
  const { ref } = await subject.identify();
  return { out, campaign_id: id ?? campaignId(out, ref, options.profile) };
}
