import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/contract/reading.ts';
import { gotOf } from '../../../src/views/campaign/phase/got.ts';
import { changed, checkOf, judged } from '../../fixtures/folder.ts';
import { proofhouseCampaign } from '../../fixtures/proofhouse.ts';

/** What the page shows of one stored anomaly of phase 2. */
const shown = (entry: JsonObject) =>
  gotOf(checkOf(judged(changed(proofhouseCampaign(), ['phase2.json', 'anomalies'], [entry])), 'phase2.anomaly.lost'));

describe('What a checker found, as a cell', () => {
  it.each<[JsonObject, string, string | null]>([
    [{ valid: true, cycles: 1 }, 'not found', 'in 1 cycle'],
    [{ valid: false, cycles: 50, found_in: 3, count: 12 }, 'found in 3 of 50 cycles', '12 in all'],
    [{ valid: null, cycles: 50, undecided: 50 }, 'not decided', 'in 50 of 50 cycles'],
    [{ valid: false }, 'found in ? of ? cycles', '? in all'],
    [{ valid: 'no' }, '{"valid":"no"}', null],
  ])('of %j is %s', (entry, got, aside) => {
    expect(shown({ name: 'lost', ...entry })).toEqual({ got, aside });
  });
});

describe('A contradiction, as a cell', () => {
  it('is both values', () => {
    const verdict = judged(changed(proofhouseCampaign(), ['phase2.json', 'ok'], 131));
    expect(gotOf(checkOf(verdict, 'phase2.consistent'))).toEqual({
      got: 'ok 131 beside total_writes 130',
      aside: null,
    });
  });
});
