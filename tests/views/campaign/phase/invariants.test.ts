// Promises beside findings: broken though promised, broken as not promised, kept, and not judged are told apart.

import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../../../../src/catalogue/catalogue.ts';
import type { JsonObject } from '../../../../src/contract/reading.ts';
import { type Finding, invariantsLedger } from '../../../../src/views/campaign/phase/invariants.ts';
import type { Ledger } from '../../../../src/views/ledger.ts';
import { campaignsDirectory, written } from '../../../fixtures/disk.ts';
import { asBytes } from '../../../fixtures/folder.ts';
import { proofhouseCampaign } from '../../../fixtures/proofhouse.ts';

const promise = (promised: boolean, source = 'its manual') => ({ promised, source });
const judged = (broken: number, writes = broken) => ({ judged: 5, broken, writes, evidence: null });

function ledgerOf(promises: JsonObject, findings: readonly Finding[]): Ledger | null {
  const documents = proofhouseCampaign();
  const summary = { ...documents['campaign-summary.json'], capabilities: { promises } };
  const contents = asBytes({ ...documents, 'campaign-summary.json': summary });
  const root = campaignsDirectory();
  written(root, Object.fromEntries(Object.entries(contents).map(([file, to]) => [`quay-r1/${file}`, to])));
  const [entry] = readCatalogue(root).entries;
  if (!entry) throw new Error('expected one campaign');
  return invariantsLedger(root, entry, findings);
}

/** In sight, or behind the count of those that were not broken. */
const row = (ledger: Ledger | null, id: string) =>
  [...(ledger?.rows ?? []), ...(ledger?.folded?.rows ?? [])].find(({ head }) => head.startsWith(`${id} `));
const under = (name: string, invariants: JsonObject): Finding => ({ name, invariants });

describe('the ledger of invariants', () => {
  it('tells a broken promise from what was never promised', () => {
    const ledger = ledgerOf({ I2: promise(true), I5: promise(false) }, [
      under('partition_minority', { I2: judged(2, 9), I5: judged(1), I8: judged(3), I6: judged(0) }),
    ]);
    expect(row(ledger, 'I2')?.mark).toMatchObject({ tone: 'fail', word: 'broken, though promised' });
    expect(row(ledger, 'I2')?.cells.at(-1)?.text).toBe('broken under partition_minority, 9 writes, though promised');
    expect(row(ledger, 'I5')?.mark).toMatchObject({ tone: 'warn', word: 'broken, not promised' });
    expect(row(ledger, 'I8')?.cells[0]?.text).toBe('nothing said');
    expect(row(ledger, 'I6')?.mark).toMatchObject({ tone: 'pass', word: 'not broken' });
    expect(ledger?.rows.map(({ head }) => head.slice(0, 2))).toEqual(['I2', 'I5', 'I8']);
    expect(ledger?.folded?.summary).toBe('One invariant looked at and not broken');
  });

  it('adds the cycles of the classes up and names those that broke one', () => {
    const ledger = ledgerOf({ I2: promise(true) }, [under('one', { I2: judged(0) }), under('two', { I2: judged(3) })]);
    expect(
      row(ledger, 'I2')
        ?.cells.slice(1, 3)
        .map(({ text }) => text),
    ).toEqual(['10', '3']);
    expect(row(ledger, 'I2')?.cells.at(-1)?.text).toBe('broken under two, 3 writes, though promised');
  });

  it('says of a promise that nothing could show it, and never that it was kept', () => {
    const ledger = ledgerOf({ I4: promise(true) }, [under('one', { I2: judged(0) })]);
    expect(row(ledger, 'I4')?.mark?.tone).toBe('idle');
    expect(row(ledger, 'I4')?.cells.at(-1)?.text).toBe('no cycle could show it');
    expect(row(ledger, 'I1')).toBeUndefined();
  });

  it('names a source once where it speaks for all, else in each row', () => {
    const findings = [under('one', { I1: judged(0), I2: judged(0) })];
    const one = ledgerOf({ I1: promise(true), I2: promise(true) }, findings);
    expect([one?.note?.startsWith('Promised: its manual. '), row(one, 'I1')?.cells[0]?.text]).toEqual([true, 'yes']);
    const two = ledgerOf({ I1: promise(true), I2: promise(false, 'issue 7') }, findings);
    expect(row(two, 'I2')?.cells[0]?.text).toBe('no: issue 7');
  });

  it('is not there where no finding names an invariant, and reads whatever stands in their place', () => {
    expect(ledgerOf({ I1: promise(true) }, [under('one', {})])).toBeNull();
    expect(
      ledgerOf({ I1: 'yes', I2: promise(true) }, [under('one', { I2: 'fine', I99: judged(1) })])?.rows,
    ).toHaveLength(1);
  });
});
