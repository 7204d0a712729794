// npm run build: every campaign of CAMPAIGNS_DIR as a site. Evidence never stops it; an analysis that does not hold does.

import { buildSite } from '../publish/build-site.ts';
import { WrongSetting } from '../publish/settings.ts';
import { guardOutput } from './output.ts';
import { siteCommand, siteProgram } from './site-command.ts';
import { demandWritable } from './writable-folder.ts';

guardOutput();
const { dist } = siteProgram('build', 'Builds the site from the campaigns in CAMPAIGNS_DIR (default: campaigns).')
  .option('--dist <dir>', 'where the site is written', 'dist')
  .addHelpText(
    'after',
    `
Settings from the environment:
  CAMPAIGNS_DIR  the campaigns to publish
  SITE_URL       where the site will be served, for canonical links and the commands that readers copy
  BASE_PATH      the path below it, for project pages: /some/base/

Exits with 0, with 1 where an analysis does not hold, or with 2 where a setting is wrong.`,
  )
  .parse()
  .opts<{ dist: string }>();

process.exitCode = await siteCommand('build', async () => {
  try {
    demandWritable(dist);
  } catch (error) {
    throw new WrongSetting(`--dist: expected a folder that can be written, found ${(error as Error).message}`);
  }
  return buildSite({ dist });
});
