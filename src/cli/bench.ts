// npm run bench: how long the site takes to build, how much memory, how large; beside the budgets.

import { cpus, platform } from 'node:os';
import { Argument } from 'commander';
import { benchHostile, hostileTable } from '../bench/hostile.ts';
import { HOW_MEASURED } from '../bench/process-tree.ts';
import { benchRegister, HOW_CHECKED, registerTable } from '../bench/register.ts';
import { bench, type Plan } from '../bench/run.ts';
import { tableOf } from '../bench/table.ts';
import { messageOf } from '../contract/message.ts';
import { commandCalled, complaint } from './complaint.ts';
import { guardOutput } from './output.ts';
import { whole } from './whole-number.ts';

const WRONG_USAGE = 2;

guardOutput();
const program = commandCalled('bench')
  .description('Builds generated campaigns and prints wall time, peak memory, output size and the cost of one more.')
  .addArgument(
    new Argument(
      '[what]',
      'site: by the number of campaigns; hostile: by inputs that are large or mean harm; register: the checkers of shared keys',
    )
      .choices(['site', 'hostile', 'register'])
      .default('site'),
  )
  .option('--sizes <list>', 'campaigns of each cold build', wholes, [100, 1_000, 10_000])
  .option('--rebuild <count>', 'campaigns in place before the one that is added; 0 for none', whole(0), 3_000)
  .option('--seed <number>', 'what the campaigns are generated from', whole(0), 1)
  .option('--runs <count>', 'builds of each kind, of which the middle one counts', whole(1), 1)
  .option('--json', 'one JSON document on stdout', false)
  .addHelpText(
    'after',
    '\nA cold build starts without node_modules/.astro and node_modules/.vite, which the benchmark removes.\nTwo rows tell the machine from the project: one bare page, and a site without any campaign.\nProgress goes to stderr. Exits with 0 whatever the figures say, with 1 where a build fails.',
  )
  .configureOutput({ writeErr: (text) => process.stderr.write(text) })
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : WRONG_USAGE))
  .parse();

const { json, ...plan } = program.opts<Plan & { json: boolean }>();
const machine = {
  cpus: cpus().length,
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  platform: platform(),
  node: process.version,
};

try {
  const { rows, table, measured } = await what(program.args[0]);
  process.stdout.write(
    json
      ? `${JSON.stringify({ schema_version: 1, machine, plan, measured, rows }, null, 2)}\n`
      : `\n${table}\n${machine.cpus} × ${machine.cpu}, Node ${machine.node}\n${measured}\n`,
  );
} catch (error) {
  process.stderr.write(`${complaint('bench', messageOf(error))}\n`);
  process.exitCode = 1;
}

async function what(name: string | undefined) {
  if (name === 'register') {
    const rows = await benchRegister(say);
    return { rows, table: registerTable(rows), measured: HOW_CHECKED };
  }
  if (name === 'hostile') {
    const rows = await benchHostile(say);
    return { rows, table: hostileTable(rows), measured: HOW_MEASURED };
  }
  const rows = await bench(plan, say);
  return { rows, table: tableOf(rows), measured: HOW_MEASURED };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function wholes(text: string): number[] {
  return text.split(',').map((part) => whole(1)(part.trim()));
}
