// npm run comment: one campaign in Markdown for a comment under a proposed change, alone or beside another campaign.

import { campaignsHere } from '../catalogue/campaigns-folder.ts';
import { summarized } from '../exports/formats.ts';
import { commentMarkdown } from '../exports/markdown/document.ts';
import { compared } from '../views/compare/compare-page.ts';

import { catalogueIn, chosen, pageAddress } from './chosen-campaign.ts';
import { complain } from './complaint.ts';
import { optionsGiven, readCommand } from './options-given.ts';
import { guardOutput } from './output.ts';

guardOutput();
process.exitCode = main(process.argv);

function main(argv: readonly string[]): number {
  const command = readCommand('comment')
    .description('Writes Markdown for a comment under a proposed change to stdout, below 65,535 bytes of UTF-8.')
    .argument('<id>', 'the campaign')
    .option('--against <id>', 'an earlier campaign: begins with what changed since')
    .option('--out <dir>', 'directory of the campaigns', campaignsHere())
    .addHelpText(
      'after',
      '\nIts first line is a comment that nobody sees, the same for every campaign of one subject and profile: whoever\nposts the next one finds the last one by it, and writes in its place.\n\nSITE_URL and BASE_PATH say where the site is: with them every line links to its evidence.\n\nExit codes: 0 written · 2 wrong usage · 3 could not be read.',
    );
  try {
    const { against, out } = optionsGiven(command, argv);
    const read = catalogueIn(out);
    const entry = chosen(read, command.args[0] ?? '');
    const side = (id: string) => compared(read, chosen(read, id), pageAddress(id) ?? '');
    const two = against === undefined ? null : { before: side(against), after: side(entry.id) };
    process.stdout.write(commentMarkdown(summarized(read, entry, pageAddress(entry.id)), two));
    return 0;
  } catch (error) {
    return complain('comment', error);
  }
}
