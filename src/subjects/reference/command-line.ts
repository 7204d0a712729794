// The reference store's one-shot commands, as the harness runs them, and its rows read without a node.

import { join, resolve } from 'node:path';
import { parsed, recalledBy, runToEnd, spelledAlike } from '../one-shot.ts';
import { storedMemory } from '../stored-memory.ts';
import type { CommandResult, Commands, Memory } from '../subject.ts';
import { Clock } from './clock.ts';
import { NO_LINKS } from './links.ts';
import { toWire } from './memory.ts';
import { POSTGRES_TABLE } from './migrate/postgres-table.ts';
import { Store, toRow } from './store.ts';
import { parseDraft } from './validation.ts';

const PROGRAM = join(import.meta.dirname, 'program.ts');
const SEEDER = 'host:seed';

/** What every command runs with: its environment, and the signal that ends it early. */
export interface Scope {
  env: Record<string, string>;
  signal: AbortSignal;
  /** Planted in the program on purpose; null: nothing. */
  defect: string | null;
}

export function commandsOf(scope: Scope): Commands {
  const inStore = (data_dir: string, ...args: string[]) => withInput('', data_dir, ...args);
  const withInput = (input: string, data_dir: string, ...args: string[]) =>
    run(scope, ['--db', databaseIn(data_dir), '--json', ...args], input);
  return {
    ...spelledAlike(inStore),
    store: (data_dir, memory) =>
      withInput(
        memory.content,
        data_dir,
        ...['store', `--title=${memory.title}`, '--content=-', `--namespace=${memory.namespace}`],
        ...[`--tier=${memory.tier}`, `--priority=${memory.priority}`, ...memory.tags.map((tag) => `--tag=${tag}`)],
        `--metadata=${JSON.stringify(memory.metadata)}`,
      ),
    recall: async (data_dir, context) => recalledBy(await inStore(data_dir, 'recall', '--', context)),
    async integrity(data_dir) {
      const result = await inStore(data_dir, 'integrity');
      return String(parsed(result)?.integrity ?? result.stderr.trim());
    },
    mcp: (data_dir) => ({
      command: process.execPath,
      args: [...programWith(scope.defect), '--db', databaseIn(data_dir), 'mcp'],
      env: scope.env,
    }),
    async migrate(from_url, to_url) {
      const result = await run(scope, ['migrate', '--from', from_url, '--to', to_url]);
      const report = parsed(result);
      return { result, report: report as Awaited<ReturnType<Commands['migrate']>>['report'] };
    },
    postgres_table: POSTGRES_TABLE,
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

const run = ({ env, signal, defect }: Scope, args: readonly string[], input = ''): Promise<CommandResult> =>
  runToEnd({ command: process.execPath, args: [...programWith(defect), ...args], env, input, signal });

/** The program's first arguments: what it is, and what was planted in it. */
export const programWith = (defect: string | null): string[] => [
  PROGRAM,
  ...(defect === null ? [] : ['--defect', defect]),
];

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
    .statement(`SELECT * FROM memory WHERE deleted = 0 AND ${NO_LINKS} ORDER BY namespace, title`)
    .all()
    .map((record) => storedMemory(toWire(toRow(record))));
