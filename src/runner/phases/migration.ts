// Phase 3: SQLite to Postgres, the same again, and back, for each row count of the profile. Every field of every
// row is compared; a count alone would call a thousand mangled rows a success.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Phase3, RoundTrip } from '../../contract/artifacts.ts';
import type { MigrationReport, NewMemory } from '../../subjects/subject.ts';
import type { PhaseContext } from '../phase-context.ts';
import type { Postgres } from '../postgres/postgres.ts';
import { CONTENT_BYTES_MAX, memoryOf } from '../workloads/memories.ts';
import { randomOf } from '../workloads/random.ts';
import { type Assertion, claimOf, messageOf } from './assertion.ts';
import { differingFields } from './row-differences.ts';

interface Trip {
  trip: RoundTrip;
  src_count: number;
  dst_count: number;
  forward: MigrationReport;
  idempotent: MigrationReport;
  reverse: MigrationReport;
}

/** As far as the migrations went: what did not come to an end leaves its fields out. */
export type MigrationDocument = Pick<Phase3, 'phase' | 'pass' | 'reasons' | 'verdict'> & Partial<Phase3>;

export async function migration(context: PhaseContext): Promise<MigrationDocument> {
  const trips: Trip[] = [];
  const problems: string[] = [];
  const tell = (what: string): void => context.progress({ event: 'step', phase: 3, what });
  let postgres: Postgres | null = null;
  try {
    postgres = await context.postgres();
    tell(`Postgres ${postgres.version} answers, ${postgres.kind}`);
    for (const rows of context.profile.migration_rows) {
      context.signal.throwIfAborted();
      await postgres.reset();
      trips.push(await roundTrip(context, postgres, rows));
      tell(`${rows} rows there, there again, and back`);
    }
  } catch (error) {
    if (context.signal.aborted) throw error;
    // the rows that did come back are evidence all the same
    problems.push(messageOf(error));
    context.trouble({ phase: 3, error: messageOf(error) });
  } finally {
    await postgres?.close();
  }
  return documentOf(context, postgres, trips, problems);
}

async function roundTrip(context: PhaseContext, postgres: Postgres, rows: number): Promise<Trip> {
  const { commands } = context.subject;
  const dir = join(context.work_dir, 'phase3', String(rows));
  const [source, target] = [join(dir, 'source'), join(dir, 'back')];
  await mkdir(source, { recursive: true });
  await mkdir(target, { recursive: true });
  await commands.seed(source, memoriesFor(context.seed, rows));
  const before = await commands.rows(source);
  const forward = await migrate(context, postgres, commands.storeUrl(source), postgres.url);
  const idempotent = await migrate(context, postgres, commands.storeUrl(source), postgres.url);
  const reverse = await migrate(context, postgres, postgres.url, commands.storeUrl(target));
  context.signal.throwIfAborted();
  const after = await commands.rows(target);
  const coarser = context.capabilities.coarser_on_postgres;
  return {
    src_count: before.length,
    dst_count: after.length,
    forward,
    idempotent,
    reverse,
    trip: {
      rows,
      read: forward.memories_read,
      written: forward.memories_written,
      back: after.length,
      differing_fields: differingFields(before, after, coarser),
      declared_coarser: coarser,
    },
  };
}

function memoriesFor(seed: number, rows: number): NewMemory[] {
  return Array.from({ length: rows }, (_, n) => {
    const random = randomOf(seed, 'phase3', rows, n);
    // few are as large as can be: sizes up to the limit, and still a source that is made in no time
    const content_bytes_max = n % 50 === 0 ? CONTENT_BYTES_MAX : 2_048;
    return memoryOf(random, { key: `row-${n}`, root: 'phase3', content_bytes_max });
  });
}

/** @throws Error where the command gave no report: then nothing is known of this migration */
async function migrate(context: PhaseContext, postgres: Postgres, from: string, to: string): Promise<MigrationReport> {
  const { result, report } = await context.subject.commands.migrate(from, to);
  if (report) return withoutCredentials(report, postgres);
  const said = result.stderr.trim().replaceAll(postgres.url, postgres.public_url);
  throw new Error(`migrate: expected a report, found none (exit ${result.exit_code}): ${said}`);
}

const withoutCredentials = (report: MigrationReport, { url, public_url }: Postgres): MigrationReport =>
  JSON.parse(JSON.stringify(report).replaceAll(JSON.stringify(url).slice(1, -1), public_url));

function documentOf(
  context: PhaseContext,
  postgres: Postgres | null,
  trips: readonly Trip[],
  problems: readonly string[],
): MigrationDocument {
  const { coarser_on_postgres: coarser } = context.capabilities;
  const made = trips.flatMap((one) => assertions(one, coarser));
  const unmade = problems.map((otherwise): Assertion => ({ ok: null, otherwise }));
  const [first] = trips;
  return {
    phase: 3,
    ...claimOf([...made, ...unmade]),
    ...(first ? establishedFields(first) : {}),
    ...(first ? { round_trips: trips.map((one) => one.trip) } : {}),
    ...(postgres ? { postgres: { kind: postgres.kind, version: postgres.version, url: postgres.public_url } } : {}),
  };
}

const establishedFields = (first: Trip) => ({
  src_count: first.src_count,
  dst_count: first.dst_count,
  expected_count: first.trip.rows,
  report_forward: first.forward,
  report_idempotent: first.idempotent,
  report_reverse: first.reverse,
});

function assertions(
  { trip, src_count, dst_count, forward, idempotent, reverse }: Trip,
  coarser: readonly string[],
): Assertion[] {
  const { rows } = trip;
  const equal = (got: number, what: string): Assertion => ({
    ok: got === rows,
    otherwise: `${rows} rows: expected ${rows} ${what}, found ${got}`,
  });
  const quiet = (report: MigrationReport, way: string): Assertion => ({
    ok: Array.isArray(report.errors) ? report.errors.length === 0 : null,
    otherwise: `${rows} rows, ${way}: ${JSON.stringify(report.errors)?.slice(0, 300)}`,
  });
  const different = Object.entries(trip.differing_fields).filter(
    ([field, count]) => count > 0 && !coarser.includes(field),
  );
  return [
    equal(src_count, 'in the source'),
    equal(dst_count, 'back'),
    equal(forward.memories_read, 'read'),
    equal(forward.memories_written, 'written'),
    equal(idempotent.memories_written, 'written again'),
    quiet(forward, 'forward'),
    quiet(idempotent, 'again'),
    quiet(reverse, 'back'),
    {
      ok: different.length === 0,
      otherwise: `${rows} rows: fields differ: ${different.map(([f, n]) => `${f} of ${n}`).join(', ')}`,
    },
  ];
}
