// A check of an anomaly that was found stands beside what was found, and none gets lost on the way.

import { describe, expect, it } from 'vitest';
import { placeAnomalyChecks } from '../../../../src/views/campaign/phase/anomaly-checks.ts';
import { checkGroups } from '../../../../src/views/campaign/phase/check-groups.ts';
import type { CheckRow } from '../../../../src/views/campaign/phase/checks.ts';
import type { Ledger } from '../../../../src/views/ledger.ts';
import { okMark } from '../../../../src/views/words.ts';

const check = (id: string): CheckRow => ({
  id,
  node: null,
  file: 'phase4.json',
  ok: 'false',
  mark: okMark(false),
  label: id,
  expected: 'looked for and not found',
  got: 'found in 1 of 50 cycles',
  aside: null,
  evidence: { text: 'phase4.json:7', file: 'phase4.json', line: 7, href: '#L7' },
});
const LEDGER: Ledger = {
  caption: 'Anomalies',
  columns: [],
  rows: ['missing', 'lost'].map((key) => ({
    mark: null,
    key,
    head: key,
    cells: [{ text: 'yes' }, { text: 'skew, cycle 7' }],
  })),
  note: null,
};
const placed = (...ids: string[]) => placeAnomalyChecks(LEDGER, checkGroups(ids.map(check)).open);

describe('The checks of an anomaly', () => {
  it('stand in its row, with the way to their evidence', () => {
    const { ledger, rest } = placed('phase4.skew.anomaly.missing');
    expect(rest).toEqual([]);
    expect(ledger?.rows[0]?.cells[1]).toEqual({
      text: 'skew, cycle 7',
      checks: [
        {
          id: 'phase4.skew.anomaly.missing',
          ok: 'false',
          name: 'skew',
          expected: 'looked for and not found',
          got: 'found in 1 of 50 cycles',
          at: { text: 'phase4.json:7', href: '#L7' },
        },
      ],
    });
    expect(ledger?.rows[1]?.cells[1]).toEqual({ text: 'skew, cycle 7' });
  });

  it('replace the words of several classes, which say no more', () => {
    const { ledger } = placed('phase4.skew.anomaly.missing', 'phase4.kill.anomaly.missing');
    expect(ledger?.rows[0]?.cells[1]).toMatchObject({ text: '', checks: [{ name: 'skew' }, { name: 'kill' }] });
  });

  it('stay in the list where no row is about them, as every other check does', () => {
    const ids = ['phase4.skew.anomaly.flicker', 'phase4.skew.lost', 'phase4.skew', 'phase4.skew.anomaly-3'];
    expect(placed(...ids).rest.flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(ids);
    expect(placeAnomalyChecks(null, checkGroups(ids.map(check)).open).rest).toHaveLength(ids.length);
  });
});
