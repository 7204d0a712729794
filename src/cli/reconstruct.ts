// npm run reconstruct: missing artifacts back from Actions logs. Parses, wires, and gives the exit code.

import process from 'node:process';
import { type Command, CommanderError, InvalidArgumentError } from 'commander';
import { campaignsHere } from '../catalogue/campaigns-folder.ts';
import { messageOf } from '../contract/message.ts';
import { isCampaignId } from '../contract/names.ts';
import { visibleLine } from '../contract/visible-text.ts';
import { type CampaignResult, isSound, reconstructCampaign } from '../reconstruct/campaign.ts';
import { ReconstructFailure } from '../reconstruct/failure.ts';
import { connect, type GitHub } from '../reconstruct/github.ts';
import { type RunRow, reconstructMissing } from '../reconstruct/missing.ts';
import { evidenceOfFile, evidenceOfRun } from '../reconstruct/source.ts';
import { commandCalled, complaint } from './complaint.ts';
import { guardOutput } from './output.ts';
import { demandWritable } from './writable-folder.ts';

const LINE_CHARS_MAX = 2000;

interface Options {
  repo?: { owner: string; repo: string };
  run?: number;
  attempt?: number;
  campaign?: string;
  log?: string;
  workflow?: string;
  missing?: boolean;
  since?: string;
  out: string;
  dryRun?: boolean;
  json?: boolean;
}

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
/** Before anything is downloaded or read. */
function demandPlace(out: string): void {
  try {
    demandWritable(out);
  } catch (error) {
    throw usage(`expected a directory that can be written, found ${(error as Error).message}; see --out ${out}`);
  }
}

const usage = (message: string): ReconstructFailure => new ReconstructFailure('usage', message);

guardOutput();
process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  try {
    const options = command().exitOverride().parse(args, { from: 'user' }).opts<Options>();
    if (!options.dryRun) demandPlace(options.out);
    return options.missing ? await missing(options) : await one(options);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof ReconstructFailure)) {
      say(complaint('reconstruct', `unexpected: ${messageOf(error)}. Nothing recorded was changed`));
      return 3;
    }
    say(complaint('reconstruct', error.message));
    return error.exitCode;
  }
}

function command(): Command {
  return commandCalled('reconstruct')
    .description('Rebuilds missing artifacts of a campaign from the logs of its Actions run. Writes absent files only.')
    .option('--repo <owner/name>', 'repository of the run', repository)
    .option('--run <id>', 'the run', positive)
    .option('--attempt <n>', 'its attempt (default: the latest)', positive)
    .option('--campaign <id>', 'the campaign, and the folder to write', campaign)
    .option('--log <file>', 'a job log, a step file, a `gh run view --log` text or a run-log zip, instead of a run')
    .option('--workflow <file>', 'with --missing: the workflow whose runs to look through, for example campaign.yml')
    .option('--missing', 'rebuild every campaign of the workflow whose folder lacks what its run reached')
    .option('--since <date>', 'with --missing: only runs since then, for example 2026-04-01', since)
    .option('--out <dir>', 'folder of the campaigns', campaignsHere())
    .option('--dry-run', 'show what would be written, and from where')
    .option('--json', 'one machine-readable document on stdout')
    .addHelpText(
      'after',
      '\nGITHUB_TOKEN: a token that can read Actions. GITHUB_API_URL: the service, for GitHub Enterprise Server.\nExit codes: 0 complete, 2 wrong usage, 3 nothing or only a part could be rebuilt, or what was found is masked or contradicts itself, 4 the service refused.',
    );
}

