// npm run analyze: a draft of an analysis by rule, for a campaign that nobody has written about yet.

import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { formatAnalysisError } from '../analysis/mdx/errors.ts';
import { parseAnalysis } from '../analysis/mdx/parse.ts';
import { draft } from '../analyze/draft.ts';
import { campaignsHere } from '../catalogue/campaigns-folder.ts';
import type { Catalogue, Entry } from '../catalogue/catalogue.ts';
import { factSources } from '../catalogue/fact-sources.ts';
import { ANALYSIS_FILE, INSIGHTS_FILE } from '../contract/names.ts';
import { visible } from '../contract/visible-text.ts';

import { catalogueIn, chosen } from './chosen-campaign.ts';
import { complain } from './complaint.ts';
import { optionsGiven, readCommand } from './options-given.ts';
import { guardOutput } from './output.ts';
import { WrongUsage } from './wrong-usage.ts';

guardOutput();
process.exitCode = main(process.argv);

function main(argv: readonly string[]): number {
  const command = readCommand('analyze')
    .description(`Drafts ${ANALYSIS_FILE} by rule, from the evidence and the comparison alone; every figure is bound.`)
    .argument('<id>', 'the campaign')
    .option(
      '--against <id>',
      'the campaign to compare with (default: the one before it in its series, else that of the release before)',
    )
    .option('--print', 'prints the draft and writes nothing')
    .option('--out <dir>', 'directory of the campaigns', campaignsHere())
    .addHelpText(
      'after',
      '\nAn analysis that is there is never overwritten.\n\nExit codes: 0 written · 2 wrong usage, or there is an analysis already · 3 could not be made.',
    );
  try {
    const { against, print, out } = optionsGiven(command, argv);
    const read = catalogueIn(out);
    const entry = chosen(read, command.args[0] ?? '');
    const text = draft(read, entry, ...(against === undefined ? [] : [chosen(read, against)]));
    demandWhole(read, entry, text);
    if (print) process.stdout.write(text);
    else process.stdout.write(`${visible(relative(process.cwd(), written(read, entry, text)))}\n`);
    return 0;
  } catch (error) {
    return complain('analyze', error);
  }
}

/** What the build would refuse is never written. */
function demandWhole(read: Catalogue, entry: Entry, text: string): void {
  const parsed = parseAnalysis(text, `the draft for ${entry.id}`, factSources(read.root, entry).documents);
  if ('errors' in parsed) throw new Error(parsed.errors.slice(0, 3).map(formatAnalysisError).join('; '));
}

function written(read: Catalogue, entry: Entry, text: string): string {
  const { insights } = read;
  if (insights?.state === 'document' && Object.hasOwn(insights.document, entry.id))
    throw new WrongUsage(`expected a campaign without an analysis, found one of ${entry.id} in ${INSIGHTS_FILE}`);
  const path = join(read.root, entry.id, ANALYSIS_FILE);
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new WrongUsage(`expected a campaign without an analysis, found ${visible(path)}; --print shows the draft`);
  }
  return path;
}
