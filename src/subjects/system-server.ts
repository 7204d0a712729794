// What controls have in common that are servers of the system, reached over their network alone: who they are, how they
// are stopped, and what none of them offers.

import { endWith } from './ending.ts';
import { noCommands } from './no-commands.ts';
import { type Capabilities, type Subject, type SubjectSettings, UnusableProgram } from './subject.ts';
import type { SystemProgram } from './system-program.ts';

export const no = (reason: string) => ({ available: false, reason }) as const;

type Common = 'coarser_on_postgres' | 'embedded_postgres' | 'postgres_extensions' | 'revises' | 'node_local';

/** @param server as it is called in a sentence */
export const offeredBy = (server: string): Pick<Capabilities, Common | 'links' | 'bulk' | 'consolidates'> => ({
  coarser_on_postgres: [],
  embedded_postgres: no(`${server} has no migration to Postgres`),
  postgres_extensions: [],
  revises: { available: true },
  links: no(`${server} has no links between rows`),
  bulk: no('this adapter stores rows one by one'),
  consolidates: no(`${server} has no such operation`),
  node_local: {},
});

/** @throws UnusableProgram for a defect: nothing can be planted in somebody else's program */
export function refuseDefect(name: string, { defect }: SubjectSettings): void {
  if (defect !== null) throw new UnusableProgram(`${name}: expected no --defect, found ${defect}`);
}

/** @param noCommand why phases that run its commands cannot be run, in a sentence */
export const serverSubject = (
  name: string,
  { version, sha256 }: SystemProgram,
  { ref, defect }: SubjectSettings,
  noCommand: string,
): Pick<Subject, 'name' | 'defect' | 'identify' | 'stop' | 'commands'> => ({
  name,
  defect,
  identify: async () => ({ name, version, ref: ref ?? `${name}-v${version}`, binary_sha256: sha256() }),
  stop: (node, stop_ms_max) => endWith('SIGTERM', node, stop_ms_max),
  commands: noCommands(noCommand),
});
