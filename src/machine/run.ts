// A run: the scope that everything started for one campaign lives in. Its processes end with it, whatever
// ends it: closed in order (`close`), by an exception (on exit), or by SIGKILL (their standard input closes;
// on Linux the kernel also kills them; the next start's reaper takes the rest).

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { carriersOf, killProcess } from './carriers.ts';
import type { Place } from './place.ts';
import { identify, numberSpace } from './process-identity.ts';
import { RUN_VARIABLE, type RunRecord, runFolder, writeRunRecord } from './run-record.ts';
import { waitFor } from './waiting.ts';

export interface Program {
  /** What it is, in words, for notes and errors. */
  what: string;
  command: string;
  args: readonly string[];
  /** Added to this process's own environment; undefined takes a variable out of it. */
  env?: Record<string, string | undefined>;
  /** Takes its standard output and error; appended to. */
  log_file: string;
  /** Where it runs; absent: here. */
  place?: Place;
}

/** A killed process ends as soon as the system comes to it. */
const END_MS_MAX = 5_000;

interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A process of this run. Its standard input stays open as long as the runner lives. */
export interface Supervised {
  readonly what: string;
  readonly pid: number;
  /** The program and its arguments, for whoever wants to start it by hand. */
  readonly command_line: string;
  readonly log_file: string;
  readonly exited: Promise<Exit>;
  /** How it ended; null while it lives. */
  ended(): Exit | null;
  signal(signal: NodeJS.Signals): void;
}

export class Run {
  readonly id = randomBytes(6).toString('hex');
  readonly folder = runFolder(this.id);
  readonly #record: RunRecord;
  readonly #living = new Map<Supervised, RunRecord['processes'][number]>();
  readonly #ending = new AbortController();
  /** Aborts when the campaign is interrupted or the run closes: for one-shot commands, which nobody then waits for. */
  readonly signal: AbortSignal;
  readonly #onExit = () => this.#endAtOnce();
  readonly #deathSignal = deathSignal();
  #folders = 0;

  /**
   * @param interruption ends commands at once; nodes live on until the run closes, so that faults can be healed
   * @param announce is told which folder it will be, before it is there
   */
  constructor(interruption?: AbortSignal, announce?: (folder: string) => void) {
    this.signal = AbortSignal.any([this.#ending.signal, ...(interruption ? [interruption] : [])]);
    const runner = identify(process.pid);
    if (!runner) throw new Error('expected to find this process in the system, found nothing');
    this.#record = { run_id: this.id, number_space: numberSpace(), runner, processes: [] };
    announce?.(this.folder);
    try {
      mkdirSync(this.folder, { mode: 0o700 });
      writeRunRecord(this.#record);
    } catch (error) {
      const found = (error as Error).message;
      throw new Error(`expected a temporary directory with room for a run, found ${found}; see TMPDIR`, {
        cause: error,
      });
    }
    process.on('exit', this.#onExit);
  }

  /** A new folder inside the run's own, for this user's eyes alone. */
  newFolder(name: string): string {
    this.#folders += 1;
    const folder = join(this.folder, `${String(this.#folders).padStart(4, '0')}-${name}`);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  /** Starts a program; rejects where the system cannot, and once the run is closing. */
  async spawn(program: Program): Promise<Supervised> {
    this.#ending.signal.throwIfAborted();
    const enter = program.place?.enter ?? [];
    const line = [...this.#deathSignal, ...enter, program.command, ...program.args];
    const [command, ...args] = line as [string, ...string[]];
    const log = openSync(program.log_file, 'a');
    let child: ChildProcess;
    try {
      const env = { ...process.env, ...program.env, [RUN_VARIABLE]: this.id };
      // a process group of its own: a Ctrl-C in the terminal is for the runner, which ends its nodes itself
      child = spawn(command, args, { stdio: ['pipe', log, log], env, detached: true });
    } finally {
      closeSync(log);
    }
    // the pipe says "the runner lives" by being open; a child that closed its end is no error here
    child.stdin?.on('error', () => {});
    let ended: Exit | null = null;
    const exited = new Promise<Exit>((resolve) => {
      child.once('exit', (code, signal) => {
        ended = { code, signal };
        resolve(ended);
      });
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (cause) => reject(new Error(`${program.what}: could not be started: ${cause.message}`)));
    });
    const pid = child.pid as number;
    const { what, log_file } = program;
    const one: Supervised = {
      what,
      pid,
      command_line: [program.command, ...program.args].join(' '),
      log_file,
      exited,
      ended: () => ended,
      signal: (signal) => void child.kill(signal),
    };
    this.#note(one);
    if (this.#ending.signal.aborted) {
      one.signal('SIGKILL');
      await exited;
      this.#ending.signal.throwIfAborted();
    }
    return one;
  }

  /** Ends what still runs and removes the run's folder. */
  async close(): Promise<void> {
    this.#ending.abort(new Error('the run is closing'));
    const living = [...this.#living.keys()];
    for (const one of living) one.signal('SIGKILL');
    await Promise.all(living.map((one) => one.exited));
    await this.#endCarriers();
    process.off('exit', this.#onExit);
    removeFolder(this.folder);
  }

  /** What commands and nodes started themselves could write into the folder again, once it is gone. */
  async #endCarriers(): Promise<void> {
    const left = (): number => carriersOf(this.id).filter(killProcess).length;
    await waitFor('the end of every process of this run', END_MS_MAX, () => left() === 0).catch(() => {});
  }

  #note(one: Supervised): void {
    const identity = one.ended() === null ? identify(one.pid) : null;
    if (!identity) return;
    this.#living.set(one, { ...identity, what: one.what });
    this.#write();
    void one.exited.then(() => {
      this.#living.delete(one);
      this.#write();
    });
  }

  #write(): void {
    try {
      writeRunRecord({ ...this.#record, processes: [...this.#living.values()] });
    } catch (cause) {
      // after the close there is no folder to write to, and nothing left to note
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    }
  }

  #endAtOnce(): void {
    for (const one of this.#living.keys()) one.signal('SIGKILL');
    carriersOf(this.id).forEach(killProcess);
    try {
      removeFolder(this.folder);
    } catch {
      // what is still mounted there goes with its namespace; the next start clears away the folder
    }
  }
}

/** A command that was asked to end may still write for a moment. */
const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

/** On Linux the kernel can kill a child when its parent dies: for programs that know nothing of our pipe. */
export function deathSignal(): string[] {
  if (process.platform !== 'linux') return [];
  const prefix = ['setpriv', '--pdeathsig', 'KILL', '--'] as const;
  const probe = spawnSync(prefix[0], [...prefix.slice(1), 'true'], { stdio: 'ignore' });
  return probe.status === 0 ? [...prefix] : [];
}
