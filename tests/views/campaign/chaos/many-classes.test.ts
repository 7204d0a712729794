// A document may name any number of fault classes: a page has rows for the worst, says how many it leaves out, and
// counts all of them where it counts.

import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../../../../src/catalogue/catalogue.ts';
import { FAULT_CLASSES_MAX } from '../../../../src/contract/names.ts';
import type { JsonObject } from '../../../../src/contract/reading.ts';
import { type ChaosView, chaosView } from '../../../../src/views/campaign/chaos/chaos.ts';
import { campaignsDirectory, written } from '../../../fixtures/disk.ts';
import { agreeing, asBytes } from '../../../fixtures/folder.ts';
import { fault, proofhouseCampaign, receipt } from '../../../fixtures/proofhouse.ts';

/** So many classes, of which the last misses its bound. */
function chaosOf(count: number, given: JsonObject = fault()): ChaosView {
  const names = Array.from({ length: count }, (_, index) => `class_${index}`);
  const documents = proofhouseCampaign();
  const phase4: JsonObject = {
    ...documents['phase4.json'],
    planned_faults: names,
    convergence_by_fault: Object.fromEntries(
      names.map((name, index) => [name, index > 0 && index === count - 1 ? 0.5 : 1]),
    ),
    faults: Object.fromEntries(names.map((name) => [name, { ...given, cycles: 1, receipts: [receipt(1)] }])),
  };
  const files = asBytes(agreeing(documents, { 'phase4.json': phase4 }));
  const root = written(
    campaignsDirectory(),
    Object.fromEntries(Object.entries(files).map(([file, bytes]) => [`skerry-r1/${file}`, bytes])),
  );
  const [entry] = readCatalogue(root).entries;
  const checks = entry?.verdict.phases.find(({ phase }) => phase === 4)?.checks;
  if (!entry || !checks) throw new Error('expected one campaign');
  return chaosView(root, entry, checks, phase4);
}

const ANOMALY = {
  name: 'missing',
  valid: true,
  promised: true,
  cycles: 1,
  undecided: 0,
  found_in: 0,
  count: 0,
  evidence: [],
};

const tables = ({ rows, writes, convergence, receipts }: ChaosView): number[] =>
  [rows, writes?.rows, convergence?.rows, receipts?.ledger.rows].map((all) => all?.length ?? 0);

describe('The fault classes of a page', () => {
  it('have a row each where they are few', () => {
    const chaos = chaosOf(9);
    expect(tables(chaos)).toEqual([9, 9, 9, 9]);
    expect(chaos.moreClasses).toBeUndefined();
  });

  it('are the worst where they are many, with the count of the others and the way to all', () => {
    const chaos = chaosOf(FAULT_CLASSES_MAX);
    expect(tables(chaos)).toEqual([24, 24, 24, 24]);
    expect(chaos.rows[0]?.name).toBe(`class_${FAULT_CLASSES_MAX - 1}`);
    expect(chaos.moreClasses?.text).toBe(`and ${FAULT_CLASSES_MAX - 24} more fault classes`);
    expect(chaos.moreClasses?.href).toMatch(/phase4\.json/);
    expect(chaos.receipts?.sentence).toContain(`of ${FAULT_CLASSES_MAX} cycles`);
  });

  it('fail where the bound holds and an anomaly was found, and the bar shows the bound', () => {
    const [first] = chaosOf(1, { ...fault(), anomalies: [{ ...ANOMALY, valid: false, found_in: 1, count: 2 }] }).rows;
    expect([first?.mark.tone, first?.boundTone]).toEqual(['fail', 'pass']);
    const [held] = chaosOf(1, { ...fault(), anomalies: [ANOMALY] }).rows;
    expect([held?.mark.tone, held?.boundTone]).toEqual(['pass', 'pass']);
  });
});
