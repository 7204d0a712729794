// npm run campaign: one campaign against one build of a subject, and its folder. The exit code is what the judge
// reads from the folder just written.

import { randomInt } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { PLAN_FILE, type Plan, type Shard } from '../contract/plan.ts';
import type { Canary } from '../contract/scoreboard.ts';
import { harnessHere } from '../machine/harness.ts';
import { listenToOutside, sweeperOf } from '../machine/private-space.ts';
import { reapDeadRuns } from '../machine/reaper.ts';
import { Run } from '../machine/run.ts';
import { CampaignExists, type CampaignFolder, createFolder, OutUnusable } from '../runner/artifacts.ts';
import { type CampaignResult, runCampaign } from '../runner/campaign.ts';
import { defaultFaults } from '../runner/nemesis/classes.ts';
import { netns } from '../runner/network/netns/wires.ts';
import { PROXY } from '../runner/network/proxy/wires.ts';
import type { Transport } from '../runner/network/transport.ts';
import { again, everything, type Part, partOf } from '../runner/part.ts';
import { needsOf, openPostgres } from '../runner/postgres/postgres.ts';
import type { Profile } from '../runner/profiles.ts';
import type { Planting } from '../scoreboard/planted.ts';
import { tryDefect } from '../scoreboard/trial.ts';
import { planHash } from '../shards/plan-file.ts';
import { otherThanPlanned, type Planning } from '../shards/planned.ts';
import { UnusableProgram } from '../subjects/subject.ts';
import { claimFolder } from './campaign-id.ts';
import { type CampaignOptions, parseCampaign } from './campaign-options.ts';
import { report, reportError } from './campaign-report.ts';
import { planned, plannedProfile, profileOf, subjectOf } from './campaign-settings.ts';
import { INTERRUPTED, type Interruption, watchForInterruption } from './interruption.ts';
import { exitCodeOf, exitCodeOfPart, judgeFolder } from './judge-folder.ts';
import { guardOutput } from './output.ts';
import { isToEnter, runInside } from './private-campaign.ts';
import { type ProgressView, progressView } from './progress/view.ts';
import { SEED_MAX } from './run-options.ts';
import { type AskedShard, shardFolderName } from './shard-options.ts';
import { demandWritable } from './writable-folder.ts';
import { WrongUsage } from './wrong-usage.ts';

const EXIT = { usage: 2, incomplete: 3 } as const;

guardOutput();
// not 1, which would be evidence of failure
process.on('uncaughtException', (error) => {
  process.stderr.write(`error: expected the runner to handle this, found a defect of its own: ${error.stack}\n`);
  process.exit(EXIT.incomplete);
});

process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  const view = progressView();
  let isInside = false;
  // where the campaign runs inside a private space, that one says what it does
  const interruption = watchForInterruption((text) => isInside || view.note(text));
  let run: Run | null = null;
  try {
    const options = parseCampaign(argv);
    demandPlace(options);
    reapDeadRuns();
    const network = options.plan?.network ?? options.network;
    isInside = isToEnter(network);
    if (isInside) {
      let pipe: Writable | null = null;
      run = new Run(interruption.signal, (folder) => {
        pipe = sweeperOf(folder);
      });
      return await runInside(run, pipe, interruption.signal);
    }
    if (network === 'netns') listenToOutside();
    run = new Run(interruption.signal);
    return await conduct(options, run, interruption, view);
  } catch (error) {
    const code = exitCodeFor(error, interruption);
    view.close();
    reportError('campaign', error, code, argv.includes('--json'));
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
  const subject = await subjectOf(options, run);
  const identity = await subject.identify();
  const capabilities = await subject.capabilities();
  signal.throwIfAborted();
  const profile: Profile = options.plan ? plannedProfile(options.plan) : profileOf(options);
  const seed = options.seed ?? randomInt(SEED_MAX);
  const faults = options.replay ? [options.replay.fault] : (options.faults ?? defaultFaults());
  const shard = shardOf(options, { identity, profile, faults, seed });
  const part = partFor(options, profile, shard);
  const folder = await folderFor(options, identity.ref, profile);
  if (shard) await folder.writeDocument(PLAN_FILE, shard.plan);
  view.begin({ folder, subject: identity, profile, faults, seed, part, replay: options.replay });
  const canary = options.canary && (await canaryOf(options.canary, seed, signal, view));
  if (subject.defect !== null) view.note(`planted in every node: ${subject.defect}; such a campaign never passes`);
  let result: CampaignResult | Error;
  try {
    result = await runCampaign({
      campaign_id: shard?.plan.campaign_id ?? folder.id,
      folder,
      subject,
      identity,
      capabilities,
      profile,
      network: transport(options, run),
      seed,
      faults,
      part,
      shard: shard && { index: shard.index, of: shard.of, plan_sha256: planHash(shard.plan) },
      fail_fast: options.fail_fast,
      work_dir: run.newFolder('campaign'),
      postgres: () => openPostgres(run, options.postgres_url, needsOf(capabilities)),
      progress: view.tell,
      ...(canary ? { canary } : {}),
      signal,
    });
  } catch (error) {
    result = error as Error;
  }
  view.close();
  const verdict = judgeFolder(dirname(folder.path), folder.id);
  const interrupted = result instanceof Error ? signal.aborted : result.state === 'interrupted';
  const isWhole = !(result instanceof Error) && result.troubles.length === 0 && subject.defect === null;
  const isPart = options.replay !== null || shard !== null;
  const code = interrupted ? INTERRUPTED : isPart ? exitCodeOfPart(verdict, part.phases, isWhole) : exitCodeOf(verdict);
  report({ verdict, folder, result, code, json: options.json, part: isPart ? part : null });
  return code;
}

