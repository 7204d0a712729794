// Documents made to trip a reader: nested beyond any stack, huge, or named after what JavaScript already knows.

import { describe, expect, it, vi } from 'vitest';
import { EVIDENCE_LIST_FILE } from '../../src/contract/names.ts';
import { establishedCampaign } from '../fixtures/established.ts';
import { type Contents, changed, checkOf, judged, phaseOfVerdict } from '../fixtures/folder.ts';
import { proofhouseCampaign } from '../fixtures/proofhouse.ts';

/** A busy machine takes its time; nothing here is about speed. */
vi.setConfig({ testTimeout: 60_000 });

const DEEP = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const deepObject = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
const FILES = [...Object.keys(establishedCampaign()), EVIDENCE_LIST_FILE];

/** A document of the campaign as text, with one more field whose value is given as text. */
function withField(file: string, field: string, value: string): Contents {
  const campaign = establishedCampaign();
  const text = JSON.stringify({ ...campaign[file], [field]: 'HERE' });
  return { ...campaign, [file]: text.replace('"HERE"', value) };
}

describe('A document nested a hundred thousand levels deep', () => {
  it.each(FILES)('in the place of %s is judged without throwing', (file) => {
    for (const text of [deepObject, `{"phase":${DEEP}}`, `{"phases":${DEEP}}`, `{"artifacts":${DEEP}}`]) {
      expect(judged({ ...establishedCampaign(), [file]: text }).phases).toHaveLength(4);
    }
  });

  it.each([
    ['phase2.json', 'fail'],
    ['phase2.json', 'counts'],
    ['phase3.json', 'round_trips'],
    ['phase4.json', 'faults'],
    ['phase4.json', 'planned_faults'],
    ['phase2.json', 'anomalies'],
    ['phase2.json', 'reasons'],
    ['phase2.json', '_contradicted_by'],
    ['phase3.json', 'expected_count'],
    ['campaign-summary.json', 'schema_version'],
    ['campaign-summary.json', 'phases'],
  ])('inside %s as %s is judged without throwing', (file, field) => {
    for (const value of [DEEP, deepObject]) {
      const verdict = judged(withField(file, field, value));
      for (const { reasons } of verdict.phases) expect(reasons.join()).not.toContain('the judge failed');
    }
  });

  it('does not hide a check that is false', () => {
    const contents = withField('phase2.json', 'fail', '3');
    const text = String(contents['phase2.json']).replace('"a":121', `"a":${DEEP}`);
    const verdict = judged({ ...contents, 'phase2.json': text });
    expect(checkOf(verdict, 'phase2.convergence.a').ok).toBe(null);
    expect(phaseOfVerdict(verdict, 2).status).toBe('FAIL');
    expect(phaseOfVerdict(verdict, 2).reasons.join()).toContain('nested too deeply to show');
  });

  it('in the place of any field of a fault class does not keep the judge from the others', () => {
    const campaign = proofhouseCampaign();
    for (const key of ['injected', 'acked', 'cycles', 'lost', 'missing_by_node', 'receipts', 'anomalies']) {
      const given = changed(campaign, ['phase4.json', 'faults', 'drop_random_acks', key], 'HERE');
      const text = JSON.stringify(changed(given, ['phase4.json', 'pass'], false)['phase4.json']);
      const verdict = judged({ ...campaign, 'phase4.json': text.replace('"HERE"', deepObject) });
      expect(phaseOfVerdict(verdict, 4).status).toBe('FAIL');
      expect(phaseOfVerdict(verdict, 4).reasons.join()).not.toContain('the judge failed');
    }
  });

  it('beside its embedded copy is noted as beyond comparing', () => {
    const verdict = judged(withField('phase2.json', 'notes', DEEP));
    expect(phaseOfVerdict(verdict, 2).status).toBe('PASS');
    expect(phaseOfVerdict(verdict, 2).notes).toHaveLength(1);
  });
});

describe('A document with the names that every object has', () => {
  it('is read by its own fields only', () => {
    const verdict = judged({
      ...establishedCampaign(),
      'phase2.json': '{"phase":2,"__proto__":{"fail":0,"pass":true}}',
    });
    expect(checkOf(verdict, 'phase2.burst').ok).toBe(null);
    expect(checkOf(verdict, 'phase2.pass_flag').ok).toBe(null);
  });

  it('takes the last of two fields of one name, as every JSON reader here does', () => {
    const verdict = judged(withField('phase2.json', 'fail', '4,"fail":0'));
    expect(checkOf(verdict, 'phase2.burst').ok).toBe(true);
  });
});

describe('A document of ten million characters', () => {
  it('gives reasons of a sentence', () => {
    const verdict = judged(withField('phase2.json', 'fail', JSON.stringify('<b>'.repeat(3_400_000))));
    expect(phaseOfVerdict(verdict, 2).reasons.join().length).toBeLessThan(1000);
  });
});
