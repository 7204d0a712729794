// A subject is the system under test. Phases, nemesis and checkers know this interface and no subject by name.
// It gives processes (how to start, stop and kill a node on its own data), a client (one operation with one definite
// outcome or none) and one-shot commands (commands.ts). Everything that waits takes a named limit; nothing sleeps for a
// fixed time. A new subject is a folder and a line in `registry.ts`, or a module of somebody else (own-module.ts).
//
// What a campaign relies on, and a subject must therefore give:
// - one id for one memory on every node: what was acked is looked up on each by the id of the ack;
// - every field back as it was sent (title, content, namespace, tier, tags in their order, priority, the metadata
//   keys that were sent; a store may add keys of its own), else the row counts as corrupted;
// - calls at once: two hundred `create` on one client in phase 2. No call throws; what goes wrong is an `Outcome`;
// - nothing outlives the run: nodes are started with `run.spawn`; commands, and what `mcp` describes, carry
//   `[RUN_VARIABLE]: run.id` in their environment, and commands end when `run.signal` aborts. So an interrupted run
//   ends at once, and the next start finds what a killed one left.

import type { Promises } from '../contract/invariants.ts';
import type { NodeName, PhaseNumber } from '../contract/names.ts';
import type { Run } from '../machine/run.ts';
import type { ByHand } from './by-hand.ts';
import type { Commands } from './commands.ts';
import type { Change, Consolidated, Link, Memory, NewMemory } from './memory.ts';
import type { NodeSettings } from './node-settings.ts';

export type { ByHand } from './by-hand.ts';
export type { CommandResult, Commands, MigrationReport } from './commands.ts';
export type { NodeSettings } from './node-settings.ts';
export type { Change, Consolidated, Link, Memory, NewMemory, NodeName };

/** What a node answered, for people: the body is one line, cut, and free of control characters. */
export interface Answer {
  status: number;
  body: string;
}

/**
 * How one operation ended. `ok`: answered with success. `fail`: a definite refusal, the write is not
 * acknowledged (the row may exist on the node that answered). `info`: no definite answer (time-out,
 * reset, process gone): the write may or may not exist anywhere. `unsent`: the harness itself could not send it,
 * for this machine had no port, file, process or memory left; it says nothing of the subject.
 *
 * `code` of a `fail` is one that `history/errors.ts` lists as definite, or `http_` and a status from 400 to 499;
 * any other is taken for an `info`, so that no time-out ever counts as a refusal. `quorum_not_met` is the one that
 * phase 2 asks for with both peers down (the established 503). `detail` is for people, in one line: "expected 201,
 * found 400: invalid source". `answer` is there where the node answered at all.
 */
export type Outcome<T> =
  | { type: 'ok'; value: T }
  | { type: 'fail' | 'info'; code: string; detail: string; answer?: Answer }
  | { type: 'unsent'; code: string; detail: string };

/**
 * One HTTP client of one node, on connections of its own that it may keep open. Every call ends within `timeout_ms`,
 * whatever became of the node. A node that restarts gets a new client.
 */
