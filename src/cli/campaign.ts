// npm run campaign: one campaign against one build of a subject, and its folder. The exit code is what the judge
// reads from the folder just written.

import { randomInt } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { reapDeadRuns } from '../machine/reaper.ts';
import { Run } from '../machine/run.ts';
import { CampaignExists, type CampaignFolder, createFolder, OutUnusable } from '../runner/artifacts.ts';
import { type CampaignResult, runCampaign } from '../runner/campaign.ts';
import { defaultFaults } from '../runner/nemesis/classes.ts';
import { needsOf, openPostgres } from '../runner/postgres/postgres.ts';
import { asCustom, customised, PROFILES, type Profile } from '../runner/profiles.ts';
import { openSubject } from '../subjects/registry.ts';
import { type Subject, UnusableProgram } from '../subjects/subject.ts';
import { claimFolder } from './campaign-id.ts';
import { type CampaignOptions, parseCampaign, WrongUsage } from './campaign-options.ts';
import { report, reportError } from './campaign-report.ts';
import { INTERRUPTED, type Interruption, watchForInterruption } from './interruption.ts';
import { exitCodeOf, judgeFolder, judgePhase4 } from './judge-folder.ts';
import { guardOutput } from './output.ts';
import { type ProgressView, progressView } from './progress/view.ts';
import { demandWritable } from './writable-folder.ts';

const EXIT = { usage: 2, incomplete: 3 } as const;
/** The highest seed that a person will still copy. */
const SEED_MAX = 2 ** 31;

guardOutput();
// not 1, which would be evidence of failure
process.on('uncaughtException', (error) => {
  process.stderr.write(`error: expected the runner to handle this, found a defect of its own: ${error.stack}\n`);
  process.exit(EXIT.incomplete);
});

process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  const view = progressView();
  const interruption = watchForInterruption(view.note);
  let run: Run | null = null;
  try {
    const options = parseCampaign(argv);
    demandPlace(options);
    reapDeadRuns();
    run = new Run(interruption.signal);
    return await conduct(options, run, interruption, view);
  } catch (error) {
    const code = exitCodeFor(error, interruption);
    view.close();
    reportError(error, code, argv.includes('--json'));
    return code;
  } finally {
    await run?.close().catch((error) => view.note(`left for the next start to clear away: ${error.message}`));
    view.close();
    interruption.stopWatching();
  }
}

function exitCodeFor(error: unknown, { signal }: Interruption): number {
  if (signal.aborted) return INTERRUPTED;
  const wrong = [WrongUsage, CampaignExists, OutUnusable, UnusableProgram].some((kind) => error instanceof kind);
  return wrong ? EXIT.usage : EXIT.incomplete;
}

async function conduct(
  options: CampaignOptions,
  run: Run,
  { signal }: Interruption,
  view: ProgressView,
): Promise<number> {
  const subject = subjectOf(options, run);
  const identity = await subject.identify();
  const capabilities = await subject.capabilities();
  signal.throwIfAborted();
  const profile = profileOf(options);
  const folder = await folderFor(options, identity.ref, profile);
  const seed = options.seed ?? randomInt(SEED_MAX);
  const faults = options.replay ? [options.replay.fault] : (options.faults ?? defaultFaults());
  view.begin({ folder, subject: identity, profile, faults, seed, replay: options.replay });
  if (subject.defect !== null) view.note(`planted in every node: ${subject.defect}; such a campaign never passes`);
  let result: CampaignResult | Error;
  try {
    result = await runCampaign({
      campaign_id: folder.id,
      folder,
      subject,
      identity,
      capabilities,
      profile,
      seed,
      faults,
      replay: options.replay,
      fail_fast: options.fail_fast,
      work_dir: run.newFolder('campaign'),
      postgres: () => openPostgres(run, options.postgres_url, needsOf(capabilities)),
      progress: view.tell,
      signal,
    });
  } catch (error) {
    result = error as Error;
  }
  view.close();
  const verdict = judgeFolder(dirname(folder.path), folder.id);
  const interrupted = result instanceof Error ? signal.aborted : result.state === 'interrupted';
  const code = interrupted ? INTERRUPTED : options.replay ? judgePhase4(verdict) : exitCodeOf(verdict);
  report({ verdict, folder, result, code, json: options.json, replay: options.replay !== null });
  return code;
}

/** Before anything is begun: a campaign that nobody can write down is not worth its time. */
function demandPlace({ out }: CampaignOptions): void {
  try {
    demandWritable(out);
  } catch (error) {
    const found = (error as Error).message;
    throw new WrongUsage(`expected a directory in which campaigns can be written, found ${found}; see --out ${out}`);
  }
}

function subjectOf({ subject, binary, ref, defect }: CampaignOptions, run: Run): Subject {
  try {
    return openSubject(subject, { run, binary, ref, defect });
  } catch (error) {
    throw new WrongUsage((error as Error).message);
  }
}

/** The profile with the numbers that were asked for otherwise; with a defect planted it is none of the known ones. */
function profileOf(options: CampaignOptions): Profile {
  const { cycles, writes, quorum_writes, quorum_timeout_ms, catchup_interval_secs, workloads } = options;
  const asked = {
    cycles,
    writes_per_cycle: writes,
    quorum_writes,
    quorum_timeout_ms,
    catchup_interval_secs,
    workloads,
  };
  const changes = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null));
  const profile = customised(PROFILES[options.profile], changes);
  return options.defect === null ? profile : asCustom(profile);
}

/**
 * Replays are written beside the campaigns, not among them: one cycle is no campaign. A profile with other numbers
 * is a series of its own.
 */
function folderFor({ replay, out, id }: CampaignOptions, ref: string, { name }: Profile): Promise<CampaignFolder> {
  if (!replay) return id === null ? claimFolder(out, ref, name) : createFolder(out, id);
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return createFolder(`${resolve(out)}-replays`, id ?? `replay-${replay.fault}-${replay.cycle}-${time}`);
}
