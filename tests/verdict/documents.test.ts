import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/contract/reading.ts';
import { establishedCampaign, phase1, phase2, summary } from '../fixtures/established.ts';
import {
  agreeing,
  type Contents,
  changed,
  checkIds,
  checkOf,
  judged,
  listed,
  phaseOfVerdict,
  statusesOf,
  without,
} from '../fixtures/folder.ts';

const SUMMARY = 'campaign-summary.json';
const summaryOnly = (phases: unknown[]): Contents => ({ [SUMMARY]: summary(phases as JsonObject[]) });
const embeddedOnly = (): Contents => ({ [SUMMARY]: establishedCampaign()[SUMMARY] ?? {} });

describe('Documents embedded in the summary', () => {
  it('are used where no phase at all has a file', () => {
    const verdict = judged(embeddedOnly());
    expect(statusesOf(verdict)).toBe('PASS, PASS, PASS, PASS');
    expect(verdict.outcome).toBe('PASS');
    expect(verdict.phases.map(({ provenance }) => provenance)).toEqual(Array(4).fill('embedded'));
  });

  it('are judged like files, and say where in the summary they stand', () => {
    const failing = agreeing(establishedCampaign(), { 'phase2.json': { ...phase2(), fail: 2 } });
    const check = checkOf(judged({ [SUMMARY]: failing[SUMMARY] ?? {} }), 'phase2.burst');
    expect(check).toMatchObject({ ok: false, got: 2, file: SUMMARY, path: ['phases', 3, 'fail'] });
  });

  it.each(['phase2.json', 'phase3.json', 'phase4.json'])('do not replace %s where other phases have files', (file) => {
    const verdict = judged(without(establishedCampaign(), file));
    const phase = phaseOfVerdict(verdict, Number(file[5]));
    expect(phase).toMatchObject({ status: 'NOT RUN', checks: [], documents: [], provenance: null });
    expect(phase.reasons).toEqual([
      expect.stringMatching(/embeds a document of this phase, which is not used: .*phase/),
    ]);
    expect(verdict).toMatchObject({ outcome: 'INCOMPLETE', claim: { disputed: true } });
  });

  it('do not replace phase 1 where one other phase left a file, readable or not', () => {
    for (const kept of ['', 'a log', JSON.stringify(phase2())]) {
      const verdict = judged({ ...embeddedOnly(), 'phase2.json': kept });
      expect(phaseOfVerdict(verdict, 1).documents).toEqual([]);
      expect(phaseOfVerdict(verdict, 1).reasons.join()).toContain('as phase2.json');
    }
  });

  it('do not replace files that the list still names, all of them gone', () => {
    const whole = listed(establishedCampaign());
    const gone = Object.keys(establishedCampaign()).filter((file) => file !== SUMMARY);
    expect(statusesOf(judged(without(whole, ...gone)))).toBe('UNREADABLE, UNREADABLE, UNREADABLE, UNREADABLE');
  });

  it('say nothing where the summary embeds none', () => {
    const verdict = judged(without(changed(establishedCampaign(), [SUMMARY, 'phases'], []), 'phase4.json'));
    expect(phaseOfVerdict(verdict, 4).reasons).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['a masked phase', { phase: '***', pass: true }],
    ['a masked key in the place of its phase', { '***': 2, pass: true }],
    ['a masked entry', '***'],
  ])('are unreadable beside %s, which may be a second one of theirs', (_what, entry) => {
    const phases = [...((embeddedOnly()[SUMMARY] as JsonObject).phases as unknown[]), entry];
    const verdict = judged(summaryOnly(phases));
    expect(statusesOf(verdict)).toBe('UNREADABLE, UNREADABLE, UNREADABLE, UNREADABLE');
    expect(verdict.outcome).toBe('INCOMPLETE');
  });

  it('do not stand in where one node of phase 1 has a file', () => {
    const verdict = judged(without(establishedCampaign(), 'phase1-node-b.json'));
    expect(checkOf(verdict, 'phase1.b.document').ok).toBe(null);
    expect(checkIds(verdict)).not.toContain('phase1.b.recall');
  });

  it('do not stand in for a file that cannot be read', () => {
    expect(phaseOfVerdict(judged({ ...establishedCampaign(), 'phase3.json': '' }), 3).status).toBe('UNREADABLE');
  });

  it('of a node that has no file keep that node from being forgotten', () => {
    const fourth = { ...phase1('d'), recall_count: 0 };
    const campaign = agreeing({ ...establishedCampaign(), 'phase1-node-d.json': fourth });
    expect(judged(campaign).outcome).toBe('FAIL');
    const verdict = judged(without(campaign, 'phase1-node-d.json'));
    expect(checkOf(verdict, 'phase1.d.document').ok).toBe(null);
    expect(verdict.outcome).toBe('INCOMPLETE');
  });

  it.each([2, 3, 4])('are unreadable where phase %i stands there twice', (phase) => {
    const document = establishedCampaign()[`phase${phase}.json`] ?? {};
    const verdict = judged(summaryOnly([document, document]));
    expect(phaseOfVerdict(verdict, phase)).toMatchObject({ status: 'UNREADABLE', checks: [], provenance: null });
    expect(phaseOfVerdict(verdict, phase).reasons.join()).toContain('embeds 2 documents');
  });

  it('are unreadable where one node of phase 1 stands there twice', () => {
    const verdict = judged(summaryOnly([phase1('a'), phase1('a'), phase1('b'), phase1('c')]));
    expect(phaseOfVerdict(verdict, 1).status).toBe('UNREADABLE');
  });

  it.each<[unknown]>([[null], ['PASS'], [{}], [7], [[phase1('a')]]])('are none where phases holds %j', (entry) => {
    expect(statusesOf(judged(summaryOnly([entry])))).toBe('NOT RUN, NOT RUN, NOT RUN, NOT RUN');
  });

  it.each<[unknown]>([[{ 0: phase2() }], ['all'], [null]])('are none where phases is %j', (phases) => {
    const verdict = judged(changed(embeddedOnly(), [SUMMARY, 'phases'], phases));
    expect(statusesOf(verdict)).toBe('NOT RUN, NOT RUN, NOT RUN, NOT RUN');
  });
});

