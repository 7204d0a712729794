// Stored histories judged again: the committed ones as they are, and made-up ones that say otherwise than their documents.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recheckCampaign } from '../../src/recheck/campaign.ts';
import { recheckHistory } from '../../src/recheck/histories.ts';
import { acked, begin, history, oldRead, readAll, refused, row } from '../checkers/literal-history.ts';

const CAMPAIGNS = join(import.meta.dirname, '../../campaigns');
const NONE = { summary: null, phase2: null, phase4: null };

describe('every committed campaign', { timeout: 300_000 }, () => {
  for (const id of readdirSync(CAMPAIGNS)) {
    test(`${id}: has the outcome that it has, and histories that can be judged`, async () => {
      const { histories, outcome } = await recheckCampaign(CAMPAIGNS, id);
      expect(outcome.today).toBe(outcome.recorded);
      expect(histories.map(({ problem }) => problem).filter((problem) => problem !== null)).toEqual([]);
      const recorded = histories.flatMap(({ changes }) => changes).filter((change) => change.recorded !== undefined);
      expect(recorded, 'what was recorded is found again').toEqual([]);
    });
  }
});

describe('a history', () => {
  const cycles = (...ops: Parameters<typeof history>) => new Map([[1, history(...ops)]]);

  test('that says otherwise than its document is named with its first cycle', () => {
    const phase4 = {
      faults: {
        x: {
          anomalies: [
            { name: 'lost', valid: true },
            { name: 'missing', valid: true },
          ],
        },
      },
    };
    const stored = { file: 'history-x.jsonl.gz', cycles: cycles(begin, acked('w1'), acked('w2'), readAll(row('w1'))) };
    const { changes, phase, fault } = recheckHistory(stored, { ...NONE, phase4 });
    expect({ phase, fault }).toEqual({ phase: 4, fault: 'x' });
    expect(changes).toMatchObject([
      {
        name: 'lost',
        recorded: true,
        today: false,
        sentence: expect.stringContaining('cycle 1: 1 acked write on no node'),
      },
      { name: 'missing', recorded: true, today: false },
      ...['under_replicated', 'flicker', 'unsearchable'].map((name) => ({ name, today: null })),
    ]);
  });

  test('of the first format counts neither way where it cannot show something', () => {
    const rows = [oldRead('a', row('w1'), row('w2')), oldRead('b', row('w1')), oldRead('c', row('w1'))];
    const stored = { file: 'history-x.jsonl.gz', cycles: cycles(acked('w1'), refused('w2'), rows) };
    const { anomalies, cannot_show, changes } = recheckHistory(stored, NONE);
    expect(cannot_show).toEqual(['disagreement']);
    expect(anomalies.map(({ name }) => name)).not.toContain('disagreement');
    expect(changes).toEqual([]);
  });

  test('that cannot be read or judged says why', () => {
    const unread = recheckHistory({ file: 'history-x.jsonl.gz', cycles: new Error('cut short') }, NONE);
    expect(unread).toMatchObject({ problem: 'cut short', anomalies: [] });
    const broken = recheckHistory({ file: 'history-x.jsonl.gz', cycles: cycles(acked('w1').slice(1)) }, NONE);
    expect(broken.problem).toContain('never invoked');
  });
});
