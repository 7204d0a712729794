import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timestamp } from '../../../src/subjects/reference/clock.ts';
import { type Row, TIERS } from '../../../src/subjects/reference/memory.ts';
import { digestOf, equalRows, merge } from '../../../src/subjects/reference/merge.ts';
import { stampOf } from '../../../src/subjects/reference/versions.ts';

// few values, so that ties are the rule and not the exception
const time = fc.integer({ min: 0, max: 3 }).map((at) => timestamp(BigInt(at) * 1_000n + 1_700_000_000_000_000_000n));
const word = fc.constantFrom('x', 'y', 'ü');
const version: fc.Arbitrary<Row> = fc.record({
  id: fc.constantFrom('id-1', 'id-2', 'id-3'),
  namespace: fc.constant('n'),
  title: fc.constant('t'),
  content: word,
  tier: fc.constantFrom(...TIERS),
  tags: fc.array(word, { maxLength: 2 }),
  priority: fc.integer({ min: 1, max: 3 }),
  confidence: fc.constantFrom(0, 0.5, 1),
  source: fc.constantFrom('api', 'cli'),
  agent_id: fc.constantFrom('agent-1', 'agent-2'),
  metadata: fc.dictionary(word, fc.integer({ min: 0, max: 1 })),
  created_at: time,
  updated_at: time,
  version: fc.tuple(time, fc.constantFrom('a', 'b')).map(([at, node]) => stampOf(at, node)),
  expires_at: fc.option(time),
  deleted: fc.boolean(),
  former_ids: fc.constant([]),
});
/** A row as a node holds it: what versions have become. */
const row = fc.array(version, { minLength: 1, maxLength: 3 }).map(joined);

function joined(versions: readonly Row[]): Row {
  const [first, ...rest] = versions.map((one) => (one.tier === 'long' ? { ...one, expires_at: null } : one));
  return rest.reduce(merge, first as Row);
}

describe('the merge of two versions', () => {
  test('gives the same whichever comes first', () => {
    fc.assert(fc.property(row, row, (one, other) => equalRows(merge(one, other), merge(other, one))));
  });

  test('gives the same however three are grouped', () => {
    fc.assert(
      fc.property(row, row, row, (one, two, three) =>
        equalRows(merge(merge(one, two), three), merge(one, merge(two, three))),
      ),
    );
  });

  test('changes nothing where a version comes again', () => {
    fc.assert(
      fc.property(row, row, (one, other) => {
        const both = merge(one, other);
        return (
          equalRows(merge(one, one), one) && equalRows(merge(both, other), both) && equalRows(merge(both, one), both)
        );
      }),
    );
  });

  test('makes nodes equal that heard of the same versions in any order, with repetitions', () => {
    const deliveries = fc
      .array(version, { minLength: 1, maxLength: 6 })
      .chain((versions) =>
        fc.tuple(
          fc.constant(versions),
          fc.shuffledSubarray(versions, { minLength: versions.length }),
          fc.subarray(versions),
        ),
      );
    fc.assert(
      fc.property(deliveries, ([sent, received, again]) => equalRows(joined(sent), joined([...received, ...again]))),
    );
  });

  test('gives equal digests to equal rows, and to no others', () => {
    fc.assert(fc.property(row, row, (one, other) => (digestOf(one) === digestOf(other)) === equalRows(one, other)));
  });

  test('keeps every id findable', () => {
    fc.assert(
      fc.property(row, row, (one, other) => {
        const both = merge(one, other);
        const known = new Set([both.id, ...both.former_ids]);
        return [one.id, ...one.former_ids, other.id, ...other.former_ids].every((id) => known.has(id));
      }),
    );
  });

  test('takes what was written from the newest version as a whole, whatever the wall clocks said, and lets tier and priority only rise', () => {
    const base = fc.sample(version, { numRuns: 1, seed: 1 })[0] as Row;
    const old: Row = {
      ...base,
      content: 'old',
      tags: ['old'],
      tier: 'long',
      priority: 9,
      version: stampOf(timestamp(1_000n), 'b'),
      updated_at: timestamp(9_000n),
    };
    const young: Row = {
      ...base,
      content: 'new',
      tags: [],
      tier: 'short',
      priority: 2,
      version: stampOf(timestamp(2_000n), 'a'),
    };
    expect(merge(old, young)).toMatchObject({ content: 'new', tags: [], tier: 'long', priority: 9, expires_at: null });
  });
});
