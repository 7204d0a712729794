// npm run harness-compare: the established shell harness's way of measuring beside ours, on one build. It judges
// nothing: whatever the figures say, it ends with 0 once both ways have measured.

import { randomInt } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { compare } from '../comparison/comparison.ts';
import { type Comparison, comparisonSchema } from '../contract/comparison.ts';
import { messageOf } from '../contract/message.ts';
import { reapDeadRuns } from '../machine/reaper.ts';
import { Run } from '../machine/run.ts';
import { defaultFaults } from '../runner/nemesis/classes.ts';
import { PROFILES } from '../runner/profiles.ts';
import { openSubject } from '../subjects/registry.ts';
import type { Subject } from '../subjects/subject.ts';
import { comparisonTable, sideLine } from './comparison-table.ts';
import { complaint } from './complaint.ts';
import { type CompareOptions, commandLine, parseCompare } from './harness-compare-options.ts';
import { INTERRUPTED, watchForInterruption } from './interruption.ts';
import { guardOutput } from './output.ts';
import { WrongUsage } from './wrong-usage.ts';

const EXIT = { done: 0, not_measured: 1, usage: 2 } as const;
const SEED_MAX = 2 ** 31;

guardOutput();
process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  const interruption = watchForInterruption(say);
  const { signal } = interruption;
  let run: Run | null = null;
  try {
    const options = parseCompare(argv);
    demandNewFile(options.out);
    reapDeadRuns();
    run = new Run(signal);
    report(await conduct(options, subjectOf(options, run), run, signal), options);
    return EXIT.done;
  } catch (error) {
    say(complaint('harness-compare', messageOf(error)));
    if (signal.aborted) return INTERRUPTED;
    return error instanceof WrongUsage ? EXIT.usage : EXIT.not_measured;
  } finally {
    await run?.close().catch((error) => say(`left for the next start to clear away: ${error.message}`));
    interruption.stopWatching();
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function demandNewFile(out: string | null): void {
  if (out !== null && existsSync(out))
    throw new WrongUsage(`--out: expected a new file, found ${out}: evidence is never overwritten`);
}

/** @throws WrongUsage for a name that does not exist and for a program that cannot be used */
function subjectOf({ subject, binary, ref }: CompareOptions, run: Run): Subject {
  try {
    return openSubject(subject, { run, binary, ref, defect: null });
  } catch (error) {
    throw new WrongUsage(messageOf(error));
  }
}

async function conduct(options: CompareOptions, subject: Subject, run: Run, signal: AbortSignal): Promise<Comparison> {
  const { cycles, writes: writes_per_cycle } = options;
  const seed = options.seed ?? randomInt(SEED_MAX);
  const faults = options.faults ?? defaultFaults();
  say(`${options.subject} · ${cycles} cycles of ${writes_per_cycle} writes · seed ${seed}`);
  return compare({
    subject,
    profile: { ...PROFILES.gate, cycles, writes_per_cycle },
    faults,
    seed,
    work_dir: run.newFolder('comparison'),
    command: commandLine(options, faults, seed),
    tell: ({ fault, harness, side }) => say(sideLine(fault, harness, side)),
    signal,
  });
}

function report(comparison: Comparison, { out, json }: CompareOptions): void {
  const document = `${JSON.stringify(comparisonSchema.parse(comparison), null, 2)}\n`;
  if (out !== null) writeFileSync(out, document, { flag: 'wx' });
  process.stdout.write(json ? document : `\n${comparisonTable(comparison)}\n`);
}
