// npm run export: one campaign in the format of another tool, on stdout.

import { Option } from 'commander';
import { campaignsHere } from '../catalogue/campaigns-folder.ts';
import { exported, FORMATS } from '../exports/formats.ts';

import { catalogueIn, chosen, pageAddress } from './chosen-campaign.ts';
import { complain } from './complaint.ts';
import { optionsGiven, readCommand } from './options-given.ts';
import { guardOutput } from './output.ts';

const HELP = `
Formats:
  junit        JUnit XML: an undecided check is an error, a phase that never ran is skipped, the outcome is a case
  ctrf         CTRF JSON: the same as other, skipped and a case; attempts are in extra
  openmetrics  OpenMetrics text: outcome, statuses, checks, figures by fault class, attempts by outcome
  badge-svg    a badge as SVG: outcome, profile, how many attempts and how many phases that never ran
  badge-json   the same for the endpoint badge of shields.io
  summary      Markdown of at most 1 MiB for the summary of a job
JUnit has no place for attempts: they are properties and words. A badge names no attempt, only their number.

SITE_URL and BASE_PATH say where the site is: with them an export links to the page of the campaign.

Exit codes: 0 written, whatever the campaign's outcome · 2 wrong usage · 3 could not be read.`;

guardOutput();
process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  const command = readCommand('export')
    .description(
      'Writes one campaign in the format of another tool to stdout. An incomplete campaign is never a pass in any.',
    )
    .argument('<id>', 'the campaign')
    .addOption(new Option('--format <format>', 'which format').choices([...FORMATS]).makeOptionMandatory())
    .option('--out <dir>', 'directory of the campaigns', campaignsHere())
    .addHelpText('after', HELP);
  try {
    const { format, out } = optionsGiven(command, argv);
    const read = catalogueIn(out);
    const entry = chosen(read, command.args[0] ?? '');
    process.stdout.write(await exported(read, entry, format, pageAddress(entry.id)));
    return 0;
  } catch (error) {
    return complain('export', error);
  }
}
