// npm run doctor: what this machine can run, found out by asking, each "no" with its reason.

import { Command } from 'commander';
import colors from 'picocolors';
import { findFaketime } from '../runner/cluster/faketime.ts';
import { reapDeadRuns } from '../runner/cluster/reaper.ts';
import { Run } from '../runner/cluster/run.ts';
import { FAULT_CLASSES } from '../runner/nemesis/classes.ts';
import { openLinks } from '../runner/network/links.ts';
import { openPostgres, type PostgresNeeds } from '../runner/postgres/postgres.ts';
import { openSubject, subjectNames } from '../runner/subjects/registry.ts';
import type { Capabilities } from '../runner/subjects/subject.ts';

interface Answer {
  what: string;
  name: string;
  available: boolean;
  /** Why not, or what was found. */
  detail: string;
}

/** What a subject asks for that keeps its vectors there: pgvector. */
const PGVECTOR: PostgresNeeds = {
  embedded: { available: false, reason: 'it serves one connection at a time' },
  extensions: ['vector'],
};

/** Said, so that nobody takes relays for the kernel's own packet filters. */
const NETNS: Answer = {
  what: 'network',
  name: 'netns',
  available: false,
  detail: 'not part of this version: links are cut by relays only',
};

const options = new Command('doctor')
  .description(
    'Says what this machine can run: subjects, network modes, Postgres, fault classes, each with the reason where not.',
  )
  .option('--postgres-url <url>', 'a PostgreSQL server to ask as well')
  .option('--binary <path>', 'the program of a subject that does not bring its own')
  .option('--json', 'prints one machine-readable document on stdout')
  .addHelpText('after', '\nExit codes: 0 the embedded reference subject can run a whole campaign here · 3 it cannot.')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{ json?: boolean; postgresUrl?: string; binary?: string }>();

reapDeadRuns();
const run = new Run();
try {
  const answers = await examine(run, options.postgresUrl ?? null, options.binary ?? null);
  process.stdout.write(options.json ? `${JSON.stringify({ answers })}\n` : `${answers.map(lineOf).join('\n')}\n`);
  process.exitCode = answers.every((answer) => answer.available || answer.name !== 'reference') ? 0 : 3;
} finally {
  await run.close();
}

async function examine(run: Run, postgresUrl: string | null, binary: string | null): Promise<Answer[]> {
  const answers = [await network(), NETNS, libfaketime(), await postgres(run, 'embedded', null)];
  if (postgresUrl !== null) answers.push(await postgres(run, 'server', postgresUrl));
  answers.push(await postgres(run, 'with pgvector', postgresUrl, PGVECTOR));
  for (const name of subjectNames()) answers.push(...(await subject(run, name, binary)));
  return answers;
}

function libfaketime(): Answer {
  const found = findFaketime();
  const available = 'library' in found;
  return { what: 'clock', name: 'libfaketime', available, detail: available ? found.library : found.reason };
}

async function network(): Promise<Answer> {
  return ask('network', 'proxy', async () => {
    const links = await openLinks();
    await links.close();
    return `${links.all.length} relays opened`;
  });
}

async function postgres(run: Run, name: string, url: string | null, needs?: PostgresNeeds): Promise<Answer> {
  return ask('postgres', name, async () => {
    const database = await openPostgres(run, url, needs);
    await database.close();
    return `version ${database.version}, ${database.kind}`;
  });
}

/** The subject itself, then each fault class with it. */
async function subject(run: Run, name: string, binary: string | null): Promise<Answer[]> {
  let capabilities: Capabilities | null = null;
  const itself = await ask('subject', name, async () => {
    const opened = openSubject(name, { run, binary, ref: null });
    const { version, ref } = await opened.identify();
    capabilities = await opened.capabilities();
    return `version ${version}, ref ${ref}`;
  });
  const found = capabilities as Capabilities | null;
  if (found === null) return [itself];
  const faults = FAULT_CLASSES.map((fault): Answer => {
    const available = fault.available(found);
    return {
      what: `fault with ${name}`,
      name: fault.name,
      available: available.available,
      detail: available.available ? fault.does : available.reason,
    };
  });
  return [itself, ...faults];
}

async function ask(what: string, name: string, question: () => Promise<string>): Promise<Answer> {
  try {
    return { what, name, available: true, detail: await question() };
  } catch (error) {
    return { what, name, available: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

function lineOf({ what, name, available, detail }: Answer): string {
  const mark = available ? colors.green('yes') : colors.red('no ');
  return `${mark}  ${what.padEnd(22)} ${name.padEnd(24)} ${detail}`;
}
