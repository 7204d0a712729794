// npm run recheck: judges stored histories again with today's checkers. It says each finding that changed, and writes
// nothing unless it is asked to. Or it shows what the histories say of one write.

import { renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { campaignsHere } from '../catalogue/campaigns-folder.ts';
import { RECHECK_FILE, type Recheck } from '../contract/recheck.ts';
import { listCampaigns } from '../evidence/folder.ts';
import { runnerVersion } from '../machine/harness.ts';
import { type Rechecked, recheckCampaign } from '../recheck/campaign.ts';
import { findWrite } from '../recheck/write.ts';
import { complain } from './complaint.ts';
import { optionsGiven, readCommand } from './options-given.ts';
import { writeStoryLines } from './write-story.ts';
import { WrongUsage } from './wrong-usage.ts';

const EXIT = { PASS: 0, FAIL: 1, INCOMPLETE: 3 } as const;
/** Worst first. */
const ORDER = ['FAIL', 'INCOMPLETE', 'PASS'] as const;

process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  const command = readCommand('recheck')
    .description("Judges the stored histories of campaigns again with today's checkers, and says what changed.")
    .argument('[id...]', 'campaigns (default: all)')
    .option('--out <dir>', 'directory of the campaigns', campaignsHere())
    .option('--write', `writes ${RECHECK_FILE} into each folder`)
    .option('--write-of <key>', 'shows what happened to one write of one campaign, and judges nothing')
    .option('--json', 'prints one machine-readable document on stdout')
    .addHelpText(
      'after',
      "\nExit codes: the worst of today's outcomes: 0 passed · 1 failed · 2 wrong usage · 3 incomplete. With --write-of: 0 where the write is found, 2 where it is not.",
    );
  try {
    const given = optionsGiven(command, argv);
    const root = resolve(given.out);
    if (given.writeOf !== undefined) return await showWrite(root, command.args, given.writeOf, given.json === true);
    const results: Recheck[] = [];
    for (const id of idsOf(root, command.args)) {
      const found = documentOf(await recheckCampaign(root, id));
      if (given.write) writeBeside(root, found);
      if (!given.json) process.stdout.write(`${wordsOf(found).join('\n')}\n`);
      results.push(found);
    }
    if (given.json) process.stdout.write(`${JSON.stringify({ campaigns: results })}\n`);
    const worst = ORDER.find((outcome) => results.some((one) => one.outcome.today === outcome));
    return worst ? EXIT[worst] : EXIT.INCOMPLETE;
  } catch (error) {
    return complain('recheck', error);
  }
}

function idsOf(root: string, asked: readonly string[]): string[] {
  const { ids, problems } = listCampaigns(root);
  if (ids.length === 0) throw new WrongUsage(problems[0] ?? `${root}: expected campaigns, found none`);
  const unknown = asked.filter((id) => !ids.includes(id));
  if (unknown.length > 0) throw new WrongUsage(`expected campaigns of ${root}, found no ${unknown.join(', ')}`);
  return asked.length > 0 ? [...asked] : ids;
}

/** Ends with 0 where the write is found. */
async function showWrite(root: string, asked: readonly string[], key: string, json: boolean): Promise<number> {
  const [id, ...more] = asked;
  if (id === undefined || more.length > 0)
    throw new WrongUsage(`--write-of: expected one campaign, found ${asked.length}`);
  idsOf(root, asked);
  const found = await findWrite(root, id, key);
  if (!found)
    throw new WrongUsage(
      `--write-of: expected the key of a write, found none ${key} in the histories of ${join(root, id)}`,
    );
  process.stdout.write(json ? `${JSON.stringify(found)}\n` : `${writeStoryLines(found).join('\n')}\n`);
  return EXIT.PASS;
}

function documentOf(found: Rechecked): Recheck {
  return { schema_version: 1, rechecked_at: new Date().toISOString(), runner_version: runnerVersion(), ...found };
}

/** Whole under another name first, as every artifact. */
function writeBeside(root: string, found: Recheck): void {
  const file = join(root, found.campaign_id, RECHECK_FILE);
  writeFileSync(`${file}.partial`, `${JSON.stringify(found, null, 2)}\n`);
  renameSync(`${file}.partial`, file);
}

function wordsOf({ campaign_id, histories, outcome }: Recheck): string[] {
  const { recorded, today } = outcome;
  const kept = recorded === today ? `${today}, as recorded` : `${today}, recorded as ${recorded}`;
  return [
    `${campaign_id}: ${histories.length === 0 ? 'no history is stored; ' : ''}${kept}`,
    ...histories.flatMap(({ file, cycles, changes, cannot_show, problem }) => [
      `  ${file}: ${problem ?? `${cycles} ${cycles === 1 ? 'cycle' : 'cycles'} judged again, ${changes.length === 0 ? 'nothing changed' : `${changes.length} changed`}`}`,
      ...changes.map(
        ({ name, sentence, ...change }) => `    ${name} ${sentence} (recorded: ${recordedWord(change.recorded)})`,
      ),
      ...(cannot_show.length > 0
        ? [`    not recorded in this history, so not counted: ${cannot_show.join(', ')}`]
        : []),
    ]),
  ];
}

function recordedWord(valid: boolean | null | undefined): string {
  if (valid === undefined) return 'not looked for';
  return valid === null ? 'not decided' : valid ? 'none' : 'found';
}