function transport({ plan, network }: CampaignOptions, run: Run): Transport {
  return (plan?.network ?? network) === 'netns' ? netns(run) : PROXY;
}

/** Tried by this harness on this machine, before anything of the campaign is. */
async function canaryOf(planting: Planting, seed: number, signal: AbortSignal, view: ProgressView): Promise<Canary> {
  view.note(`canary: ${planting.defect} is planted in the reference, to be found`);
  const trial = await tryDefect(planting, { seed, signal });
  const { id: defect, phase, class: fault, expected_anomaly, observed, caught, took_ms } = trial;
  const seen = caught ? `found as ${expected_anomaly}` : `went unseen (${trial.escapes_because})`;
  view.note(`canary: ${seen}, in ${(took_ms / 1000).toFixed(1)} s`);
  return { defect, phase, class: fault, expected_anomaly, observed, caught, took_ms };
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

interface ShardOfPlan extends AskedShard {
  plan: Plan;
  own: Shard;
}

/** @throws WrongUsage where the plan asks for another build or harness than this machine has */
function shardOf(
  { shard, plan: read, id, network, defect }: CampaignOptions,
  facts: Pick<Planning, 'identity' | 'profile' | 'faults' | 'seed'>,
): ShardOfPlan | null {
  if (shard === null) return null;
  const harness = harnessHere();
  const plan = read ?? planned({ ...facts, campaign_id: id ?? '', harness, network, defect }, shard.of);
  const other = otherThanPlanned(plan, facts.identity, harness);
  if (other.length > 0) throw new WrongUsage(`--plan: ${other.join('; ')}`);
  const own = plan.shards.find((one) => one.shard === shard.index);
  if (!own) throw new WrongUsage(`--shard: expected one of ${plan.shards.length} shards, found ${shard.index}`);
  return { ...shard, plan, own };
}

function partFor({ replay }: CampaignOptions, { cycles }: Profile, shard: ShardOfPlan | null): Part {
  if (replay) return again(replay.cycle);
  return shard ? partOf(shard.own) : everything(cycles);
}

/**
 * Replays are written beside the campaigns, not among them: one cycle is no campaign. A profile with other numbers
 * is a series of its own.
 */
function folderFor(options: CampaignOptions, ref: string, { name }: Profile): Promise<CampaignFolder> {
  const { replay, shard, out, id } = options;
  if (shard && id !== null) return createFolder(out, shardFolderName(id, shard));
  if (!replay) return id === null ? claimFolder(out, ref, name) : createFolder(out, id);
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return createFolder(`${resolve(out)}-replays`, id ?? `replay-${replay.fault}-${replay.cycle}-${time}`);
}
