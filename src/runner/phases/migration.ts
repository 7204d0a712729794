// Phase 3: SQLite to Postgres, the same again, and back, for each row count of the profile. Every field of every
// row is compared; a count alone would call a thousand mangled rows a success.

import type { LivedIn, Phase3 } from '../../contract/artifacts.ts';
import { messageOf } from '../../contract/message.ts';
import type { MigrationReport } from '../../subjects/subject.ts';
import type { PhaseContext } from '../phase-context.ts';
import type { Postgres } from '../postgres/postgres.ts';
import { type Assertion, claimOf } from './assertion.ts';
import { livedIn } from './lived-in.ts';
import { roundTrip, type Trip } from './round-trip.ts';

/** As far as the migrations went: what did not come to an end leaves its fields out. */
export type MigrationDocument = Pick<Phase3, 'phase' | 'pass' | 'reasons' | 'verdict'> & Partial<Phase3>;

/** @param live what moves a store that was not only filled */
export async function migration(context: PhaseContext, live = livedIn): Promise<MigrationDocument> {
  const trips: Trip[] = [];
  const problems: string[] = [];
  const tell = (what: string): void => context.progress({ event: 'step', phase: 3, what });
  let postgres: Postgres | null = null;
  let lived: LivedIn | null = null;
  try {
    postgres = await context.postgres();
    tell(`Postgres ${postgres.version} answers, ${postgres.kind}`);
    for (const rows of context.profile.migration_rows) {
      context.signal.throwIfAborted();
      await postgres.reset();
      trips.push(await roundTrip(context, postgres, rows, problems));
      tell(`${rows} rows there, there again, and back`);
    }
    context.signal.throwIfAborted();
    lived = await live(context, postgres);
    if (lived) tell('a store that was lived in there and back');
  } catch (error) {
    if (context.signal.aborted) throw error;
    // the rows that did come back are evidence all the same
    problems.push(messageOf(error));
    context.trouble({ phase: 3, error: messageOf(error) });
  } finally {
    await postgres?.close();
  }
  return documentOf(context, postgres, { trips, lived, problems });
}

function documentOf(
  context: PhaseContext,
  postgres: Postgres | null,
  { trips, lived, problems }: { trips: readonly Trip[]; lived: LivedIn | null; problems: readonly string[] },
): MigrationDocument {
  const { coarser_on_postgres: coarser } = context.capabilities;
  const made = trips.flatMap((one) => assertions(one, coarser));
  const unmade = problems.map((otherwise): Assertion => ({ ok: null, otherwise }));
  const [first] = trips;
  return {
    phase: 3,
    ...claimOf([...made, ...livedAssertions(lived), ...unmade]),
    ...(first ? establishedFields(first) : {}),
    ...(first ? { round_trips: trips.map((one) => one.trip) } : {}),
    ...(lived ? { lived_in: lived } : {}),
    ...(postgres ? { postgres: { kind: postgres.kind, version: postgres.version, url: postgres.public_url } } : {}),
  };
}

const MUST: Record<keyof LivedIn, string> = {
  updated: 'updated rows as they were last written',
  deleted: 'deleted rows gone',
  linked: 'links between the same rows',
  expired: 'rows gone whose time was over',
};

const livedAssertions = (lived: LivedIn | null): Assertion[] =>
  Object.entries(lived ?? {}).map(([kind, { rows, wrong }]) => ({
    ok: wrong === 0,
    otherwise: `expected ${rows} ${MUST[kind as keyof LivedIn]} after the move there and back, found ${wrong} that are not`,
  }));

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
  const equal = (got: number | undefined, what: string): Assertion => ({
    ok: got === undefined ? null : got === rows,
    otherwise: `${rows} rows: expected ${rows} ${what}, found ${got ?? 'no count'}`,
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
    {
      ok: trip.seeded_differing === 0,
      otherwise: `${rows} rows: expected the source to hold each as it was put in, found ${trip.seeded_differing} that differ`,
    },
    equal(forward.memories_read, 'read'),
    equal(forward.memories_written, 'written'),
    equal(trip.counted_in_postgres, 'counted in Postgres'),
    equal(idempotent.memories_read, 'read again'),
    equal(idempotent.memories_written, 'written again'),
    equal(trip.counted_after_second, 'counted in Postgres after the second move'),
    equal(reverse.memories_read, 'read on the way back'),
    equal(reverse.memories_written, 'written on the way back'),
    equal(dst_count, 'back'),
    quiet(forward, 'forward'),
    quiet(idempotent, 'again'),
    quiet(reverse, 'back'),
    {
      ok: different.length === 0,
      otherwise: `${rows} rows: fields differ: ${different.map(([f, n]) => `${f} of ${n}`).join(', ')}`,
    },
  ];
}
