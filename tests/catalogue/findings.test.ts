// The ledger of findings over all campaigns.

import { describe, expect, it } from 'vitest';
import { type Defect, findingsLedger, keyOf, titleOf } from '../../src/catalogue/findings.ts';
import { titleOfBug, unknownFindings } from '../../src/catalogue/named-findings.ts';
import { narrativeOf } from '../../src/catalogue/narratives.ts';
import { subjectsOf } from '../../src/catalogue/releases.ts';
import { defectAnchor } from '../../src/views/findings/address.ts';
import { workaroundOf } from '../../src/views/findings/workaround.ts';
import { releasePath } from '../../src/views/releases/decision.ts';
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

describe('Hostile names in the ledger', () => {
  it('do not merge a defect of one subject with that of another', async () => {
    const told = analysisOf('<Bug title="one" finding="b">\n### Impact\nRows.\n</Bug>');
    const defects = await ledger({
      'quay-r1': { month: 2, subject: 'null', analysis: told },
      'quay-r2': { month: 3, subject: 'x\ny', analysis: told },
      'quay-r3': { month: 4, subject: 'x', analysis: told },
    });
    expect(defects).toHaveLength(3);
    expect(keyOf('x\ny', 'b')).not.toBe(keyOf('x', 'y\nb'));
    expect(keyOf(null, 'b')).not.toBe(keyOf('null', 'b'));
  });

  it('have one place each on the page', () => {
    const places = [
      { subject: null, id: 'b' },
      { subject: 'no-subject', id: 'b' },
      { subject: 'a.b', id: 'c' },
      { subject: 'a', id: 'b.c' },
      { subject: 'A', id: 'b.c' },
      { subject: '\u0430', id: 'b.c' },
      { subject: 'a', id: 'said.b:c' },
    ].map(defectAnchor);
    expect(new Set(places).size).toBe(places.length);
    expect(places.filter((place) => /[^A-Za-z0-9._:-]/.test(place))).toEqual([]);
  });

  it('are cut where they are as long as an analysis, with the text that follows', async () => {
    const bug = `<Bug title="${'T'.repeat(9_000)}">\n### Workaround\n${'word '.repeat(2_000)}\n</Bug>`;
    const [defect] = await ledger({ 'quay-r1': { month: 2, analysis: analysisOf(bug) } });
    if (!defect) throw new Error('expected a defect');
    expect(titleOf(defect).length).toBeLessThan(250);
    expect(workaroundOf(defect)).toContain('href="/campaigns/quay-r1/#analysis"');
    expect(workaroundOf(defect)?.length).toBeLessThan(300);
  });
});

describe('A version', () => {
  it('stays another one where it differs beyond what is kept of its name', () => {
    const long = (end: string) => `v${'1'.repeat(600)}${end}`;
    const catalogue = catalogueOf({ 'quay-r1': { month: 2, ref: long('a') }, 'quay-r2': { month: 3, ref: long('b') } });
    const releases = subjectsOf(catalogue).flatMap((subject) => subject.releases);
    expect(releases).toHaveLength(2);
    expect(new Set(releases.map(releasePath)).size).toBe(2);
    expect(releases.every(({ ref }) => ref.length <= 500)).toBe(true);
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
