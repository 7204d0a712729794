// The reference store's one-shot commands, as the harness runs them, and its rows read without a node.

import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import type { CommandResult, Commands, Memory } from '../subject.ts';
import { Clock } from './clock.ts';
import { toWire } from './memory.ts';
import { Store, toRow } from './store.ts';
import { parseDraft } from './validation.ts';

export const PROGRAM = join(import.meta.dirname, 'program.ts');
const COMMAND_MS_MAX = 120_000;
/** From the request to end to the end by force. */
const KILL_MS = 1_000;
const SEEDER = 'host:seed';

/** What every command runs with: its environment, and the signal that ends it early. */
export interface Scope {
  env: Record<string, string>;
  signal: AbortSignal;
}

export function commandsOf(scope: Scope): Commands {
  const inStore = (data_dir: string, ...args: string[]) => withInput('', data_dir, ...args);
  const withInput = (input: string, data_dir: string, ...args: string[]) =>
    run(scope, ['--db', databaseIn(data_dir), '--json', ...args], input);
  return {
    store: (data_dir, memory) =>
      withInput(
        memory.content,
        data_dir,
        ...['store', `--title=${memory.title}`, '--content=-', `--namespace=${memory.namespace}`],
        ...[`--tier=${memory.tier}`, `--priority=${memory.priority}`, ...memory.tags.map((tag) => `--tag=${tag}`)],
        `--metadata=${JSON.stringify(memory.metadata)}`,
      ),
    async recall(data_dir, context) {
      const result = await inStore(data_dir, 'recall', '--', context);
      const count = parsed(result)?.count;
      return { result, count: typeof count === 'number' ? count : null };
    },
    async stats(data_dir) {
      const result = await inStore(data_dir, 'stats');
      return { result, stats: parsed(result) };
    },
    async backup(data_dir, to_dir) {
      const result = await inStore(data_dir, 'backup', '--to', to_dir);
      const files = result.exit_code === 0 ? readdirSync(to_dir).map((name) => join(to_dir, name)) : [];
      const ending = (suffix: string) => files.filter((file) => file.endsWith(suffix)).sort();
      return { result, snapshots: ending('.db'), manifests: ending('.manifest.json') };
    },
    restore: (data_dir, snapshot) => inStore(data_dir, 'restore', '--from', snapshot),
    async integrity(data_dir) {
      const result = await inStore(data_dir, 'integrity');
      return String(parsed(result)?.integrity ?? result.stderr.trim());
    },
    async curatorDryRun(data_dir) {
      const result = await inStore(data_dir, 'curator', '--once', '--dry-run');
      return { result, report: parsed(result) };
    },
    mcp: (data_dir) => ({
      command: process.execPath,
      args: [PROGRAM, '--db', databaseIn(data_dir), 'mcp'],
      env: scope.env,
    }),
    async migrate(from_url, to_url) {
      const result = await run(scope, ['migrate', '--from', from_url, '--to', to_url]);
      const report = parsed(result);
      return { result, report: report as Awaited<ReturnType<Commands['migrate']>>['report'] };
    },
    storeUrl: (data_dir) => `sqlite://${databaseIn(data_dir)}`,
    rows: async (data_dir) => withStore(data_dir, rowsOf),
    seed: async (data_dir, memories) =>
      withStore(data_dir, (store) =>
        store.transaction(() => {
          for (const memory of memories) store.put(parseDraft(memory, 'import'), SEEDER);
        }),
      ),
  };
}

/** One command to its end, within the limit. */
async function run(scope: Scope, args: readonly string[], input = ''): Promise<CommandResult> {
  const { exitCode, stdout, stderr, timedOut } = await execa(process.execPath, [PROGRAM, ...args], {
    env: scope.env,
    cancelSignal: scope.signal,
    forceKillAfterDelay: KILL_MS,
    reject: false,
    timeout: COMMAND_MS_MAX,
    input,
    stripFinalNewline: false,
  });
  const late = timedOut ? `no end within ${COMMAND_MS_MAX} ms` : '';
  return { exit_code: exitCode ?? 1, stdout, stderr: [stderr, late].filter(Boolean).join('\n') };
}

export const databaseIn = (data_dir: string): string => join(resolve(data_dir), 'memories.db');

function withStore<T>(data_dir: string, work: (store: Store) => T): T {
  const store = new Store(databaseIn(data_dir), new Clock());
  try {
    return work(store);
  } finally {
    store.close();
  }
}

const rowsOf = (store: Store): Memory[] =>
  store
    .statement('SELECT * FROM memory WHERE deleted = 0 ORDER BY namespace, title')
    .all()
    .map((record) => toWire(toRow(record)) as unknown as Memory);

function parsed(result: CommandResult): Record<string, unknown> | null {
  try {
    return JSON.parse(result.stdout);
  } catch {
    return null;
  }
}