export interface Client {
  /** `ok` only where the subject acknowledged the write under its quorum; `agent` is under whose name it writes. */
  create(memory: NewMemory, agent: string, timeout_ms: number): Promise<Outcome<{ id: string }>>;
  /**
   * The same, whatever the node has under the title: a row that is there becomes a new version of it, and stays in the
   * tier `long` where it was promoted. `ok` with the id under which the node has it.
   */
  upsert(memory: NewMemory, agent: string, timeout_ms: number): Promise<Outcome<{ id: string }>>;
  /** Sets content, tags and metadata anew, as one; a definite 404 where the node has no such row. As all writes here,
   * `ok` only under the quorum. */
  update(id: string, change: Change, agent: string, timeout_ms: number): Promise<Outcome<Record<never, never>>>;
  /** Deletes the row; a definite 404 where the node has none. */
  remove(id: string, agent: string, timeout_ms: number): Promise<Outcome<Record<never, never>>>;
  /** Lifts the row into the tier `long`, and changes nothing else; a definite 404 where the node has none. */
  promote(id: string, agent: string, timeout_ms: number): Promise<Outcome<Record<never, never>>>;
  /** `ok` with null: the node answered that it has no such id. */
  get(id: string, timeout_ms: number): Promise<Outcome<Memory | null>>;
  /** What the node itself has, for looks at it, where `get` asks other nodes first; absent: `get`. `all` is always its own. */
  getOwn?(id: string, timeout_ms: number): Promise<Outcome<Memory | null>>;
  /**
   * The complete list of a namespace (null: of the node) as a patient client makes it: the subject's own list
   * request, page after page until nothing new comes. Never an export or another way around the lists: a row that
   * the node holds and that is not in here is unlisted.
   */
  all(namespace: string | null, timeout_ms: number): Promise<Outcome<Memory[]>>;
  /**
   * The rows that the node recalls for these words, best first, at most `limit`; a subject may have a lower cap of
   * its own. Letters and digits alone make a word: a version may read a hyphen in its own way. Made for one word
   * that only one row has. It may change the fields that the subject declares node-local, and no other.
   */
  recall(words: string, namespace: string, limit: number, timeout_ms: number): Promise<Outcome<Memory[]>>;
  /**
   * One list request as a hurried client makes it: no limit named, no second page asked for, so however many rows
   * the subject gives by itself. Nothing of ours counts so; harnesses that do are compared with ours.
   */
  listOnce(namespace: string, timeout_ms: number): Promise<Outcome<Memory[]>>;
  /** Whether the node serves; a node that answers but says that it cannot is no `ok`. */
  health(timeout_ms: number): Promise<Outcome<null>>;
  close(): Promise<void>;
  // these four are there where the capabilities say so
  /**
   * Stores many memories by one request; `ok` only where each of them is stored under the quorum. Where some are not,
   * or nobody knows, it is `info` with the code `partly_done`. The answer names no ids.
   */
  bulk?(memories: readonly NewMemory[], agent: string, timeout_ms: number): Promise<Outcome<Record<never, never>>>;
  /** Links two rows that the node has. */
  link?(link: Link, agent: string, timeout_ms: number): Promise<Outcome<Record<never, never>>>;
  /** The links from and to a row; none where the node has no such row. */
  links?(id: string, timeout_ms: number): Promise<Outcome<Link[]>>;
  /** Puts one row in the place of those of the ids, which are deleted with it. */
  consolidate?(
    ids: readonly string[],
    into: Consolidated,
    agent: string,
    timeout_ms: number,
  ): Promise<Outcome<{ id: string }>>;
}

