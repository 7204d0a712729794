// npm run harness-compare: the established shell harness's way of measuring beside ours, on one build. It judges
// nothing: whatever the figures say, it ends with 0 once both ways have measured.

import { randomInt } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { compare } from '../comparison/comparison.ts';
import { type Comparison, comparisonSchema } from '../contract/comparison.ts';
import { onParentGone } from '../runner/cluster/parent-watch.ts';
import { reapDeadRuns } from '../runner/cluster/reaper.ts';
import { Run } from '../runner/cluster/run.ts';
import { defaultFaults } from '../runner/nemesis/classes.ts';
import { PROFILES } from '../runner/profiles.ts';
import { openSubject } from '../runner/subjects/registry.ts';
import type { Subject } from '../runner/subjects/subject.ts';
import { comparisonTable, sideLine } from './comparison-table.ts';
import { type CompareOptions, commandLine, parseCompare } from './harness-compare-options.ts';

const EXIT = { done: 0, not_measured: 1, usage: 2, interrupted: 130 } as const;
const SEED_MAX = 2 ** 31;

process.exitCode = await main(parseCompare(process.argv));

async function main(options: CompareOptions): Promise<number> {
  const { out } = options;
  if (out !== null && existsSync(out))
    return wrong(`--out: expected a new file, found ${out}: evidence is not overwritten`);
  const interruption = new AbortController();
  const end = (): void => interruption.abort(new Error('interrupted'));
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  const unwatch = onParentGone(end);
  reapDeadRuns();
  const run = new Run();
  try {
    const subject = subjectOf(options, run);
    if (typeof subject === 'string') return wrong(subject);
    report(await conduct(options, subject, run, interruption.signal), options);
    return EXIT.done;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return interruption.signal.aborted ? EXIT.interrupted : EXIT.not_measured;
  } finally {
    unwatch();
    await run.close();
  }
}

function wrong(why: string): number {
  process.stderr.write(`${why}\n`);
  return EXIT.usage;
}

/** The subject, or why there is none: a name that does not exist, a program that cannot be used. */
function subjectOf({ subject, binary, ref }: CompareOptions, run: Run): Subject | string {
  try {
    return openSubject(subject, { run, binary, ref });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function conduct(options: CompareOptions, subject: Subject, run: Run, signal: AbortSignal): Promise<Comparison> {
  const { cycles, writes: writes_per_cycle } = options;
  const seed = options.seed ?? randomInt(SEED_MAX);
  const faults = options.faults ?? defaultFaults();
  process.stderr.write(`${options.subject} · ${cycles} cycles of ${writes_per_cycle} writes · seed ${seed}\n`);
  return compare({
    subject,
    profile: { ...PROFILES.gate, cycles, writes_per_cycle },
    faults,
    seed,
    work_dir: run.newFolder('comparison'),
    command: commandLine(options, faults, seed),
    tell: ({ fault, harness, side }) => void process.stderr.write(`${sideLine(fault, harness, side)}\n`),
    signal,
  });
}

function report(comparison: Comparison, { out, json }: CompareOptions): void {
  const document = `${JSON.stringify(comparisonSchema.parse(comparison), null, 2)}\n`;
  if (out !== null) writeFileSync(out, document, { flag: 'wx' });
  process.stdout.write(json ? document : `\n${comparisonTable(comparison)}\n`);
}
