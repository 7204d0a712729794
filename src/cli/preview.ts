// npm run preview: serves what npm run build made.

import { Command, InvalidArgumentError } from 'commander';
import { onParentGone } from '../machine/parent-watch.ts';
import { NothingBuilt, serveSite } from '../publish/site.ts';
import { guardOutput } from './output.ts';

guardOutput();
const { dist, port } = new Command('preview')
  .description('Serves a built site on this machine.')
  .option('--dist <dir>', 'the built site', 'dist')
  .option('--port <number>', 'where to listen; the next free port if it is taken', portNumber, 4321)
  .parse()
  .opts<{ dist: string; port: number }>();

onParentGone(() => process.exit());
try {
  const { address } = await serveSite({ dist, port });
  process.stdout.write(`${address}\n`);
} catch (error) {
  if (!(error instanceof NothingBuilt)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

function portNumber(given: string): number {
  const number = Number(given);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) {
    throw new InvalidArgumentError('expected a port number from 1 to 65535.');
  }
  return number;
}
