// Every number of a series counts, whatever is known of it.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCatalogue } from '../../src/catalogue/catalogue.ts';
import { seriesByName } from '../../src/catalogue/series.ts';
import { windowOf } from '../../src/catalogue/series-window.ts';
import { seriesPath } from '../../src/views/series/address.ts';
import { windowView } from '../../src/views/series/window.ts';
import { campaignsDirectory, written } from '../fixtures/disk.ts';
import { FAILING, releasesIn } from '../fixtures/releases.ts';

const CORPUS = join(import.meta.dirname, '../../../shared/corpus/runs');

function soak(passed: number, silent: number) {
  const ids = Array.from({ length: passed }, (_, index) => [`soak-r${index + 1}`, { month: 1 }] as const);
  const root = releasesIn(campaignsDirectory(), Object.fromEntries(ids));
  const claims = Array.from({ length: silent }, (_, index) => [
    `soak-r${passed + index + 1}/campaign-summary.json`,
    JSON.stringify({ campaign_id: `soak-r${passed + index + 1}`, overall_pass: true, phases: [] }),
  ]);
  const read = readCatalogue(written(root, Object.fromEntries(claims)));
  return { read, entries: seriesByName(read).get('soak') ?? [] };
}

describe('The window of a series', () => {
  test('never lets numbers without evidence be left out of all that passed', () => {
    const { read, entries } = soak(6, 3);
    expect(windowView(read, entries).sentence).toBe('6 of 9 passed; 3 left no evidence at all.');
  });

  test('shows every number, those that are not here too', () => {
    const root = releasesIn(campaignsDirectory(), {
      'soak-r2': { month: 1 },
      'soak-r5': { month: 2, phase4: FAILING },
    });
    const entries = seriesByName(readCatalogue(root)).get('soak') ?? [];
    const { numbers, total, counts } = windowOf(entries);
    expect(numbers.map(({ ordinal, state }) => `${ordinal} ${state}`)).toEqual([
      '1 not here',
      '2 passed',
      '3 not here',
      '4 not here',
      '5 failed',
    ]);
    expect([total, counts['not here']]).toEqual([5, 3]);
  });

  test('counts every number of a gap that no page could draw', () => {
    const root = releasesIn(campaignsDirectory(), { 'soak-r1': { month: 1 }, 'soak-r9000000': { month: 2 } });
    const { numbers, total, counts } = windowOf(seriesByName(readCatalogue(root)).get('soak') ?? []);
    expect([numbers.length, total, counts['not here']]).toEqual([400, 9_000_000, 8_999_998]);
  });

  test('says how many values a drift takes, instead of a row a measure that says nothing', () => {
    const { read, entries } = soak(3, 0);
    expect(windowView(read, entries).drift).toMatch(/^Nothing is said yet: that takes 8 values .* at most 3\.$/);
  });

  test('shows what is worst at a number that two ids have, whichever is read first', () => {
    for (const [one, other] of [
      ['soak-r1', 'soak-r01'],
      ['soak-r01', 'soak-r1'],
    ] as const) {
      const root = releasesIn(campaignsDirectory(), { [one]: { month: 1, phase4: FAILING }, [other]: { month: 2 } });
      const { counts, total } = windowOf(seriesByName(readCatalogue(root)).get('soak') ?? []);
      expect([total, counts.failed, counts.passed]).toEqual([1, 1, 0]);
    }
  });

  test('has an address of its own on a disk to which capital and small letters are one', () => {
    expect(seriesPath('Soak').toLowerCase()).not.toBe(seriesPath('soak'));
    expect(seriesPath('soak')).toBe('series/soak/');
  });

  test('of one campaign that passed says so, and of none nothing', () => {
    const { read, entries } = soak(1, 0);
    expect(windowView(read, entries).sentence).toBe('1 of 1 passed.');
    expect(windowOf([]).total).toBe(0);
  });

  test.skipIf(!existsSync(CORPUS))('of the published soak is as it is (needs the corpus)', () => {
    const read = readCatalogue(CORPUS);
    const view = windowView(read, seriesByName(read).get('soak-v0.6.0') ?? []);
    expect(view.sentence).toBe(
      '10 of 21 passed; 4 left no evidence at all; 7 are not here: never run, never published, or removed.',
    );
    expect(view.cells).toHaveLength(21);
    expect(typeof view.drift === 'object' && view.drift?.rows.length).toBeGreaterThan(0);
  });
});
