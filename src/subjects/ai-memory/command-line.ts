// The program's one-shot commands, as the harness runs them on a store that no node serves.

import { join, resolve } from 'node:path';
import { parsed, recalledBy, runToEnd, spelledAlike } from '../one-shot.ts';
import { storedMemories } from '../stored-memory.ts';
import type { CommandResult, Commands, MigrationReport } from '../subject.ts';
import type { Environment } from './environment.ts';
import { importDocument } from './import-document.ts';
import { integrityOf } from './integrity.ts';
import type { Program } from './program.ts';

/** What every command runs with: the program, its environment, and the signal that ends it early. */
export interface Scope {
  program: Program;
  env: Environment;
  signal: AbortSignal;
}

export function commandsOf(scope: Scope): Commands {
  const inStore = (data_dir: string, ...args: string[]) => withInput('', data_dir, ...args);
  const withInput = (input: string, data_dir: string, ...args: string[]) =>
    run(scope, ['--db', databaseIn(data_dir), '--json', ...args], input);
  return {
    ...spelledAlike(inStore),
    // the command takes no metadata
    store: (data_dir, { title, content, namespace, tier, priority, tags }) =>
      withInput(
        content,
        data_dir,
        ...['store', `--title=${title}`, '--content=-', `--namespace=${namespace}`, `--tier=${tier}`],
        ...[`--priority=${priority}`, ...(tags.length === 0 ? [] : [`--tags=${tags.join(',')}`])],
      ),
    recall: async (data_dir, context) => recalledBy(await inStore(data_dir, 'recall', '--tier=keyword', '--', context)),
    integrity: async (data_dir) => integrityOf(databaseIn(data_dir)),
    mcp: (data_dir) => ({
      command: scope.program.path,
      args: ['--db', databaseIn(data_dir), 'mcp', '--tier', 'keyword', ...allTools(scope.program)],
      env: present(scope.env),
    }),
    migrate: (from_url, to_url) => migrate(scope, from_url, to_url),
    postgres_table: 'memories',
    storeUrl: (data_dir) => `sqlite://${databaseIn(data_dir)}`,
    async rows(data_dir) {
      const result = await inStore(data_dir, 'export');
      const printed = parsed(result);
      if (!Array.isArray(printed?.memories)) throw new Error(`export: expected every row, found ${wordsOf(result)}`);
      return storedMemories(printed);
    },
    async seed(data_dir, memories) {
      const result = await withInput(importDocument(memories), data_dir, 'import');
      if (result.exit_code !== 0) throw new Error(`import: expected the rows to be taken, found ${wordsOf(result)}`);
    },
  };
}

export const databaseIn = (data_dir: string): string => join(resolve(data_dir), 'ai-memory.db');

async function migrate(
  scope: Scope,
  from: string,
  to: string,
): Promise<{ result: CommandResult; report: MigrationReport | null }> {
  const result = scope.program.migrates
    ? await run(scope, ['migrate', '--from', from, '--to', to, '--json'])
    : {
        exit_code: 2,
        stdout: '',
        stderr: 'this build has no such command: it was made without `--features sal,sal-postgres`',
      };
  return { result, report: parsed(result) as MigrationReport | null };
}

const run = ({ program, env, signal }: Scope, args: readonly string[], input = ''): Promise<CommandResult> =>
  runToEnd({ command: program.path, args, env, input, note: CONFIG_NOTE, signal });

/** Said by every command, of the scratch home that was made for it. */
const CONFIG_NOTE = /^ai-memory: loaded config from .*\n/m;

/** Since 0.6.4 a few tools are offered unless all are asked for. */
const allTools = ({ has_profiles }: Program): string[] => (has_profiles ? ['--profile', 'full'] : []);

const present = (env: Environment): Record<string, string> =>
  Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

const wordsOf = ({ exit_code, stderr }: CommandResult): string => `exit ${exit_code}: ${stderr.trim()}`;
