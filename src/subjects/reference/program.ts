// The reference subject's program: a node (`serve`) and the one-shot commands around its store.
// Exit codes: 0 done, 1 failed (the reason on stderr), 2 wrong usage. What a command needs is loaded when
// it runs, so that a node starts without the rest.

import { Command, InvalidArgumentError } from 'commander';
import { VERSION } from './version.ts';

const program = new Command('reference')
  .description('a small replicated memory store')
  .version(`reference ${VERSION}`)
  .option('--db <path>', 'the store', 'memories.db')
  .option('--json', 'print JSON', false)
  .option('--defect <id>', 'does one thing wrong on purpose, to see whether it is found')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

program
  .command('serve')
  .description('run one node')
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .requiredOption('--port <number>', 'port to listen on', whole)
  .option('--quorum-writes <number>', 'nodes that must hold a write before it is acknowledged; 0: this one', whole, 0)
  .option('--quorum-peers <urls>', 'the other nodes, with commas between', (urls: string) => peers(urls), [])
  .option('--quorum-timeout-ms <number>', 'how long a write waits for its peers', whole, 2000)
  .option('--catchup-interval-secs <number>', 'between two rounds of catching up; 0: never', seconds, 0.25)
  .option('--clock-offset-ms <number>', 'added to the clock that the node reads', whole, 0)
  .option(
    '--sync-before-answer',
    'put a write on the disk before it is answered, so that it outlives a power loss',
    false,
  )
  .option('--instance <word>', 'who this process is, said again by its health', 'reference')
  .option('--parent-pipe', 'end when standard input closes', false)
  .action(async (options) => {
    const { serve } = await import('./serve.ts');
    await serve({
      db: database(),
      host: options.host,
      port: options.port,
      quorum_writes: options.quorumWrites,
      quorum_peers: options.quorumPeers,
      quorum_timeout_ms: options.quorumTimeoutMs,
      catchup_interval_secs: options.catchupIntervalSecs,
      clock_offset_ms: options.clockOffsetMs,
      sync_before_answer: options.syncBeforeAnswer,
      instance: options.instance,
      parent_pipe: options.parentPipe,
      defect: shared().defect ?? null,
    });
  });

program
  .command('store')
  .description('store one memory')
  .requiredOption('-T, --title <text>')
  .requiredOption('-c, --content <text>', 'the text; - reads standard input')
  .option('-n, --namespace <name>', '', 'global')
  .option('-t, --tier <tier>', 'short, mid or long', 'mid')
  .option('-p, --priority <number>', '1 to 10', whole, 5)
  .option('--tag <tag>', 'may be given again', (tag: string, tags: string[]) => [...tags, tag], [])
  .option('--metadata <json>', 'an object', jsonObject, {})
  .option('--agent-id <id>', 'who writes', 'host:local')
  .action(async (options) => (await commands()).store(shared(), options));

program
  .command('recall <context>')
  .description('find memories by words')
  .option('-n, --namespace <name>')
  .option('--limit <number>', '', whole, 10)
  .action(async (context, options) => (await commands()).recall(shared(), context, options));

program
  .command('list')
  .option('-n, --namespace <name>')
  .option('--tier <tier>')
  .option('--limit <number>', '', whole, 20)
  .option('--offset <number>', '', whole, 0)
  .action(async (options) => (await commands()).list(shared(), options));

program.command('stats').action(async () => (await commands()).stats(shared()));

program
  .command('backup')
  .description('write a snapshot and its manifest')
  .option('--to <folder>', '', 'backups')
  .option('--keep <number>', 'snapshots to keep; 0: all', whole, 48)
  .action(async (options) => (await commands()).backup(shared(), options));

program
  .command('restore')
  .description('put a verified snapshot in the place of the store')
  .requiredOption('--from <path>', 'a snapshot, or a folder: its newest')
  .action(async (options) => (await commands()).restore(shared(), options));

program.command('integrity').action(async () => (await commands()).integrity(shared()));

program
  .command('curator')
  .description('look for what could be tidied')
  .requiredOption('--once', 'one pass')
  .option('--dry-run', 'change nothing', false)
  .action(async (options) => (await commands()).curator(shared(), options));

program
  .command('mcp')
  .description('speak MCP on the standard streams')
  .option('--agent-id <id>', 'who writes', 'host:mcp')
  .action(async (options) =>
    (await import('./mcp/server.ts')).speak(database(), options.agentId, shared().defect ?? null),
  );

program
  .command('migrate')
  .description('copy every memory into another store')
  .requiredOption('--from <url>', 'sqlite:///path or postgres://...')
  .requiredOption('--to <url>', 'sqlite:///path or postgres://...')
  .option('-n, --namespace <name>')
  .option('--dry-run', 'read only', false)
  .action(async (options) => (await commands()).migrateStores(shared(), options));

try {
  await program.parseAsync();
} catch (cause) {
  console.error(`Error: ${(cause as Error).message}`);
  process.exitCode = 1;
}

function commands() {
  return import('./commands.ts');
}

/** The options before the command. */
function shared(): { db: string; json: boolean; defect?: string } {
  return program.opts<{ db: string; json: boolean; defect?: string }>();
}

function database(): string {
  return shared().db;
}

function whole(value: string): number {
  if (!/^-?\d{1,15}$/.test(value)) throw new InvalidArgumentError('expected a whole number');
  return Number(value);
}

function seconds(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0 && number < 86_400)) throw new InvalidArgumentError('expected seconds');
  return number;
}

/** One node named twice would count as two copies. */
function peers(urls: string): string[] {
  const list = urls.split(',').filter(Boolean);
  const addresses = list.map((url) => (URL.canParse(url) ? new URL(url).origin : null));
  if (addresses.includes(null)) throw new InvalidArgumentError('expected http://host:port, with commas between');
  if (new Set(addresses).size !== list.length) throw new InvalidArgumentError('the same peer twice');
  return list;
}

function jsonObject(value: string): Record<string, unknown> {
  try {
    return JSON.parse(value);
  } catch {
    throw new InvalidArgumentError('expected JSON');
  }
}