/** A running node: a real OS process with a durable store of its own. */
export interface NodeProcess {
  readonly name: NodeName;
  readonly pid: number;
  /** Where clients reach it: `http://<host of its place>:<port>`. */
  readonly url: string;
  /** The store's files; a restart on the same directory finds the same rows. */
  readonly data_dir: string;
  /** Settles when the process is gone, whatever ended it. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  signal(signal: NodeJS.Signals): void;
}

export type Offered = { available: true } | { available: false; reason: string };

/** What comes of an operation that a client does not have. */
export const NOT_OFFERED = {
  type: 'info',
  code: 'not_offered',
  detail: 'the client of this subject has no such operation',
} as const;

/** What a subject can do, found out by probing where possible. Each "no" carries its reason. */
export interface Capabilities {
  /** Time fields that the subject's Postgres keeps less precisely than its SQLite. */
  coarser_on_postgres: string[];
  /** Whether the subject's clock can be moved for one process, and by what. */
  clock: { available: true; by: 'libfaketime' | 'own setting' } | { available: false; reason: string };
  /** Whether PGlite's one connection at a time is enough for `migrate`. */
  embedded_postgres: { available: true } | { available: false; reason: string };
  /** Extensions that the subject's Postgres must offer. */
  postgres_extensions: string[];
  /**
   * Whether a peer that was away is brought up to date, how long that may take at most on top of the interval
   * between two rounds, that interval where none is set, and the shortest that the subject knows.
   */
  catch_up:
    | { available: true; quiesce_ms_max: number; interval_secs_default: number; interval_secs_min: number }
    | { available: false; reason: string };
  /** Whether rows can be changed, deleted, promoted and written again under their title. */
  revises: Offered;
  /**
   * Whether rows can be linked, many be stored by one request, and several be made into one that takes their place; then
   * the client has what it takes. Absent: not.
   */
  links?: Offered;
  bulk?: Offered;
  consolidates?: Offered;
  /** Whether a row is no longer shown once its `expires_at` has passed. Absent: not. */
  expires?: Offered;
  /**
   * Whether a node that is restarted without its peers shows what it has on its own disk. Absent: yes. Where not, a
   * killed node is not looked into, and what it alone forgot is not judged.
   */
  serves_alone?: Offered;
  /** What this version says that it keeps, and where it says so; the report sets what was found beside it. */
  promises: Promises;
  /**
   * Fields of a row that differ between nodes by design, each with where the version says so. A path: the name of a
   * field in `Memory` or in its `rest`, or `metadata.` and a key.
   */
  node_local: Record<string, string>;
  /** Phases that mean nothing to this subject, each with a sentence that begins "not applicable:". None of them is run. */
  not_applicable?: Partial<Record<PhaseNumber, string>>;
  /** What else probing this build showed, for the record. */
  found: Record<string, string | number | boolean | null>;
}

/** The program given is not there, or is not what it should be: the user's to put right. */
export class UnusableProgram extends Error {
  override readonly name = 'UnusableProgram';
}

/** Identity of the build under test, recorded in the summary. */
export interface SubjectIdentity {
  name: string;
  version: string;
  ref: string;
  /** SHA-256 of the program as run; null where it is not one file. */
  binary_sha256: string | null;
  /** SHA-256 of the module that made the subject, where it is not one of ours. */
  adapter_sha256?: string | undefined;
}

export interface Subject {
  readonly name: string;
  /** The defect that was planted in its nodes on purpose; null in every campaign that is to say something of it. */
  readonly defect: string | null;
  /** Asked once, before the campaign has a folder. Throws UnusableProgram, as making the subject may. */
  identify(): Promise<SubjectIdentity>;
  capabilities(): Promise<Capabilities>;
  /**
   * Starts a node and resolves once the spawned process owns its port and answers health. It is started
   * with `run.spawn` of the settings, so that nothing outlives the run, and proven with `untilReady`.
   * Rejects with the node's last words when that does not happen within `ready_ms_max`.
   */
  start(settings: NodeSettings, ready_ms_max: number): Promise<NodeProcess>;
  /** Ends a node in its own orderly way, within `stop_ms_max`; SIGKILL after that. Resolves when it is gone. */
  stop(node: NodeProcess, stop_ms_max: number): Promise<void>;
  /** Goes by `node.url` alone: it is also asked for a node as a peer reaches it, with the address of a relay. */
  client(node: NodeProcess): Client;
  readonly commands: Commands;
  /** How a person does the same with a shell; absent: nobody has written it down. */
  readonly byHand?: ByHand;
}

/** What a subject is made with; `registry.ts` makes them by name. */
export interface SubjectSettings {
  /** The scope in which the subject's processes live. */
  run: Run;
  /** The program under test; null where the subject brings its own. */
  binary: string | null;
  /** What was built, in its authors' words: a tag, a branch, a commit; null where only the subject can say. */
  ref: string | null;
  /** What to plant in the nodes, so that the harness can be seen to find it; UnusableProgram where there is no such. */
  defect: string | null;
}
