// npm run shrink: the smallest schedule that still fails, of one recorded cycle that failed.

import { join, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { messageOf } from '../contract/message.ts';
import { visible, withVisibleText } from '../contract/visible-text.ts';
import { listenToOutside, sweeperOf } from '../machine/private-space.ts';
import { reapDeadRuns } from '../machine/reaper.ts';
import { Run } from '../machine/run.ts';
import { faultClass } from '../runner/nemesis/classes.ts';
import { netns } from '../runner/network/netns/wires.ts';
import { PROXY } from '../runner/network/proxy/wires.ts';
import { documentOf } from '../shrink/document.ts';
import { CannotShrink, demandSame, originalOf, type RecordedCycle, recordedCycle } from '../shrink/recorded.ts';
import { keepResult } from '../shrink/result-file.ts';
import { NotReproduced, type Shrinking, shrink } from '../shrink/shrink.ts';
import { type Reproduction, runTrial } from '../shrink/trial.ts';
import { chosenSubject } from '../subjects/chosen.ts';
import { type Subject, UnusableProgram } from '../subjects/subject.ts';
import { complaint } from './complaint.ts';
import { INTERRUPTED, watchForInterruption } from './interruption.ts';
import { guardOutput } from './output.ts';
import { isToEnter, runInside } from './private-campaign.ts';
import { parseShrink, type ShrinkOptions } from './shrink-options.ts';
import { shrinkProgress, wordsOfResult } from './shrink-words.ts';
import { demandWritable } from './writable-folder.ts';
import { WrongUsage } from './wrong-usage.ts';

const EXIT = { kept: 0, usage: 2, not_kept: 3 } as const;
const MS_PER_MINUTE = 60_000;

guardOutput();
process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  let isInside = false;
  const interruption = watchForInterruption((text) => isInside || say(text));
  let run: Run | null = null;
  try {
    const options = parseShrink(argv);
    const out = resolve(options.out);
    const { id, fault, cycle, anomaly } = options;
    const recorded = recordedCycle(out, id, fault, cycle, anomaly);
    demandPlace(join(out, id));
    reapDeadRuns();
    isInside = isToEnter(recorded.ran.network);
    if (isInside) {
      let pipe: Writable | null = null;
      run = new Run(interruption.signal, (folder) => {
        pipe = sweeperOf(folder);
      });
      return await runInside(run, pipe, interruption.signal);
    }
    if (recorded.ran.network === 'netns') listenToOutside();
    run = new Run(interruption.signal);
    return await conduct({ ...options, out }, recorded, run, interruption.signal);
  } catch (error) {
    const message = messageOf(error);
    say(complaint('shrink', message));
    const code = interruption.signal.aborted ? INTERRUPTED : isWrongUsage(error) ? EXIT.usage : EXIT.not_kept;
    if (argv.includes('--json')) process.stdout.write(`${JSON.stringify({ error: message, exit_code: code })}\n`);
    return code;
  } finally {
    await run?.close().catch((error) => say(`left for the next start to clear away: ${error.message}`));
    interruption.stopWatching();
  }
}

function isWrongUsage(error: unknown): boolean {
  return [WrongUsage, CannotShrink, UnusableProgram].some((kind) => error instanceof kind);
}

async function conduct(
  options: ShrinkOptions,
  recorded: RecordedCycle,
  run: Run,
  signal: AbortSignal,
): Promise<number> {
  const { id, fault, cycle, out, trials, confirming, least_rate, minutes } = options;
  const { ran, profile, anomaly, schedule_of } = recorded;
  const subject = await subjectOf(options, recorded, run);
  const identity = await subject.identify();
  demandSame(ran, identity);
  const capabilities = await subject.capabilities();
  const network = ran.network === 'netns' ? netns(run) : PROXY;
  const available = faultClass(fault).available(capabilities, network, profile.nodes);
  if (!available.available) throw new Error(`${fault} cannot be injected on this machine: ${available.reason}`);
  const { plan, original } = originalOf(recorded, fault, capabilities);
  signal.throwIfAborted();
  const context = { subject, capabilities, network, profile, campaign_id: id, seed: ran.seed, signal };
  const began = performance.now();
  const progress = shrinkProgress(say, { id, fault, cycle, anomaly, minutes });
  const settings: Shrinking<Reproduction> = {
    ...{ original, trials, confirming, least_rate },
    at_once: profile.lanes,
    trial: (schedule) =>
      runTrial({ context, fault, cycle: schedule_of, anomaly, newFolder: () => run.newFolder('trial') }, schedule),
    isOver: () => performance.now() - began > minutes * MS_PER_MINUTE,
    ...progress,
  };
  const shrunk = await shrink(settings).catch((error) => {
    if (error instanceof NotReproduced) throw new Error(`nothing is kept: ${error.message}`);
    throw error;
  });
  const took_ms = performance.now() - began;
  const made = { recorded, plan, subject, identity, capabilities, settings, shrunk, took_ms };
  const result = documentOf({ campaign_id: id, fault, cycle, ...made });
  const file = join(out, id, keepResult(join(out, id), result));
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ file, result, exit_code: EXIT.kept })}\n`
      : `${wordsOfResult(withVisibleText(result))}\n  kept in  ${visible(file)}\n`,
  );
  return EXIT.kept;
}

async function subjectOf(options: ShrinkOptions, { ran }: RecordedCycle, run: Run): Promise<Subject> {
  const { subject, defect = null } = ran;
  if (subject.adapter_sha256 !== undefined && options.subject === null)
    throw new WrongUsage(`--subject: expected the path of the module that made ${subject.name}, found none`);
  try {
    const settings = { run, binary: options.binary, ref: subject.ref, defect };
    return await chosenSubject(options.subject ?? subject.name, settings);
  } catch (error) {
    throw new WrongUsage(messageOf(error));
  }
}

function demandPlace(folder: string): void {
  try {
    demandWritable(folder);
  } catch (error) {
    throw new WrongUsage(`expected a folder in which the result can be kept, found ${messageOf(error)}; see --out`);
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
