// A page says that a kill does not test the disk, until a class of the campaign did.

import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../../../../src/catalogue/catalogue.ts';
import { type ChaosView, chaosView } from '../../../../src/views/campaign/chaos/chaos.ts';
import { campaignsDirectory, written } from '../../../fixtures/disk.ts';
import { agreeing, asBytes } from '../../../fixtures/folder.ts';
import { fault, proofhouseCampaign, receipt } from '../../../fixtures/proofhouse.ts';

const RAN = { ...fault(), cycles: 1, receipts: [receipt(1)] };

/** @param faults by class, what the document has of it */
function unaskedIn(faults: Record<string, Record<string, unknown>>): ChaosView['unasked'] {
  const documents = proofhouseCampaign();
  const phase4 = {
    ...documents['phase4.json'],
    planned_faults: Object.keys(faults),
    convergence_by_fault: Object.fromEntries(Object.keys(faults).map((name) => [name, 1])),
    faults,
  };
  const files = Object.entries(asBytes(agreeing(documents, { 'phase4.json': phase4 })));
  const root = written(
    campaignsDirectory(),
    Object.fromEntries(files.map(([file, bytes]) => [`skerry-r1/${file}`, bytes])),
  );
  const [entry] = readCatalogue(root).entries;
  const checks = entry?.verdict.phases.find(({ phase }) => phase === 4)?.checks;
  if (!entry || !checks) throw new Error('expected one campaign');
  return chaosView(root, entry, checks, phase4).unasked;
}

describe('A campaign that killed nodes', () => {
  it('says that this does not test the disk', () => {
    expect(unaskedIn({ kill_primary_mid_write: RAN })).toContain('A kill does not test the disk');
  });

  it('says so too where a loss of power was asked for and not injected', () => {
    const injected = { injected: false, reason: 'no compiler' };
    expect(unaskedIn({ kill_all_restart: RAN, power_loss: injected })).toContain('A kill does not test the disk');
  });

  it.each(['power_loss', 'power_loss_all'])('says nothing of it where %s ran', (name) => {
    expect(unaskedIn({ kill_primary_mid_write: RAN, [name]: RAN })).toBeNull();
  });
});

it('A campaign that killed nobody says nothing of disks', () => {
  expect(unaskedIn({ partition_minority: RAN })).toBeNull();
});
