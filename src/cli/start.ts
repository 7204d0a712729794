// npm start: the main job on a fresh machine. A short campaign against the embedded reference cluster,
// then the site of it and of everything committed, served.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { campaignsDir } from '../catalogue/campaigns-folder.ts';
import { onParentGone } from '../machine/parent-watch.ts';
import { buildSite } from '../publish/build-site.ts';
import { PROJECT } from '../publish/project.ts';
import { serveSite, willServeOwnAddress } from '../publish/serve-site.ts';
import { demandSettings } from '../publish/settings.ts';
import { campaignPath } from '../views/site.ts';
import { INTERRUPTED, watchForInterruption } from './interruption.ts';
import { guardOutput } from './output.ts';
import { siteCommand, siteProgram } from './site-command.ts';

guardOutput();
siteProgram(
  'start',
  'Runs a short campaign against the embedded reference cluster, builds the site and serves it.',
).parse();

const dist = 'dist';
const id = `local-${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}`;

process.exitCode = await siteCommand('start', main);

async function main(): Promise<number> {
  // before the campaign: it would be a minute for nothing
  demandSettings();
  const campaign = await runCampaign(id);
  if (campaign === INTERRUPTED) return INTERRUPTED;
  onParentGone(() => process.exit(INTERRUPTED));
  if (campaign !== 0)
    process.stderr.write(`The campaign ended with exit code ${campaign}; what it recorded is shown.\n`);
  const port = await willServeOwnAddress();
  const built = await buildSite({ dist });
  if (built !== 0) return built;
  const { address } = await serveSite({ dist, port });
  process.stderr.write(`The campaign just made: ${address}${campaignPath(id)}\n`);
  process.stdout.write(`${address}\n`);
  return 0;
}

/** A process of its own, so that its signals and its cleaning up are its own too. Gives its exit code. */
function runCampaign(id: string): Promise<number> {
  const options = ['--profile', 'smoke', '--id', id, '--out', campaignsDir()];
  const child = spawn(process.execPath, [join(PROJECT, 'src/cli/campaign.ts'), ...options], { stdio: 'inherit' });
  const interruption = watchForInterruption(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      interruption.stopWatching();
      resolve(interruption.signal.aborted ? INTERRUPTED : (code ?? 1));
    });
  });
}
