import { describe, expect, it } from 'vitest';
import { EVIDENCE_LIST_FILE as LIST } from '../../src/contract/names.ts';
import type { JsonObject } from '../../src/contract/reading.ts';
import { establishedCampaign } from '../fixtures/established.ts';
import {
  type Contents,
  changed,
  judged,
  linesOf,
  listed,
  phaseOfVerdict,
  statusesOf,
  without,
} from '../fixtures/folder.ts';

const SUMMARY = 'campaign-summary.json';
const whole = (): Contents => listed({ ...establishedCampaign(), 'history-drop.jsonl.gz': Buffer.from([31, 139, 8]) });
const stateOf = (contents: Contents, file: string) => judged(contents).artifacts.find((one) => one.file === file);
const withLines = (change: (lines: JsonObject[]) => unknown): Contents => {
  const contents = without(whole(), LIST);
  return { ...contents, [LIST]: { artifacts: change(linesOf(contents)) } };
};

describe('A folder that lists its evidence', () => {
  it('is PASS while every byte agrees', () => {
    expect(judged(whole())).toMatchObject({ outcome: 'PASS', notes: [] });
    expect(judged(whole()).artifacts.every(({ departs }) => departs === null)).toBe(true);
  });

  it('does not judge a file that differs from its line, even where it would fail', () => {
    const contents = {
      ...whole(),
      'phase2.json': changed(establishedCampaign(), ['phase2.json', 'fail'], 9)['phase2.json'] ?? '',
    };
    const verdict = judged(contents);
    expect(phaseOfVerdict(verdict, 2)).toMatchObject({ status: 'UNREADABLE', checks: [], provenance: null });
    expect(verdict.outcome).toBe('INCOMPLETE');
    expect(stateOf(contents, 'phase2.json')).toMatchObject({ state: 'altered', departs: { how: 'differs' } });
  });

  it('does not let an embedded document stand in for one that is gone', () => {
    const verdict = judged(without(whole(), 'phase4.json'));
    expect(phaseOfVerdict(verdict, 4).status).toBe('UNREADABLE');
    expect(phaseOfVerdict(verdict, 4).reasons.join()).toContain('phase4.json is listed and gone');
    expect(verdict.artifacts.find(({ file }) => file === 'phase4.json')).toMatchObject({
      bytes: null,
      sha256: null,
      state: 'altered',
      departs: { how: 'gone' },
    });
  });

  it('does not judge a phase file that is not listed', () => {
    const contents = withLines((lines) => lines.filter(({ file }) => file !== 'phase3.json'));
    expect(statusesOf(judged(contents))).toBe('PASS, PASS, UNREADABLE, PASS');
    expect(stateOf(contents, 'phase3.json')?.departs?.how).toBe('not listed');
  });

  it('is not PASS where a listed file that no phase needs was altered or is gone', () => {
    const altered = judged({ ...whole(), 'history-drop.jsonl.gz': Buffer.from([31, 139, 9]) });
    const gone = judged(without(whole(), 'history-drop.jsonl.gz'));
    for (const verdict of [altered, gone]) {
      expect(statusesOf(verdict)).toBe('PASS, PASS, PASS, PASS');
      expect(verdict).toMatchObject({ outcome: 'INCOMPLETE', claim: { overall_pass: true, disputed: true } });
      expect(verdict.reasons.join()).toContain('history-drop.jsonl.gz');
    }
  });

  it('shows a file that no phase needs and nobody listed, and may still be PASS', () => {
    const verdict = judged({ ...whole(), 'notes.txt': 'seen on Tuesday' });
    expect(verdict.artifacts.find(({ file }) => file === 'notes.txt')?.departs?.how).toBe('not listed');
    expect(verdict.outcome).toBe('PASS');
  });

  it('does not believe a summary that differs from its line', () => {
    const verdict = judged({ ...whole(), [SUMMARY]: { overall_pass: true, phases: [] } });
    expect(verdict).toMatchObject({ outcome: 'INCOMPLETE', claim: { overall_pass: null, disputed: false } });
  });

  it.each(['analysis.mdx', 'recheck.json', 'shrink-partition-7.json', 'phase4.json.sigstore.json'])(
    'may gain %s, which comes later',
    (file) => {
      const verdict = judged({ ...whole(), [file]: '{"later": true}' });
      expect(verdict.outcome).toBe('PASS');
      expect(verdict.artifacts.find((one) => one.file === file)?.departs).toBe(null);
    },
  );

  it.each<[string, JsonObject]>([
    ['bytes', { bytes: 1 }],
    ['sha256', { sha256: '0'.repeat(64) }],
  ])('holds a file to the %s of its line', (_what, wrong) => {
    const contents = withLines((lines) =>
      lines.map((line) => (line.file === 'phase2.json' ? { ...line, ...wrong } : line)),
    );
    expect(phaseOfVerdict(judged(contents), 2).status).toBe('UNREADABLE');
  });

  it('takes the provenance from the line of a file that agrees', () => {
    const contents = withLines((lines) => lines.map((line) => ({ ...line, provenance: 'reconstructed' })));
    expect(phaseOfVerdict(judged(contents), 2).provenance).toBe('reconstructed');
    expect(judged(contents).outcome).toBe('PASS');
  });
});

describe('A list that cannot be read lists nothing', () => {
  it.each<[string, string | JsonObject]>([
    ['is empty', ''],
    ['is cut short', '{"artifacts": ['],
    ['is a list itself', '[]'],
    ['has no artifacts', {}],
    ['has artifacts of another type', { artifacts: {} }],
    ['has a line without a hash', { artifacts: [{ file: 'phase2.json', bytes: 1, provenance: 'recorded' }] }],
  ])('where it %s', (_what, content) => {
    const verdict = judged({ ...whole(), [LIST]: content });
    expect(statusesOf(verdict)).toBe('UNREADABLE, UNREADABLE, UNREADABLE, UNREADABLE');
    expect(verdict.outcome).toBe('INCOMPLETE');
    expect(verdict.notes.join()).toContain('lists nothing');
  });

  it('where it names a file twice', () => {
    const verdict = judged(withLines((lines) => [...lines, lines[0]]));
    expect(verdict.outcome).toBe('INCOMPLETE');
    expect(verdict.notes.join()).toContain('names a file twice');
  });

  it('where one line has a hash in capitals or of another length', () => {
    const upper = withLines((lines) => lines.map((line) => ({ ...line, sha256: String(line.sha256).toUpperCase() })));
    const short = withLines((lines) => lines.map((line) => ({ ...line, sha256: String(line.sha256).slice(1) })));
    for (const contents of [upper, short]) expect(statusesOf(judged(contents))).not.toContain('PASS');
  });
});
