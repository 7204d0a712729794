// npm run scoreboard: every planted defect and saboteur against the harness. It ends with 0 where each was caught and no
// control fails; with 1 where something escapes, whatever the reason.

import { execFileSync } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { Option } from 'commander';
import type { Control, Trial } from '../contract/scoreboard.ts';
import { reapDeadRuns } from '../machine/reaper.ts';
import { isWhole, makeScoreboard, TRIAL_IDS } from '../scoreboard/scoreboard.ts';
import { complain } from './complaint.ts';
import { INTERRUPTED, watchForInterruption } from './interruption.ts';
import { optionsGiven, readCommand } from './options-given.ts';
import { guardOutput } from './output.ts';
import { whole } from './whole-number.ts';
import { WrongUsage } from './wrong-usage.ts';

const EXIT = { whole: 0, escapes: 1 } as const;
const FILE = join(import.meta.dirname, '../measurements/harness/scoreboard.json');
/** The newest gate of the reference that is kept with the project. */
const RECORDED = { root: join(import.meta.dirname, '../../campaigns'), campaign: 'reference-v0.1.0-gate-r4' };

guardOutput();
process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  const command = readCommand('scoreboard')
    .description(
      'Plants every known defect in the reference, and in pieces of the harness, and says which were caught.',
    )
    .addOption(new Option('--only <id,id>', 'these defects and saboteurs alone, without controls; writes nothing'))
    .option('--seed <n>', 'fixes every schedule', whole(0), 1)
    .option('--at-once <n>', 'lines that run side by side', whole(1), Math.max(1, availableParallelism() - 1))
    .option('--write', 'puts the result in the place of the published one')
    .option('--json', 'prints one machine-readable document on stdout')
    .addHelpText(
      'after',
      `\nDefects and saboteurs: ${TRIAL_IDS.join(', ')}.\n\nExit codes: 0 all caught and no control fails · 1 something escapes, whatever the reason, or a control fails · 2 wrong usage · 3 could not be run · 130 interrupted.`,
    );
  const interruption = watchForInterruption(say);
  try {
    const given = optionsGiven(command, argv);
    const only = given.only === undefined ? null : idsIn(given.only);
    if (only !== null && given.write) throw new WrongUsage('--write: expected a whole scoreboard, found --only');
    reapDeadRuns();
    const board = await makeScoreboard({
      ...{ seed: given.seed, only, at_once: given.atOnce, commit: commitHere() },
      recorded: only === null ? RECORDED : null,
      tell: (line, done, all) => say(`${String(done).padStart(3)} of ${all}  ${wordsOf(line)}`),
      signal: interruption.signal,
    });
    const document = `${JSON.stringify(board, null, 2)}\n`;
    if (given.write) replace(FILE, document);
    if (given.json) process.stdout.write(document);
    return isWhole(board) ? EXIT.whole : EXIT.escapes;
  } catch (error) {
    if (interruption.signal.aborted) return INTERRUPTED;
    return complain('scoreboard', error);
  } finally {
    interruption.stopWatching();
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function idsIn(text: string): string[] {
  const ids = text.split(',');
  const unknown = ids.filter((id) => !TRIAL_IDS.includes(id));
  if (unknown.length > 0)
    throw new WrongUsage(`--only: expected ids of defects and saboteurs, found ${unknown.join(', ')}`);
  return ids;
}

function wordsOf(line: Trial | Control): string {
  const seconds = `${(line.took_ms / 1000).toFixed(1)} s`;
  const place = line.class ?? `phase ${line.phase}`;
  if (!('id' in line)) {
    const said = line.passed ? 'passed' : `did not pass: ${line.found.join('; ')}`;
    return `control, ${place}, seed ${line.seed}: ${said} (${seconds})`;
  }
  const said = line.caught
    ? `caught as ${line.expected_anomaly}, in ${line.caught_in} of ${line.cycles}`
    : `escapes: ${line.escapes_because}`;
  return `${line.id}, ${place}: ${said} (${seconds})`;
}

/** The commit of the code that runs; null outside a checkout. */
function commitHere(): string | null {
  try {
    const args = ['rev-parse', 'HEAD'];
    return execFileSync('git', args, { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return null;
  }
}

function replace(file: string, text: string): void {
  const fresh = `${resolve(file)}.${process.pid}.tmp`;
  writeFileSync(fresh, text);
  renameSync(fresh, file);
}
