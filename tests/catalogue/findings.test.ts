// The ledger of findings over all campaigns.

import { describe, expect, it } from 'vitest';
import { type Defect, findingsLedger, titleOf } from '../../src/catalogue/findings.ts';
import { titleOfBug, unknownFindings } from '../../src/catalogue/named-findings.ts';
import { narrativeOf } from '../../src/catalogue/narratives.ts';
import { analysisOf, catalogueOf, FAILING, type Said } from '../fixtures/releases.ts';

const MISSING = 'phase4.partition_minority.missing';
const ledger = (campaigns: Record<string, Said>) => findingsLedger(catalogueOf(campaigns));
const seenIn = (defect: Defect | undefined) => defect?.seen.map(({ entry }) => entry.id);

describe('The ledger of findings', () => {
  it('holds a defect once, with the campaigns that show it', async () => {
    const defects = await ledger({
      'quay-r1': { month: 2, ref: 'v1.0.0', phase4: FAILING },
      'quay-r2': { month: 3, ref: 'v1.1.0', phase4: FAILING },
    });
    expect(defects.map(({ id, goneSince }) => [id, goneSince])).toEqual([[MISSING, null]]);
    expect(seenIn(defects[0])).toEqual(['quay-r2', 'quay-r1']);
  });

  it('says since which version it is gone, whenever an old one was measured again', async () => {
    const [defect] = await ledger({
      'quay-r1': { month: 2, ref: 'v1.0.0', phase4: FAILING },
      'quay-r2': { month: 3, ref: 'v1.1.0' },
      'quay-r3': { month: 4, ref: 'v1.2.0' },
      'quay-r4': { month: 5, ref: 'v1.0.0', phase4: FAILING },
    });
    expect(defect?.goneSince?.ref).toBe('v1.1.0');
    expect(defect?.releases.map(({ release, isFound }) => [release.ref, isFound])).toEqual([
      ['v1.2.0', false],
      ['v1.1.0', false],
      ['v1.0.0', true],
    ]);
  });

  it('does not call a defect gone that one campaign of the newest version shows and another does not', async () => {
    const [defect] = await ledger({
      'quay-r1': { month: 2, ref: 'v1.0.0', phase4: FAILING },
      'quay-r2': { month: 3, ref: 'v1.1.0' },
      'quay-r3': { month: 4, ref: 'v1.1.0', phase4: FAILING },
    });
    expect(defect?.goneSince).toBeNull();
  });

  it('does not mix subjects, and marks those of a control', async () => {
    const defects = await ledger({
      'quay-r1': { month: 2, phase4: FAILING },
      'tide-r1': { month: 3, subject: 'reference', phase4: FAILING },
    });
    expect(defects.map(({ subject, isControl }) => [subject, isControl])).toEqual([
      ['reference', true],
      ['harbour', false],
    ]);
  });

  it('takes what was made on this machine into no account', async () => {
    expect(await ledger({ 'local-20310401': { month: 4, phase4: FAILING } })).toEqual([]);
  });

  it('holds what only an analysis names, by its title, and does not call it gone', async () => {
    const bug = analysisOf('<Bug title="Slow at noon">\n### Impact\nIt is slow.\n</Bug>');
    const [defect] = await ledger({ 'quay-r1': { month: 2, analysis: bug }, 'quay-r2': { month: 3, analysis: bug } });
    expect(defect).toMatchObject({ words: null, releases: [], goneSince: null });
    expect(seenIn(defect)).toEqual(['quay-r2', 'quay-r1']);
  });
});

describe('An analysis that names a finding', () => {
  it('gives what a check found its name', async () => {
    const told = analysisOf(`<Bug title="A cut loses rows" finding="${MISSING}">\n### Impact\nRows.\n</Bug>`);
    const defects = await ledger({
      'quay-r1': { month: 2, phase4: FAILING, analysis: told },
      'quay-r2': { month: 3, phase4: FAILING },
    });
    expect(defects.map(titleOf)).toEqual(['A cut loses rows']);
    expect(seenIn(defects[0])).toEqual(['quay-r2', 'quay-r1']);
  });

  it('need not repeat what another one said', async () => {
    const told = analysisOf('<Bug title="Slow at noon" finding="noon">\n### Impact\nIt is slow.\n</Bug>');
    const catalogue = catalogueOf({
      'quay-r1': { month: 2, analysis: told },
      'quay-r2': { month: 3, analysis: analysisOf('<Bug finding="noon" />') },
    });
    const entry = catalogue.byId.get('quay-r2');
    const bug = entry && (await narrativeOf(catalogue, entry)).analysis?.bugs[0];
    if (!entry || !bug) throw new Error('expected a bug');
    expect(await titleOfBug(catalogue, entry, bug)).toBe('Slow at noon');
    expect(await unknownFindings(catalogue)).toEqual([]);
  });

  it('stops the build where nobody knows the name, with file and line', async () => {
    const catalogue = catalogueOf({ 'quay-r1': { month: 2, analysis: analysisOf('<Bug finding="no-such" />') } });
    const errors = await unknownFindings(catalogue);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/quay-r1\/analysis\.mdx:14:1 expected a finding of this subject .*, found no-such/);
  });
});
