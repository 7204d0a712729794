// The subject's command line, as phases 1 and 3 use it.

import type { Memory, NewMemory } from './memory.ts';

/** What one run of the subject's command line gave. */
export interface CommandResult {
  exit_code: number;
  stdout: string;
  stderr: string;
}

/**
 * The one-shot commands that phase 1 and phase 3 need, on a store that no node may be serving. `data_dir` exists and
 * may be empty. What a command fails to give is null or an exit code other than 0, never an exception: a missing
 * value makes its check unknown. `rows` and `seed` reject where they cannot be done.
 */
export interface Commands {
  store(data_dir: string, memory: NewMemory): Promise<CommandResult>;
  /** `count`: memories found for these words. */
  recall(data_dir: string, context: string): Promise<{ result: CommandResult; count: number | null }>;
  /** `stats` holds a number `total`, the memories of the store. */
  stats(data_dir: string): Promise<{ result: CommandResult; stats: Record<string, unknown> | null }>;
  /** Writes a snapshot and its manifest with the snapshot's SHA-256 into `to_dir`. */
  backup(
    data_dir: string,
    to_dir: string,
  ): Promise<{ result: CommandResult; snapshots: string[]; manifests: string[] }>;
  /** Puts a snapshot of `backup` in the place of the store; a log that a killed node left must not be played onto it. */
  restore(data_dir: string, snapshot: string): Promise<CommandResult>;
  /** "ok", or what the store itself says is wrong with it. */
  integrity(data_dir: string): Promise<string>;
  /** `report` holds a list `errors`; "no LLM client configured" is the one entry that is expected there. */
  curatorDryRun(data_dir: string): Promise<{ result: CommandResult; report: Record<string, unknown> | null }>;
  /** The command that speaks MCP on its standard streams. */
  mcp(data_dir: string): { command: string; args: string[]; env: Record<string, string> };
  /**
   * Copies every memory, whichever side is Postgres. Done again it changes nothing, and still counts each row as
   * written. A report without `errors` as a list proves nothing.
   */
  migrate(from_url: string, to_url: string): Promise<{ result: CommandResult; report: MigrationReport | null }>;
  /** The table into which `migrate` puts memories, one row each, so that the harness can count them itself. */
  readonly postgres_table: string;
  /** The URL by which `migrate` names a node's store. */
  storeUrl(data_dir: string): string;
  /** Every row of a store, read without a server, for counting and digests. */
  rows(data_dir: string): Promise<Memory[]>;
  /** Puts rows into a store as fast as the subject allows; for phase 3's sources. */
  seed(data_dir: string, memories: readonly NewMemory[]): Promise<void>;
}

export interface MigrationReport {
  memories_read: number;
  memories_written: number;
  errors: unknown[];
  [key: string]: unknown;
}
