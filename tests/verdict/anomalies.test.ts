import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANOMALIES, ANOMALY_NAMES, type AnomalyName } from '../../src/contract/anomalies.ts';
import type { JsonObject } from '../../src/contract/reading.ts';
import { changed, checkIds, checkOf, judged, phaseOfVerdict } from '../fixtures/folder.ts';
import { proofhouseCampaign } from '../fixtures/proofhouse.ts';

type Path = (string | number)[];
const CLASS = 'clock_skew_peer';
const PLACES: [string, Path, number][] = [
  ['phase2', ['phase2.json', 'anomalies'], 2],
  [`phase4.${CLASS}`, ['phase4.json', 'faults', CLASS, 'anomalies'], 4],
];

/** What a phase or class stores of one anomaly that was looked for in four cycles. */
const finding = (name: string, valid: unknown, promised: unknown = true): JsonObject => ({
  name,
  valid,
  excluded_by: 'I2',
  promised,
  source: 'the manual',
  cycles: 4,
  undecided: valid === null ? 4 : 0,
  found_in: valid === false ? 1 : 0,
  count: valid === null ? null : valid === false ? 3 : 0,
  evidence: [],
});

describe.each(PLACES)('Stored anomalies of %s', (head, path, phase) => {
  const withList = (list: unknown) => judged(changed(proofhouseCampaign(), path, list));
  const okOf = (entry: unknown) => {
    const verdict = withList([entry]);
    const [id] = checkIds(verdict).filter((one) => one.startsWith(`${head}.anomal`));
    return id === undefined ? 'no check' : checkOf(verdict, id).ok;
  };

  it.each<[AnomalyName, unknown, unknown, boolean | null | 'no check']>([
    ['disagreement', false, true, false],
    ['disagreement', null, true, null],
    ['disagreement', true, true, true],
    ['disagreement', false, false, 'no check'],
    ['disagreement', false, null, 'no check'],
    ['disagreement', null, false, null],
    ['disagreement', null, null, null],
    ['disagreement', true, false, true],
    ['disagreement', true, null, true],
    ['missing', false, true, false],
    ['missing', false, null, 'no check'],
    ['lost', false, null, false],
    ['lost', false, false, false],
    ['unexpected', null, undefined, null],
    ['corrupted', true, undefined, true],
    ['disagreement', false, undefined, null],
    ['disagreement', false, 'true', null],
    ['disagreement', null, 1, null],
    ['disagreement', undefined, true, null],
    ['disagreement', 'false', true, null],
    ['disagreement', 0, true, null],
    ['disagreement', '***', true, null],
    ['disagreement', false, '***', null],
  ])('judge %s, valid %j, promised %j as %s', (name, valid, promised, ok) => {
    const { promised: _, ...bare } = finding(name, valid);
    expect(okOf(promised === undefined ? bare : { ...bare, promised })).toBe(ok);
  });

  it('trust the table and not the document for what excludes an anomaly', () => {
    expect(okOf({ ...finding('lost', false, null), excluded_by: 'I12' })).toBe(false);
    expect(okOf({ ...finding('disagreement', false, null), excluded_by: 'always' })).toBe('no check');
  });

  it('do not believe an entry that counts what it says was not found, or that looked into no cycle', () => {
    expect(okOf({ ...finding('lost', true), found_in: 1 })).toBe(null);
    expect(okOf({ ...finding('lost', true), count: 2 })).toBe(null);
    expect(okOf({ ...finding('lost', true), cycles: 0 })).toBe(null);
  });

  it.each<[unknown, string]>([
    [finding('split_brain', true), `${head}.anomaly.split_brain`],
    [finding('constructor', true), `${head}.anomaly.constructor`],
    [finding('a'.repeat(65), true), `${head}.anomaly-1`],
    [finding('Not A Word', true), `${head}.anomaly-1`],
    [finding('***', true), `${head}.anomaly-1`],
    [finding('', true), `${head}.anomaly-1`],
    [{ valid: true }, `${head}.anomaly-1`],
    [{ name: 7, valid: true }, `${head}.anomaly-1`],
    ['lost', `${head}.anomaly-1`],
    ['***', `${head}.anomaly-1`],
    [null, `${head}.anomaly-1`],
    [['lost'], `${head}.anomaly-1`],
    [{ ...finding('lost', true), '***': 1 }, `${head}.anomaly.lost`],
  ])('are unknown for an entry %j', (entry, id) => {
    const verdict = withList([entry]);
    expect(checkOf(verdict, id).ok).toBe(null);
    expect(phaseOfVerdict(verdict, phase).status).toBe('INCONCLUSIVE');
  });

  it.each<[unknown]>([['none'], [null], [{}], [7], ['***']])('are one unknown check where they are %j', (list) => {
    expect(checkOf(withList(list), `${head}.anomalies`).ok).toBe(null);
  });

  it('are no check where nothing was looked for', () => {
    for (const list of [[], undefined])
      expect(checkIds(withList(list)).filter((id) => id.startsWith(`${head}.anomal`))).toEqual([]);
  });

  it('let the worst of two entries of one name count, in either order', () => {
    const [found, none] = [finding('missing', false), finding('missing', true)];
    for (const list of [
      [found, none],
      [none, found],
    ])
      expect(checkOf(withList(list), `${head}.anomaly.missing`).ok).toBe(false);
  });

  it('show what was counted, and where it is', () => {
    const verdict = withList([finding('lost', true), finding('missing', false)]);
    expect(checkOf(verdict, `${head}.anomaly.missing`)).toMatchObject({
      expected: 'looked for and not found',
      got: { valid: false, promised: true, cycles: 4, undecided: 0, found_in: 1, count: 3 },
      path: [...path.slice(1), 1],
    });
    expect(verdict.outcome).toBe('FAIL');
  });

  it('are bounded, and say so', () => {
    const many = Array.from({ length: 3000 }, (_, i) => finding(`thing_${i}`, true));
    const verdict = withList([...many, finding('lost', false)]);
    expect(checkIds(verdict).filter((id) => id.startsWith(`${head}.anomal`))).toHaveLength(101);
    expect(checkOf(verdict, `${head}.anomaly-101`)).toMatchObject({ ok: null, got: 3001 });
  });

  it('agree with a table of the rules, for any list', () => {
    const entry = fc.record({
      name: fc.constantFrom(...ANOMALY_NAMES),
      valid: fc.constantFrom(true, false, null, 'true'),
      promised: fc.constantFrom(true, false, null, 'true'),
    });
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ({ name }) => name, maxLength: 8 }), (entries) => {
        const verdict = withList(entries.map(({ name, valid, promised }) => ({ name, valid, promised })));
        const found = checkIds(verdict).filter((id) => id.startsWith(`${head}.anomaly.`));
        const expected = entries.filter(({ name, valid, promised }) => oracle(name, valid, promised) !== 'no check');
        expect(found).toEqual(expected.map(({ name }) => `${head}.anomaly.${name}`));
        for (const { name, valid, promised } of expected)
          expect(checkOf(verdict, `${head}.anomaly.${name}`).ok).toBe(oracle(name, valid, promised));
      }),
      { numRuns: 200 },
    );
  });
});

/** The rules once more, as a table by what excludes the anomaly. */
function oracle(name: AnomalyName, valid: unknown, promised: unknown): boolean | null | 'no check' {
  if (valid === 'true' || valid === null) return null;
  if (valid === true) return true;
  const excluded = ANOMALIES[name].excluded_by === 'always' ? true : promised;
  return new Map<unknown, boolean | null | 'no check'>([
    [true, false],
    [false, 'no check'],
    [null, 'no check'],
    ['true', null],
  ]).get(excluded) as boolean | null | 'no check';
}
