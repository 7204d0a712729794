// One-shot commands of a subject, as every subject runs them: to the end, within a limit, with what they printed.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import type { CommandResult, Commands } from './commands.ts';

const COMMAND_MS_MAX = 120_000;
/** From the request to end to the end by force. */
const KILL_MS = 1_000;

export interface OneShot {
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  input: string;
  /** What every command says on its standard error, and what is no news. */
  note?: RegExp;
  /** Ends it early. */
  signal: AbortSignal;
}

/** One command to its end, within the limit. */
export async function runToEnd({ command, args, env, input, note, signal }: OneShot): Promise<CommandResult> {
  const { exitCode, stdout, stderr, timedOut } = await execa(command, args, {
    env: env as Record<string, string>,
    cancelSignal: signal,
    forceKillAfterDelay: KILL_MS,
    reject: false,
    timeout: COMMAND_MS_MAX,
    input,
    stripFinalNewline: false,
  });
  const late = timedOut ? `no end within ${COMMAND_MS_MAX} ms` : '';
  return {
    exit_code: exitCode ?? 1,
    stdout,
    stderr: [note ? stderr.replace(note, '') : stderr, late].filter(Boolean).join('\n'),
  };
}

/** What a command printed as JSON; null where it printed none. */
export function parsed({ stdout }: CommandResult): Record<string, unknown> | null {
  try {
    return JSON.parse(stdout);
  } catch {
    return null;
  }
}

type Spelled = Pick<Commands, 'stats' | 'backup' | 'restore' | 'curatorDryRun'>;

/** The commands that every subject so far spells alike. */
export const spelledAlike = (inStore: (data_dir: string, ...args: string[]) => Promise<CommandResult>): Spelled => ({
  async stats(data_dir) {
    const result = await inStore(data_dir, 'stats');
    return { result, stats: parsed(result) };
  },
  backup: async (data_dir, to_dir) => backupIn(to_dir, await inStore(data_dir, 'backup', '--to', to_dir)),
  restore: (data_dir, snapshot) => inStore(data_dir, 'restore', '--from', snapshot),
  async curatorDryRun(data_dir) {
    const result = await inStore(data_dir, 'curator', '--once', '--dry-run');
    return { result, report: parsed(result) };
  },
});

/** How many memories a recall found. */
export function recalledBy(result: CommandResult): { result: CommandResult; count: number | null } {
  const count = parsed(result)?.count;
  return { result, count: typeof count === 'number' ? count : null };
}

/** What a backup left in its folder; nothing where it failed. */
function backupIn(
  to_dir: string,
  result: CommandResult,
): { result: CommandResult; snapshots: string[]; manifests: string[] } {
  const files = result.exit_code === 0 ? readdirSync(to_dir).map((name) => join(to_dir, name)) : [];
  const ending = (suffix: string) => files.filter((file) => file.endsWith(suffix)).sort();
  return { result, snapshots: ending('.db'), manifests: ending('.manifest.json') };
}