describe('The node of an embedded phase-1 document', () => {
  const nodes = (hosts: unknown[]) => {
    const verdict = judged(summaryOnly(hosts.map((host) => ({ ...phase1('a'), host }))));
    return phaseOfVerdict(verdict, 1).documents.map(({ node }) => node);
  };

  it('is the last letter of host after a hyphen', () => {
    expect(nodes(['aim-run-node-c', 'x-a', 'node-b'])).toEqual(['c', 'a', 'b']);
  });

  it('is its position where host has no such letter', () => {
    expect(nodes(['alpha', undefined, 7])).toEqual(['a', 'b', 'c']);
    expect(nodes(['node-1', 'node-ab', 'node-B'])).toEqual(['a', 'b', 'c']);
  });

  it('is counted among the documents of phase 1 alone', () => {
    const hostless = changed(phase1('a'), ['host'], undefined);
    const verdict = judged(summaryOnly([phase2(), hostless, hostless, hostless]));
    expect(phaseOfVerdict(verdict, 1).documents.map(({ node }) => node)).toEqual(['a', 'b', 'c']);
  });
});

describe('A file beside its embedded copy', () => {
  it('counts, and a difference is noted', () => {
    const verdict = judged({ ...establishedCampaign(), 'phase2.json': { ...phase2(), fail: 1 } });
    expect(phaseOfVerdict(verdict, 2)).toMatchObject({ status: 'FAIL', provenance: 'recorded' });
    expect(phaseOfVerdict(verdict, 2).notes).toEqual([
      `phase2.json differs from its copy in ${SUMMARY}; the file counts`,
    ]);
  });

  it('is noted where only the second of two copies differs, and once where both do', () => {
    const copies = (...fails: number[]) => {
      const phases = fails.map((fail) => ({ ...phase2(), fail }));
      return phaseOfVerdict(judged(changed(establishedCampaign(), [SUMMARY, 'phases'], phases)), 2).notes;
    };
    expect(copies(0, 1)).toHaveLength(1);
    expect(copies(1, 2)).toHaveLength(1);
    expect(copies(0, 0)).toEqual([]);
  });

  it('is noted per node', () => {
    const verdict = judged({ ...establishedCampaign(), 'phase1-node-b.json': { ...phase1('b'), recall_count: 3 } });
    expect(phaseOfVerdict(verdict, 1).notes).toHaveLength(1);
    expect(phaseOfVerdict(verdict, 1).notes[0]).toContain('phase1-node-b.json differs');
  });

  it('is the same whatever the order of its keys', () => {
    const reversed = Object.fromEntries(Object.entries(phase2()).reverse());
    expect(phaseOfVerdict(judged({ ...establishedCampaign(), 'phase2.json': reversed }), 2).notes).toEqual([]);
  });
});

describe('Provenance', () => {
  const marked = (mark: JsonObject, file = 'phase3.json') => {
    const campaign = establishedCampaign();
    return judged({ ...campaign, [file]: { ...campaign[file], ...mark } });
  };
  const link = 'https://example.org/runs/7';

  it.each([
    [{}, 'recorded'],
    [{ _reconstructed_from: link }, 'reconstructed'],
    [{ _transcribed_from: link }, 'transcribed'],
    [{ _reconstructed_from: link, _transcribed_from: link }, 'transcribed'],
    [{ _reconstructed_from: true }, 'recorded'],
  ])('of a document marked %j is %s', (mark, provenance) => {
    const verdict = marked(mark);
    expect(phaseOfVerdict(verdict, 3).provenance).toBe(provenance);
    expect(verdict.artifacts.find(({ file }) => file === 'phase3.json')?.provenance).toBe(provenance);
  });

  it('of a phase is that of its least direct document', () => {
    expect(phaseOfVerdict(marked({ _reconstructed_from: link }, 'phase1-node-c.json'), 1).provenance).toBe(
      'reconstructed',
    );
  });

  it('of a phase without a document is none', () => {
    expect(judged({}).phases.map(({ provenance }) => provenance)).toEqual([null, null, null, null]);
  });

  it('changes no status', () => {
    expect(marked({ _transcribed_from: link }).outcome).toBe('PASS');
  });
});
