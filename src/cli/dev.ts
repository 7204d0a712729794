// npm run dev: the site with reload, as pages are written and artifacts appear.

import { onParentGone } from '../machine/parent-watch.ts';
import { developSite } from '../publish/serve-site.ts';
import { guardOutput } from './output.ts';
import { ALLOW_HOST, hostName, siteCommand, siteProgram } from './site-command.ts';

guardOutput();
const { allowHost } = siteProgram(
  'dev',
  'Serves the site from CAMPAIGNS_DIR (default: campaigns) and reloads as artifacts appear.',
)
  .option(...ALLOW_HOST, hostName, [])
  .parse()
  .opts<{ allowHost: string[] }>();

onParentGone(() => process.exit());
process.exitCode = await siteCommand('dev', async () => {
  const { address } = await developSite({ hosts: allowHost });
  process.stdout.write(`${address}\n`);
  return 0;
});
