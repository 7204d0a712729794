// npm run merge: joins the shards of a planned campaign. The exit code is what the judge reads in the folder.

import { dirname, resolve } from 'node:path';
import { campaignsHere } from '../catalogue/campaigns-folder.ts';
import { CampaignExists, OutUnusable } from '../runner/artifacts.ts';
import { findShards, MergeRefused } from '../shards/found.ts';
import { merge } from '../shards/merge.ts';
import { report, reportError } from './campaign-report.ts';
import { exitCodeOf, judgeFolder } from './judge-folder.ts';
import { optionsGiven, readCommand } from './options-given.ts';
import { guardOutput } from './output.ts';
import { planIn } from './shard-options.ts';
import { demandWritable } from './writable-folder.ts';
import { WrongUsage } from './wrong-usage.ts';

const EXIT = { usage: 2, incomplete: 3 } as const;

guardOutput();
process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  const command = readCommand('merge')
    .description('Joins the shards of a planned campaign, in any order, and says what is missing of it.')
    .argument('<dir...>', 'shard folders, or directories that hold some')
    .option(
      '--plan <file>',
      'what npm run plan wrote (default: the plan that the shards carry); with it, no shard at all is an incomplete campaign',
    )
    .option('--out <dir>', 'directory of the campaigns', campaignsHere())
    .option('--json', 'prints one machine-readable document on stdout')
    .addHelpText(
      'after',
      '\nExit codes: 0 everything passed · 1 evidence of failure · 2 wrong usage, or shards that do not belong together · 3 incomplete evidence.',
    );
  try {
    const given = optionsGiven(command, argv);
    const out = resolve(given.out);
    const found = findShards(command.args, given.plan === undefined ? null : planIn(given.plan));
    demandWritable(out);
    const result = await merge(found, out);
    const verdict = judgeFolder(dirname(result.folder.path), result.folder.id);
    const code = exitCodeOf(verdict);
    report({ verdict, folder: result.folder, result, code, json: given.json === true, part: null });
    return code;
  } catch (error) {
    const wrong = [WrongUsage, MergeRefused, CampaignExists, OutUnusable].some((kind) => error instanceof kind);
    const code = wrong ? EXIT.usage : EXIT.incomplete;
    reportError('merge', error, code, argv.includes('--json'));
    return code;
  }
}
