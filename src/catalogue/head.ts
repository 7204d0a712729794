// The head of a campaign: what its summary says of it, field by field, each believed only in the right type.

import { createHash } from 'node:crypto';
import { asObject, objectAt } from '../contract/json-object.ts';
import type { Folder, JsonObject } from '../contract/reading.ts';
import { mergedShardSchema, SHARDS_MAX } from '../contract/shards.ts';
import { plannedNodes } from '../verdict/documents.ts';
import { type Completion, completionOf } from './completion.ts';

export interface Head extends Completion {
  ref: string | null;
  profile: string | null;
  completed_at: string | null;
  state: string | null;
  /** The process that ran it, as the summary says; asked after only while `state` is `running`. */
  runner: { pid: number | null; started: string | null; number_space: string | null };
  /** The system under test. A campaign of the established shape names none; its ref is one of ai-memory's. */
  subject: string | null;
  version: string | null;
  network: string | null;
  /** null: not recorded. */
  node_count: number | null;
  seed: number | null;
  environment: Environment;
  /** What a campaign of many machines was joined from; null for one that is one piece. */
  shards: readonly ShardHead[] | null;
  ci: { repository: string; run_id: string } | null;
  reconstructed_from: string | null;
  note: string | null;
  transcribed_from: string | null;
}

/** The machine that the campaign ran on, as far as its summary says. */
export interface Environment {
  machine: string | null;
  cpus: number | null;
  node: string | null;
  /** Tells whether two ran on one machine. */
  boot: string | null;
}

export interface ShardHead {
  shard: number;
  state: 'complete' | 'interrupted' | 'missing';
  /** How many of each class it was to run. */
  cycles: number;
  environment: Environment;
}

/** Whose refs the field `ai_memory_git_ref` names where a summary has no `subject`. */
const ESTABLISHED_SUBJECT = 'ai-memory';

const MACHINE_CHARS_MAX = 120;
const TEXT_CHARS_MAX = 500;
const NAME_HASH_DIGITS = 20;

export function headOf(summary: JsonObject | null, now: number): Head {
  const inside = (key: string) => objectAt(summary, key);
  const completed_at = text(summary?.completed_at);
  const ref = name(summary?.ai_memory_git_ref);
  const subject = inside('subject');
  return {
    ref,
    profile: text(summary?.profile),
    completed_at,
    ...completionOf(completed_at, now),
    state: text(summary?.state),
    runner: runnerOf(inside('runner')),
    subject: name(subject.name) ?? (summary?.subject === undefined && ref !== null ? ESTABLISHED_SUBJECT : null),
    version: text(subject.version),
    network: text(summary?.network),
    node_count: plannedNodes(summary).length || null,
    seed: typeof summary?.seed === 'number' ? summary.seed : null,
    environment: environmentOf(inside('environment')),
    shards: shardsOf(summary?.shards),
    ci: ciOf(inside('ci')),
    reconstructed_from: text(summary?._reconstructed_from),
    note: text(summary?._reconstruction_note) ?? text(summary?._transcription_note),
    transcribed_from: text(summary?._transcribed_from),
  };
}

const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value.slice(0, TEXT_CHARS_MAX) : null;

/** What a release is told apart by: two that differ only beyond the limit stay two. */
function name(value: unknown): string | null {
  if (typeof value !== 'string' || value.length <= TEXT_CHARS_MAX) return text(value);
  const hash = createHash('sha256').update(value).digest('hex').slice(0, NAME_HASH_DIGITS);
  return `${value.slice(0, TEXT_CHARS_MAX - NAME_HASH_DIGITS - 1)}…${hash}`;
}

const runnerOf = ({ pid, started, number_space }: JsonObject): Head['runner'] => ({
  pid: typeof pid === 'number' ? pid : null,
  started: text(started),
  number_space: text(number_space),
});

function environmentOf({ os, kernel, arch, cpus, node, boot }: JsonObject): Environment {
  const words = [os, kernel, arch].filter((part) => typeof part === 'string' && part !== '').join(' ');
  return {
    machine: words === '' ? null : words.slice(0, MACHINE_CHARS_MAX),
    cpus: typeof cpus === 'number' && Number.isFinite(cpus) ? cpus : null,
    node: typeof node === 'string' && node !== '' ? node.slice(0, MACHINE_CHARS_MAX) : null,
    boot: typeof boot === 'string' && boot !== '' ? boot.slice(0, MACHINE_CHARS_MAX) : null,
  };
}

function shardsOf(value: unknown): readonly ShardHead[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  return value.slice(0, SHARDS_MAX).flatMap((one) => {
    const { success, data } = mergedShardSchema.safeParse(one);
    if (!success) return [];
    const { shard, state, cycles, environment } = data;
    const where = typeof environment === 'object' && environment !== null ? (environment as JsonObject) : {};
    return [{ shard, state, cycles: cycles.length, environment: environmentOf(where) }];
  });
}

/** A summary that came back byte for byte carries no mark; the documents beside it do. */
export function withSource(head: Head, { files }: Folder): Head {
  if (head.reconstructed_from !== null) return head;
  for (const reading of files) {
    const source = reading.state === 'document' ? sourceIn(reading.document) : undefined;
    if (typeof source === 'string') return { ...head, reconstructed_from: source.slice(0, TEXT_CHARS_MAX) };
  }
  return head;
}

/** The mark of a rebuilt document, or the address in the record of the reconstruction. */
const sourceIn = ({ _reconstructed_from, source }: JsonObject): unknown =>
  _reconstructed_from ?? asObject(source).address;

/** Only what can stand in a command that somebody copies. */
function ciOf({ repository, run_id }: JsonObject): Head['ci'] {
  const sound = typeof repository === 'string' && /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(repository);
  return sound && /^\d{1,20}$/.test(String(run_id)) ? { repository, run_id: String(run_id) } : null;
}
