// npm start: the main job on a fresh machine. Until the runner exists this builds and serves what is committed.

import { Command } from 'commander';
import { buildSite, serveSite } from '../publish/site.ts';

new Command('start')
  .description('Builds the site from CAMPAIGNS_DIR (default: campaigns) and serves it on this machine.')
  .parse();

const dist = 'dist';
process.stderr.write('No runner is here yet: no campaign is run, the committed ones are built and served.\n');
process.exitCode = await buildSite({ dist });
if (process.exitCode === 0) {
  const { address } = await serveSite({ dist });
  process.stdout.write(`${address}\n`);
}
