// npm run known-faults: faults that real releases had, looked for again in the releases themselves. A directory holds one
// build for each version; a row is looked for in each build that it speaks of. What is found is set beside the table.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  type KnownFault,
  type KnownFaultMeasured,
  type KnownFaults,
  knownFaultsSchema,
} from '../contract/known-faults.ts';
import { messageOf } from '../contract/message.ts';
import { runKnownFaults, wayOf } from '../known-faults/run.ts';
import { hasIt, isAbout, isAsKnown, tableOf, withMeasured } from '../known-faults/table.ts';
import { reapDeadRuns } from '../machine/reaper.ts';
import { Run } from '../machine/run.ts';
import { openSubject } from '../subjects/registry.ts';
import { complaint } from './complaint.ts';
import { INTERRUPTED, watchForInterruption } from './interruption.ts';
import { optionsGiven, readCommand } from './options-given.ts';
import { guardOutput } from './output.ts';
import { parseCount } from './run-options.ts';
import { WrongUsage } from './wrong-usage.ts';

const EXIT = { as_known: 0, otherwise: 1, usage: 2, not_run: 3 } as const;
const TABLE = resolve(import.meta.dirname, '../../known-faults.json');

interface Given {
  binaries: string;
  only?: string[];
  release?: string[];
  seed: number;
  write?: boolean;
  json?: boolean;
}

type Row = KnownFaultMeasured & { id: string; as_known: boolean };

guardOutput();
process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  const interruption = watchForInterruption(say);
  const { signal } = interruption;
  try {
    const given = optionsOf(argv);
    const table = tableOf(readFileSync(TABLE, 'utf8'));
    reapDeadRuns();
    const rows: Row[] = [];
    let failed = 0;
    for (const version of versionsIn(given)) {
      const faults = askedFor(table, given).filter((fault) => isAbout(fault, version));
      for (const those of Map.groupBy(faults, wayOf).values()) {
        const found = await look(table, those, version, given, signal).catch((error: unknown) => {
          if (signal.aborted) throw error;
          failed += 1;
          say(`${version.padEnd(8)} ${those.map(({ id }) => id).join(', ')}: could not be run: ${messageOf(error)}`);
          return [];
        });
        rows.push(...found);
        for (const row of found) say(inWords(row));
      }
    }
    if (given.write)
      writeFileSync(TABLE, `${JSON.stringify(knownFaultsSchema.parse(withMeasured(table, byId(rows))), null, 2)}\n`);
    if (given.json) process.stdout.write(`${JSON.stringify({ rows })}\n`);
    if (failed > 0 || rows.length === 0) return EXIT.not_run;
    return rows.every(({ as_known }) => as_known) ? EXIT.as_known : EXIT.otherwise;
  } catch (error) {
    say(complaint('known-faults', messageOf(error)));
    if (signal.aborted) return INTERRUPTED;
    return error instanceof WrongUsage ? EXIT.usage : EXIT.not_run;
  } finally {
    interruption.stopWatching();
  }
}

function optionsOf(argv: readonly string[]): Given {
  const list = (value: string): string[] => value.split(',').map((one) => one.trim());
  const command = readCommand('known-faults')
    .description('Looks for faults that real releases had in these releases, and says what was found.')
    .requiredOption('--binaries <dir>', 'a folder for each version, with its program in bin/')
    .option('--only <a,b>', 'rows of the table (default: all)', list)
    .option('--release <a,b>', 'versions (default: each that the directory has)', list)
    .option('--seed <n>', 'fixes every schedule', parseCount, 1)
    .option('--write', 'writes what was measured into known-faults.json')
    .option('--json', 'prints one machine-readable document on stdout')
    .addHelpText(
      'after',
      '\nExit codes: 0 each fault is found where it is known to be, and nowhere else · 1 otherwise · 2 wrong usage · 3 a row could not be run.',
    );
  return optionsGiven(command, argv) as Given;
}

function programOf({ binaries }: Given, subject: string, version: string): string {
  return join(resolve(binaries), version, 'bin', subject);
}

function versionsIn({ binaries, release }: Given): string[] {
  if (!existsSync(binaries)) throw new WrongUsage(`--binaries: expected a directory, found nothing at ${binaries}`);
  const there = readdirSync(binaries).filter((name) => existsSync(join(binaries, name, 'bin')));
  const unknown = release?.find((version) => !there.includes(version));
  if (unknown !== undefined || there.length === 0) {
    throw new WrongUsage(
      `${binaries}: expected a folder ${unknown ?? 'for a version'} with bin/, found ${there.join(', ') || 'none'}`,
    );
  }
  return (release ?? there).toSorted();
}

function askedFor({ faults }: KnownFaults, { only }: Given): KnownFault[] {
  const unknown = only?.find((id) => !faults.some((fault) => fault.id === id));
  if (unknown !== undefined) {
    throw new WrongUsage(`--only: expected rows of ${faults.map(({ id }) => id).join(', ')}; found ${unknown}`);
  }
  return faults.filter(({ id }) => only?.includes(id) ?? true);
}

async function look(
  { subject: name }: KnownFaults,
  faults: readonly KnownFault[],
  version: string,
  given: Given,
  signal: AbortSignal,
): Promise<Row[]> {
  const run = new Run(signal);
  try {
    const binary = programOf(given, name, version);
    const subject = openSubject(name, { run, binary, ref: null, defect: null });
    const seen = await runKnownFaults(faults, {
      subject,
      seed: given.seed,
      work_dir: run.newFolder('known-fault'),
      signal,
    });
    return seen.flatMap((one, i) => {
      const fault = faults[i];
      if (!fault) return [];
      const measured = { version, has_it: hasIt(fault, version), ...one };
      return [{ id: fault.id, as_known: isAsKnown(fault, measured), ...measured }];
    });
  } finally {
    await run.close();
  }
}

function byId(rows: readonly Row[]): Map<string, KnownFaultMeasured[]> {
  const groups = [...Map.groupBy(rows, ({ id }) => id)];
  return new Map(groups.map(([id, those]) => [id, those.map(({ id: _, as_known: __, ...row }) => row)]));
}

function inWords(row: Row): string {
  const { id, version, has_it, as_known, found_in, cycles, first, sentence } = row;
  const known = has_it ? 'has it' : 'does not have it';
  const found = found_in === 0 ? 'not found' : `found in ${found_in} of ${cycles}, first in ${first}`;
  const verdict = as_known ? 'as known' : 'NOT AS KNOWN';
  return `${version.padEnd(8)} ${id}: ${known}, ${found}: ${verdict}${sentence === null ? '' : `\n         ${sentence}`}`;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
