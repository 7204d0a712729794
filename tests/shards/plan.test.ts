// Splits and plans: every cycle in one shard and no more, the same schedules whatever the number of shards, and a plan
// that is damaged is none.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Plan, planSchema } from '../../src/contract/plan.ts';
import { everything, partOf } from '../../src/runner/part.ts';
import { PROFILES } from '../../src/runner/profiles.ts';
import { type CyclePlan, planCycle } from '../../src/runner/workloads/schedule.ts';
import { parsePlan, planHash, planText } from '../../src/shards/plan-file.ts';
import { otherThanPlanned, planFor } from '../../src/shards/planned.ts';
import { split } from '../../src/shards/split.ts';

const identity = { name: 'reference', version: '0.1.0', ref: 'reference-v0.1.0', binary_sha256: null };
const harness = { version: '0.1.0', sources_sha256: 'a'.repeat(64) };
const profile = PROFILES.gate;
const faults = ['kill_primary_mid_write', 'partition_minority'];
const facts = {
  campaign_id: 'harbour-r3',
  identity,
  harness,
  profile,
  faults,
  seed: 7,
  network: 'proxy',
  defect: null,
};

/** Cycles of a class and shards that they fit into. */
const sizes = fc
  .integer({ min: 1, max: 120 })
  .chain((cycles) => fc.record({ cycles: fc.constant(cycles), shards: fc.integer({ min: 1, max: cycles }) }));

describe('A split', () => {
  it('gives every cycle to exactly one shard, phases 1 to 3 to the first alone, and no shard nothing', () => {
    fc.assert(
      fc.property(sizes, ({ cycles, shards }) => {
        const parts = split(cycles, shards);
        const given = parts.flatMap((part) => part.cycles).toSorted((x, y) => x - y);
        expect(given).toEqual(Array.from({ length: cycles }, (_, i) => i + 1));
        expect(parts.map(({ shard }) => shard)).toEqual(Array.from({ length: shards }, (_, i) => i + 1));
        expect(parts.filter(({ phases }) => phases.includes(1)).map(({ shard }) => shard)).toEqual([1]);
        const lengths = parts.map((part) => part.cycles.length);
        expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
        expect(Math.min(...lengths)).toBeGreaterThan(0);
      }),
    );
  });

  it.each([0, 51, 1.5, Number.NaN])('of 50 cycles into %s shards is refused', (shards) => {
    expect(() => split(50, shards)).toThrow(/expected 1 to 50 shards/);
  });

  it('changes no schedule: each cycle has the one that it has in one piece', () => {
    // as a record has it: the plan of a cycle also holds its generators, which are no values
    const ofCycle = (fault: string, schedule: number): CyclePlan =>
      JSON.parse(JSON.stringify(planCycle(facts.seed, fault, schedule, profile)));
    const whole = everything(profile.cycles).cycles.map(({ schedule }) => ofCycle('partition_minority', schedule));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: profile.cycles }), (shards) => {
        const parts = planFor(facts, shards).shards.flatMap((shard) => partOf(shard).cycles);
        const joined = parts.map(({ schedule }) => ofCycle('partition_minority', schedule));
        expect(joined.toSorted((x, y) => x.cycle - y.cycle)).toEqual(whole);
      }),
      { numRuns: 10 },
    );
    expect(new Set(whole.map(({ seed }) => seed)).size).toBe(profile.cycles);
  });
});

describe('A plan', () => {
  const plan = planFor(facts, 4);
  const damaged = (change: (copy: Plan) => void): string => {
    const copy = structuredClone(plan);
    change(copy);
    return planText(copy);
  };
  const first = (copy: Plan) => copy.shards[0] as Plan['shards'][number];

  it('is read as it was written, and told apart by every number in it', () => {
    expect(parsePlan(planText(plan), 'plan.json')).toEqual(plan);
    expect(planHash(parsePlan(planText(plan), 'x'))).toBe(planHash(plan));
    expect(planHash(planFor({ ...facts, seed: 8 }, 4))).not.toBe(planHash(plan));
    expect(planHash(planFor(facts, 5))).not.toBe(planHash(plan));
  });

  it.each([
    ['no JSON', planText(plan).slice(0, -9), /found no JSON/],
    ['a list', '[]', /expected a plan/],
    ['a cycle twice', damaged((copy) => first(copy).cycles.push(2)), /each of 50 cycles in one shard/],
    ['a cycle in no shard', damaged((copy) => void first(copy).cycles.shift()), /each of 50 cycles in one shard/],
    ['a cycle beyond the last', damaged((copy) => (first(copy).cycles[0] = 51)), /each of 50 cycles/],
    ['a shard without a cycle', damaged((copy) => (first(copy).cycles = [])), /cycles/],
    ['two shards of one number', damaged((copy) => (first(copy).shard = 2)), /numbered from 1/],
    ['no shards', damaged((copy) => (copy.shards = [])), /shards/],
    ['a phase that there is not', damaged((copy) => first(copy).phases.push(5 as 4)), /phases/],
    ['an id that leaves the folder', damaged((copy) => (copy.campaign_id = '../../etc')), /name of a campaign/],
    ['a class that leaves the folder', damaged((copy) => (copy.faults = ['../x'])), /name of a fault class/],
    ['a class twice', damaged((copy) => (copy.faults = ['slow_link', 'slow_link'])), /each fault class once/],
    ['a version of tomorrow', planText({ ...plan, schema_version: 2 as 1 }), /schema_version/],
    ['more cycles than a life has', damaged((copy) => (copy.profile.cycles = 1e9)), /profile.cycles/],
  ])('with %s is refused, and says where', (_what, text, expected) => {
    expect(() => parsePlan(text, 'here/plan.json')).toThrow(expected);
    expect(() => parsePlan(text, 'here/plan.json')).toThrow(/^here\/plan\.json: expected/);
  });

  it('of any bytes is read as a whole plan, or refused in words', () => {
    const text = planText(plan);
    const change = fc.record({ at: fc.nat(text.length - 1), put: fc.string({ maxLength: 3 }), cut: fc.nat(40) });
    fc.assert(
      fc.property(change, ({ at, put, cut }) => {
        const given = text.slice(0, at) + put + text.slice(at + cut);
        try {
          expect(planSchema.safeParse(parsePlan(given, 'p')).success).toBe(true);
        } catch (error) {
          expect((error as Error).message).toMatch(/^p: expected /);
        }
      }),
    );
  });

  it('says what a machine has otherwise than it asks for', () => {
    expect(otherThanPlanned(plan, identity, harness)).toEqual([]);
    const other = otherThanPlanned(plan, { ...identity, binary_sha256: 'b' }, { ...harness, sources_sha256: 'c' });
    expect(other).toEqual([
      'its binary: expected null as planned, found "b"',
      `its sources: expected "${harness.sources_sha256}" as planned, found "c"`,
    ]);
  });
});
