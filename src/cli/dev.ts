// npm run dev: the site with reload, as pages are written and artifacts appear.

import { Command } from 'commander';
import { onParentGone } from '../machine/parent-watch.ts';
import { developSite } from '../publish/site.ts';
import { guardOutput } from './output.ts';

guardOutput();
new Command('dev')
  .description('Serves the site from CAMPAIGNS_DIR (default: campaigns) and reloads as artifacts appear.')
  .parse();

onParentGone(() => process.exit());
const { address } = await developSite({});
process.stdout.write(`${address}\n`);
