// The commands of a subject that has none: a store that is reached over its network alone.

import type { CommandResult, Commands } from './commands.ts';

/** @param why in a sentence: what a command gives, and what becomes known of phases 1 and 3 */
export function noCommands(why: string): Commands {
  const result: CommandResult = { exit_code: 1, stdout: '', stderr: why };
  return {
    store: async () => result,
    recall: async () => ({ result, count: null }),
    stats: async () => ({ result, stats: null }),
    backup: async () => ({ result, snapshots: [], manifests: [] }),
    restore: async () => result,
    integrity: async () => why,
    curatorDryRun: async () => ({ result, report: null }),
    mcp: () => ({ command: 'false', args: [], env: {} }),
    migrate: async () => ({ result, report: null }),
    postgres_table: 'none',
    storeUrl: (data_dir) => data_dir,
    rows: () => Promise.reject(new Error(why)),
    seed: () => Promise.reject(new Error(why)),
  };
}
