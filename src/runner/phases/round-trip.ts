// One round trip of phase 3: rows put into a SQLite store, moved to Postgres, moved again, and moved back. What was
// put in is compared with what the source then holds, and Postgres is counted by the harness itself: a command that
// loses rows and says otherwise is found out by neither its reports nor its own reading.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RoundTrip } from '../../contract/artifacts.ts';
import { messageOf } from '../../contract/message.ts';
import type { MigrationReport, NewMemory } from '../../subjects/subject.ts';
import type { PhaseContext } from '../phase-context.ts';
import type { Postgres } from '../postgres/postgres.ts';
import { CONTENT_BYTES_MAX, memoryOf } from '../workloads/memories.ts';
import { randomOf } from '../workloads/random.ts';
import { differingFields, rowsNotAsSent } from './row-differences.ts';

export interface Trip {
  trip: RoundTrip;
  src_count: number;
  dst_count: number;
  forward: MigrationReport;
  idempotent: MigrationReport;
  reverse: MigrationReport;
}

/** A few rows are as large as can be, one in this many: all sizes, and still a source that is made in no time. */
const ONE_LARGE_IN = 50;
const CONTENT_BYTES_USUAL_MAX = 2_048;

/**
 * @param problems takes what kept the harness from counting; the count is then left out
 * @throws Error where a step gave nothing that could be compared
 */
export async function roundTrip(
  context: PhaseContext,
  postgres: Postgres,
  rows: number,
  problems: string[],
): Promise<Trip> {
  const { commands } = context.subject;
  const dir = join(context.work_dir, 'phase3', String(rows));
  const [source, target] = [join(dir, 'source'), join(dir, 'back')];
  await mkdir(source, { recursive: true });
  await mkdir(target, { recursive: true });
  const seeded = memoriesFor(context.seed, rows);
  await commands.seed(source, seeded);
  const before = await commands.rows(source);
  const counted = (when: string) =>
    postgres.count(commands.postgres_table).catch((error: unknown) => {
      problems.push(`${rows} rows: Postgres could not be counted ${when}: ${messageOf(error)}`);
      return null;
    });
  const forward = await migrate(context, postgres, commands.storeUrl(source), postgres.url);
  const counted_in_postgres = await counted('after the move there');
  const idempotent = await migrate(context, postgres, commands.storeUrl(source), postgres.url);
  const counted_after_second = await counted('after the second move');
  const reverse = await migrate(context, postgres, postgres.url, commands.storeUrl(target));
  context.signal.throwIfAborted();
  const after = await commands.rows(target);
  const coarser = context.capabilities.coarser_on_postgres;
  const trip: RoundTrip = {
    rows,
    seeded_differing: rowsNotAsSent(seeded, before),
    read: forward.memories_read,
    written: forward.memories_written,
    ...(counted_in_postgres === null ? {} : { counted_in_postgres }),
    ...(counted_after_second === null ? {} : { counted_after_second }),
    back: after.length,
    differing_fields: differingFields(before, after, coarser),
    declared_coarser: coarser,
  };
  return { src_count: before.length, dst_count: after.length, forward, idempotent, reverse, trip };
}

function memoriesFor(seed: number, rows: number): NewMemory[] {
  return Array.from({ length: rows }, (_, n) => {
    const random = randomOf(seed, 'phase3', rows, n);
    const content_bytes_max = n % ONE_LARGE_IN === 0 ? CONTENT_BYTES_MAX : CONTENT_BYTES_USUAL_MAX;
    return memoryOf(random, { key: `row-${n}`, root: 'phase3', content_bytes_max });
  });
}

/** @throws Error where the command gave no report: then nothing is known of this migration */
export async function migrate(
  context: PhaseContext,
  postgres: Postgres,
  from: string,
  to: string,
): Promise<MigrationReport> {
  const { result, report } = await context.subject.commands.migrate(from, to);
  if (report) return withoutCredentials(report, postgres);
  const said = result.stderr.trim().replaceAll(postgres.url, postgres.public_url);
  throw new Error(`migrate: expected a report, found none (exit ${result.exit_code}): ${said}`);
}

const withoutCredentials = (report: MigrationReport, { url, public_url }: Postgres): MigrationReport =>
  JSON.parse(JSON.stringify(report).replaceAll(JSON.stringify(url).slice(1, -1), public_url));
