// npm run build: every campaign of CAMPAIGNS_DIR as a site. Evidence never stops it; an analysis that does not hold does.

import { Command } from 'commander';
import { buildSite } from '../publish/site.ts';
import { guardOutput } from './output.ts';

guardOutput();
const program = new Command('build')
  .description('Builds the site from the campaigns in CAMPAIGNS_DIR (default: campaigns).')
  .option('--dist <dir>', 'where the site is written', 'dist')
  .addHelpText(
    'after',
    `
Settings from the environment:
  CAMPAIGNS_DIR  the campaigns to publish
  SITE_URL       where the site will be served, for canonical links and the commands that readers copy
  BASE_PATH      the path below it, for project pages: /some/base/

Exits with 0, or with 1 where an analysis does not hold.`,
  )
  .parse();

process.exitCode = await buildSite({ dist: program.opts<{ dist: string }>().dist });
