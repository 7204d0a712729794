// The ledger of anomalies leads to the pages of the writes that show them.

import { describe, expect, it } from 'vitest';
import { anomaliesLedger } from '../../../../src/views/campaign/phase/anomalies.ts';

const anomaly = (name: string, valid: boolean, sentence = '') => ({
  name,
  valid,
  promised: false,
  cycles: 50,
  undecided: 0,
  found_in: valid ? 0 : 1,
  evidence: valid ? [] : [{ cycle: 3, sentence }],
});
const LOOKED = [
  {
    name: 'skew',
    anomalies: [anomaly('lost', true), anomaly('missing', false, '2 acked writes missing on node a (k1, k2)')],
  },
];

describe('the ledger of anomalies', () => {
  const ledgerOf = (links: { text: string; href: string }[], looked = LOOKED) =>
    anomaliesLedger(looked, (name) => (name === 'missing' ? links : []), '#phase4.json');
  /** In sight: what was found. */
  const found = (links: { text: string; href: string }[]) => ledgerOf(links)?.rows.map(({ cells }) => cells.at(-1));

  it('leads to three writes that show an anomaly, says how many more there are, and does not name their keys twice', () => {
    const links = ['k1', 'k2', 'k3', 'k4'].map((key) => ({ text: key, href: `/${key}/` }));
    const [missing, ...others] = found(links) ?? [];
    expect(others).toEqual([]);
    expect(missing?.text).toBe('skew, cycle 3: 2 acked writes missing on node a');
    expect(missing?.links?.map(({ text }) => text)).toEqual(['k1', 'k2', 'k3', 'and 1 more']);
  });

  it('folds what was looked for and not found behind its count', () => {
    const folded = ledgerOf([])?.folded;
    expect(folded?.summary).toBe('One anomaly looked for and not found');
    expect(folded?.rows.map(({ head, cells }) => [head.split(':')[0], cells.at(-1)?.text])).toEqual([['lost', 'no']]);
  });

  it('counts the cycles of each class that shows one, and tells of the first', () => {
    const both = [...LOOKED, { name: 'kill', anomalies: [anomaly('missing', false, '9 acked writes missing')] }];
    expect(ledgerOf([], both)?.rows[0]?.cells.at(-1)?.text).toBe(
      'skew in 1, kill in 1. First skew, cycle 3: 2 acked writes missing on node a (k1, k2)',
    );
  });

  it('says once who promises what, below the rows that it is about', () => {
    const source = 'serve has no catch-up';
    const both = ['missing', 'disagreement'].map((name) => ({ ...anomaly(name, false), promised: false, source }));
    const ledger = ledgerOf([], [{ name: 'skew', anomalies: both }]);
    expect(ledger?.rows.map(({ cells }) => cells[0]?.text)).toEqual(['no, I2', 'no, I2']);
    expect(ledger?.asides).toEqual(['I2 is not promised: serve has no catch-up.']);
  });

  it('names the keys where no page shows them', () => {
    expect(found([])?.at(-1)?.text).toBe('skew, cycle 3: 2 acked writes missing on node a (k1, k2)');
  });
});