async function one(options: Options): Promise<number> {
  if (!options.campaign) throw usage('expected --campaign ID: the campaign to rebuild');
  if (options.workflow || options.since) throw usage('--workflow and --since go with --missing');
  const target = { campaignId: options.campaign, out: options.out, dryRun: options.dryRun ?? false };
  const result = await reconstructCampaign(await evidence(options), target);
  if (options.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  show(result);
  return isSound(result) ? 0 : 3;
}

async function evidence(options: Options) {
  if (options.log) {
    if (options.run || options.repo || options.attempt) throw usage('expected --log or --repo and --run, not both');
    return evidenceOfFile(options.log);
  }
  if (!options.repo || !options.run) throw usage('expected --repo OWNER/NAME and --run RUN_ID, or --log FILE');
  const github = service(options.repo);
  return evidenceOfRun(
    github,
    await github.run(options.run, options.attempt ?? null),
    `${options.repo.owner}/${options.repo.repo}`,
  );
}

async function missing(options: Options): Promise<number> {
  const { repo, workflow } = options;
  if (!repo || !workflow) throw usage('expected --missing with --repo OWNER/NAME and --workflow FILE');
  if (options.run || options.log || options.campaign || options.attempt)
    throw usage('--missing finds runs and campaigns itself: leave out --run, --attempt, --log and --campaign');
  const rows = await reconstructMissing({
    github: service(repo),
    repository: `${repo.owner}/${repo.repo}`,
    workflow,
    since: options.since ?? null,
    out: options.out,
    dryRun: options.dryRun ?? false,
    report: showRow,
  });
  if (options.json) process.stdout.write(`${JSON.stringify({ runs: rows }, null, 2)}\n`);
  if (rows.length === 0) say(`No run of ${workflow} was found${options.since ? ` since ${options.since}` : ''}.`);
  return rows.every((row) => ['complete', 'rebuilt', 'running'].includes(row.state)) ? 0 : 3;
}

function service(repo: { owner: string; repo: string }): GitHub {
  return connect({
    ...repo,
    token: process.env.GITHUB_TOKEN || null,
    apiUrl: process.env.GITHUB_API_URL || null,
    log: say,
  });
}

function show(result: CampaignResult): void {
  const verb = result.dry_run ? 'would write' : 'wrote';
  for (const file of result.files) {
    const what = file.state === 'written' ? verb : file.state;
    const how = file.exact
      ? 'byte for byte'
      : file.unknown.length > 0
        ? `${file.unknown.length} unknown`
        : 'as printed';
    const where = file.where ? `, ${file.where}` : '';
    say(printable(`${what.padEnd(11)} ${file.file}  (${file.reason ?? `${file.from}, ${how}${where}`})`));
    for (const line of file.contradicted_by) say(printable(`contradicted ${file.file}  by ${line}`));
  }
  for (const note of result.notes) say(printable(`note        ${note}`));
  if (result.files.length === 0) say(printable(nothing(result)));
  else if (result.files.some(({ contradicted_by }) => contradicted_by.length > 0))
    say('The log contradicts what it printed: those documents count for no pass.');
  else if (!result.complete)
    say(`Not complete: ${result.missing.join(', ') || 'no phase'} still absent or partly unknown.`);
  say(`${result.dry_run ? 'Looked for' : 'Folder:'} ${result.folder}`);
}

function nothing({ campaign_id, masked }: CampaignResult): string {
  const expected = `Nothing could be rebuilt: expected a printed campaign summary or [phaseN] lines of ${campaign_id}`;
  if (masked.length === 0) return `${expected}, found none.`;
  return `${expected}, found a summary whose campaign_id or values are masked (***), at ${masked.join(', ')}. A short secret masks words all through a log: take it out of the workflow, or give it a value that no word holds.`;
}

function showRow(row: RunRow): void {
  const run = `${row.run_id}#${row.attempt}`.padEnd(16);
  say(printable(run + (row.campaign_id ?? '?').padEnd(28) + row.state.padEnd(20) + row.detail));
}

/** Log text may hold terminal escapes. */
function printable(text: string): string {
  return visibleLine(text, LINE_CHARS_MAX);
}

function repository(text: string): { owner: string; repo: string } {
  const match = /^([A-Za-z0-9-]{1,39})\/([A-Za-z0-9._-]{1,100})$/.exec(text);
  if (!match?.[1] || !match[2]) throw new InvalidArgumentError('expected OWNER/NAME.');
  return { owner: match[1], repo: match[2] };
}

function positive(text: string): number {
  if (!/^[1-9]\d{0,15}$/.test(text)) throw new InvalidArgumentError('expected a number from 1 on.');
  return Number(text);
}

function campaign(text: string): string {
  if (!isCampaignId(text))
    throw new InvalidArgumentError(
      'expected letters, digits, dots, hyphens and underscores, and not the name of a file.',
    );
  return text;
}

function since(text: string): string {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new InvalidArgumentError('expected a date, for example 2026-04-01.');
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
