// npm run preview: serves what npm run build made.

import { InvalidArgumentError } from 'commander';
import { visibleLine } from '../contract/visible-text.ts';
import { onParentGone } from '../machine/parent-watch.ts';
import { PORT, serveSite } from '../publish/serve-site.ts';
import { guardOutput } from './output.ts';
import { ALLOW_HOST, hostName, siteCommand, siteProgram } from './site-command.ts';

guardOutput();
const { dist, port, allowHost } = siteProgram('preview', 'Serves a built site on this machine.')
  .option('--dist <dir>', 'the built site', 'dist')
  .option('--port <number>', 'where to listen; the next free port if it is taken', portNumber, PORT)
  .option(...ALLOW_HOST, hostName, [])
  .parse()
  .opts<{ dist: string; port: number; allowHost: string[] }>();

onParentGone(() => process.exit());
process.exitCode = await siteCommand('preview', async () => {
  const { address, builtFor } = await serveSite({ dist, port, hosts: allowHost });
  process.stdout.write(`${address}\n`);
  if (builtFor !== null && builtFor !== address) process.stderr.write(`${otherAddress(builtFor)}\n`);
  return 0;
});

/** A script puts the address of this server in its place, and a reader without scripts has to. */
function otherAddress(builtFor: string): string {
  return `note: this site was built for ${visibleLine(builtFor)}: without scripts, the commands of its pages ask that one`;
}

function portNumber(given: string): number {
  const number = Number(given);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) {
    throw new InvalidArgumentError('expected a port number from 1 to 65535.');
  }
  return number;
}
