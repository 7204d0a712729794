import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/contract/reading.ts';
import { judge } from '../../src/verdict/judge.ts';
import { establishedCampaign } from '../fixtures/established.ts';
import {
  agreeing,
  type Contents,
  changed,
  checkOf,
  folderOf,
  judged,
  phaseOfVerdict,
  statusesOf,
  without,
} from '../fixtures/folder.ts';

const PHASE_1 = ['phase1-node-a.json', 'phase1-node-b.json', 'phase1-node-c.json'];
/** Files alone: nothing is embedded that could stand in for them. */
const bare = (): Contents => changed(establishedCampaign(), ['campaign-summary.json', 'phases'], []);
const failing = (file: string): Contents => changed(bare(), [file, 'pass'], false);

describe('The status of a phase', () => {
  it('is PASS four times where everything holds', () => {
    expect(statusesOf(judged(bare()))).toBe('PASS, PASS, PASS, PASS');
  });

  it('is FAIL before UNREADABLE', () => {
    const verdict = judged({ ...failing('phase1-node-a.json'), 'phase1-node-b.json': '' });
    expect(phaseOfVerdict(verdict, 1).status).toBe('FAIL');
    expect(phaseOfVerdict(verdict, 1).reasons.join('\n')).toContain('phase1-node-b.json is empty');
  });

  it('is UNREADABLE before INCONCLUSIVE', () => {
    const campaign = changed(bare(), ['phase1-node-a.json', 'recall_count'], null) as Contents;
    expect(phaseOfVerdict(judged({ ...campaign, 'phase1-node-b.json': 'not JSON' }), 1).status).toBe('UNREADABLE');
  });

  it('is FAIL before INCONCLUSIVE', () => {
    const campaign = changed(bare(), ['phase2.json', 'fail'], 3);
    expect(phaseOfVerdict(judged(changed(campaign, ['phase2.json', 'counts'], null)), 2).status).toBe('FAIL');
  });

  it.each<[string, string | Buffer | JsonObject]>([
    ['empty', ''],
    ['white space', '\n \n'],
    ['a log', '[chaos] cycle 1: ready\n'],
    ['cut short', '{"phase": 2, "pass": tr'],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['a list', '[{"phase": 2}]'],
    ['null', 'null'],
    ['a number', '2'],
    ['of another phase', { phase: 3, pass: true }],
    ['of no phase', { pass: true }],
    ['of a phase in words', { phase: '2', pass: true }],
  ])('is UNREADABLE where the file is %s, and what follows was not reached', (_what, content) => {
    const verdict = judged({ ...without(bare(), 'phase3.json', 'phase4.json'), 'phase2.json': content });
    expect(statusesOf(verdict)).toBe('PASS, UNREADABLE, NOT REACHED, NOT REACHED');
    expect(verdict.outcome).toBe('INCOMPLETE');
    expect(phaseOfVerdict(verdict, 2).checks).toEqual([]);
  });

  it.each([
    ['FAIL', failing('phase2.json')],
    ['INCONCLUSIVE', changed(bare(), ['phase2.json', 'ok'], null) as Contents],
  ])('is NOT REACHED after a phase that is %s', (status, campaign) => {
    const verdict = judged(without(campaign, 'phase3.json', 'phase4.json'));
    expect(statusesOf(verdict)).toBe(`PASS, ${status}, NOT REACHED, NOT REACHED`);
  });

  it('is NOT RUN where nothing before it went wrong', () => {
    expect(statusesOf(judged(without(bare(), 'phase4.json')))).toBe('PASS, PASS, PASS, NOT RUN');
    expect(statusesOf(judged(without(bare(), 'phase2.json', 'phase3.json')))).toBe('PASS, NOT RUN, NOT RUN, PASS');
    expect(statusesOf(judged({}))).toBe('NOT RUN, NOT RUN, NOT RUN, NOT RUN');
  });

  it('is NOT RUN before a phase that went wrong', () => {
    expect(statusesOf(judged(without(failing('phase4.json'), ...PHASE_1)))).toBe('NOT RUN, PASS, PASS, FAIL');
  });

  it('is judged from the file although a later phase goes on after a failure', () => {
    expect(statusesOf(judged(failing('phase2.json')))).toBe('PASS, FAIL, PASS, PASS');
  });

  it('gives a reason for everything that is not PASS and has a document', () => {
    const verdict = judged(changed(failing('phase2.json'), ['phase4.json', 'convergence_by_fault'], {}));
    for (const phase of verdict.phases) expect(phase.reasons.length > 0).toBe(phase.status !== 'PASS');
  });
});

describe('The pass flag', () => {
  it.each<[unknown, unknown, boolean | null]>([
    [true, 'pass', true],
    [true, 'unknown', null],
    [false, 'unknown', null],
    [true, 'fail', false],
    [false, 'pass', false],
    [false, undefined, false],
    [undefined, 'pass', null],
    [null, 'fail', null],
  ])('of %j beside a verdict of %j is %s', (pass, word, ok) => {
    for (const file of ['phase1-node-c.json', 'phase2.json', 'phase3.json', 'phase4.json']) {
      const verdict = judged(changed(changed(bare(), [file, 'pass'], pass), [file, 'verdict'], word));
      const id = file.startsWith('phase1') ? 'phase1.c.pass_flag' : `${file.slice(0, 6)}.pass_flag`;
      expect(checkOf(verdict, id).ok).toBe(ok);
    }
  });
});

describe('A reason', () => {
  it('names the check, what was expected and what was found', () => {
    const verdict = judged(
      agreeing(establishedCampaign(), { 'phase4.json': { phase: 4, pass: true, convergence_by_fault: { drop: 0.2 } } }),
    );
    expect(phaseOfVerdict(verdict, 4).reasons[0]).toMatch(/^phase4\.drop failed: .*expected ≥ 0\.995, found 0\.2$/);
  });

  it('stays short whatever was found', () => {
    const verdict = judged(changed(bare(), ['phase2.json', 'fail'], 'x'.repeat(1_000_000)));
    for (const reason of phaseOfVerdict(verdict, 2).reasons) expect(reason.length).toBeLessThan(400);
  });
});

describe('A judge that throws', () => {
  it('makes that phase INCONCLUSIVE, shows the error and judges the others', () => {
    const thrower = new Proxy(
      { phase: 2 },
      {
        getOwnPropertyDescriptor: () => {
          throw new Error('a field that bites');
        },
      },
    );
    const folder = folderOf(bare());
    const files = folder.files.map((reading) =>
      reading.file === 'phase2.json' ? { ...reading, state: 'document' as const, document: thrower } : reading,
    );
    const verdict = judge({ ...folder, files });
    expect(statusesOf(verdict)).toBe('PASS, INCONCLUSIVE, PASS, PASS');
    expect(phaseOfVerdict(verdict, 2).reasons).toEqual([expect.stringContaining('a field that bites')]);
    expect(verdict.outcome).toBe('INCOMPLETE');
  });
});
