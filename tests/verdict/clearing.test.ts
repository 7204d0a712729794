import { describe, expect, it } from 'vitest';
import { clearing } from '../../src/verdict/clearing.ts';
import { judge } from '../../src/verdict/judge.ts';
import { type Contents, changed, folderOf, listed } from '../fixtures/folder.ts';
import { gateCampaign } from '../fixtures/gate.ts';

const CLASS = 'drop_random_acks';
const SUMMARY = 'campaign-summary.json';

function cleared(contents: Contents, id?: string) {
  const folder = folderOf(listed(contents), id);
  return clearing(folder, judge(folder));
}

const ruleOf = (found: ReturnType<typeof cleared>, id: string) => {
  const rule = found.rules.find((one) => one.id === id);
  if (!rule) throw new Error(`expected a rule ${id}; there are ${found.rules.map((one) => one.id).join(' ')}`);
  return rule;
};

const withFault = (field: string, value: unknown) =>
  cleared(changed(gateCampaign(), ['phase4.json', 'faults', CLASS, field], value));

const withSummary = (field: string, value: unknown) => cleared(changed(gateCampaign(), [SUMMARY, field], value));

describe('A gate campaign clears its release', () => {
  it('where the evidence shows the whole of a gate', () => {
    const found = cleared(gateCampaign());
    expect(found).toMatchObject({ clears: true, why: [] });
    expect(found.rules).toHaveLength(6 + 4 * 4);
    expect(new Set(found.rules.map(({ id }) => id)).size).toBe(found.rules.length);
  });

  it.each<[string, unknown, string, boolean | null]>([
    ['cycles', 49, 'cycles', false],
    ['cycles', '50', 'cycles', null],
    ['acked', 4999, 'acked', false],
    ['acked', undefined, 'acked', null],
    ['receipts', [], 'receipts', null],
    ['cycles_decided', 47, 'decided', false],
    ['cycles_decided', 51, 'decided', null],
    ['cycles_decided', '50', 'decided', null],
    ['cycles_decided', undefined, 'decided', null],
  ])('but not where %s of one class is %j', (field, value, rule, ok) => {
    const found = withFault(field, value);
    expect(found.clears).toBe(false);
    expect(ruleOf(found, `clears.${CLASS}.${rule}`).ok).toBe(ok);
    expect(ruleOf(found, `clears.partition_minority.${rule}`).ok).toBe(true);
  });

  it('shows what was expected, what was found and where it is', () => {
    expect(ruleOf(withFault('acked', 12), `clears.${CLASS}.acked`)).toMatchObject({
      expected: '≥ 5,000',
      got: 12,
      file: 'phase4.json',
      path: ['faults', CLASS, 'acked'],
    });
  });

  it('says in words what an older campaign does not record', () => {
    expect(withFault('cycles_decided', undefined).why).toEqual([
      `${CLASS}: cycles in which every checker could decide: expected ≥ 95 % of 50 cycles; the evidence does not record it`,
    ]);
  });

  it.each<[string, unknown, string, boolean | null]>([
    ['profile', 'soak', 'profile', false],
    ['profile', undefined, 'profile', null],
    ['state', 'interrupted', 'state', false],
    ['state', undefined, 'state', null],
    ['subject', { name: 'reference' }, 'subject', false],
    ['subject', { name: 'redis' }, 'subject', false],
    ['subject', undefined, 'subject', null],
    ['subject', { name: 7 }, 'subject', null],
    ['defect', 'forgets_at_start', 'defect', false],
    ['overall_pass', false, 'outcome', false],
  ])('but not where the summary says %s: %j', (field, value, rule, ok) => {
    const found = withSummary(field, value);
    expect(found.clears).toBe(false);
    expect(ruleOf(found, `clears.${rule}`).ok).toBe(ok);
  });

  it('but not where one phase alone names a defect, and says which', () => {
    const found = cleared(changed(gateCampaign(), ['phase3.json', 'defect'], 'forgets_at_start'));
    expect(ruleOf(found, 'clears.defect')).toMatchObject({ ok: false, file: 'phase3.json', path: ['defect'] });
  });

  it('but not where it was made for a first look', () => {
    const found = cleared(changed(gateCampaign(), [SUMMARY, 'campaign_id'], 'local-20310203'), 'local-20310203');
    expect(found.clears).toBe(false);
    expect(ruleOf(found, 'clears.local').ok).toBe(false);
  });

  it('but not where one of the four classes is not there', () => {
    const phase4 = gateCampaign()['phase4.json'] as { faults: object; convergence_by_fault: object };
    const { [CLASS]: _, ...faults } = phase4.faults as Record<string, unknown>;
    const { [CLASS]: __, ...convergence_by_fault } = phase4.convergence_by_fault as Record<string, unknown>;
    const planned_faults = Object.keys(faults);
    const found = cleared(gateCampaign({ faults, convergence_by_fault, planned_faults }));
    expect(ruleOf(found, 'clears.outcome').ok).toBe(true);
    expect(found.why).toHaveLength(4);
    expect(found.clears).toBe(false);
  });

  it('but not on a document that its list of hashes contradicts', () => {
    const contents = listed(gateCampaign());
    const folder = folderOf({ ...contents, 'phase4.json': { ...gateCampaign()['phase4.json'], later: 1 } });
    const found = clearing(folder, judge(folder));
    expect(ruleOf(found, `clears.${CLASS}.cycles`)).toMatchObject({ ok: null, got: null });
  });

  it('and an empty folder clears nothing, without throwing', () => {
    const folder = folderOf({});
    expect(clearing(folder, judge(folder)).clears).toBe(false);
  });
});

describe('A campaign with a planted defect', () => {
  it.each([SUMMARY, 'phase1-node-b.json', 'phase2.json', 'phase3.json', 'phase4.json'])(
    'never passes, whoever says so: %s',
    (file) => {
      for (const defect of ['forgets_at_start', '', 7, '***']) {
        const verdict = judge(folderOf(listed(changed(gateCampaign(), [file, 'defect'], defect))));
        expect(verdict.outcome).toBe('INCOMPLETE');
        expect(verdict.reasons).toEqual([
          expect.stringMatching(`^a defect was planted, .*, as ${file} says: such a campaign never passes$`),
        ]);
      }
    },
  );

  it('is said once, however many documents say so', () => {
    const files = [SUMMARY, 'phase2.json', 'phase4.json'];
    const planted = files.reduce((to, file) => changed(to, [file, 'defect'], 'slow'), gateCampaign());
    expect(judge(folderOf(listed(planted))).reasons).toEqual([
      `a defect was planted, "slow", as ${SUMMARY} and 2 more say: such a campaign never passes`,
    ]);
  });

  it('still fails where evidence of failure was found', () => {
    const failing = changed(gateCampaign(), ['phase2.json', 'fail'], 1);
    expect(judge(folderOf(listed(changed(failing, [SUMMARY, 'defect'], 'slow')))).outcome).toBe('FAIL');
  });
});

describe('A campaign with a canary', () => {
  const withCanary = (canary: unknown) => judge(folderOf(listed(changed(gateCampaign(), [SUMMARY, 'canary'], canary))));

  it('passes where it was found', () => {
    expect(withCanary({ defect: 'forgets-store', caught: true }).outcome).toBe('PASS');
  });

  it('is no pass where it went unseen, or where nobody says that it was found', () => {
    for (const caught of [false, null, 'true', 1, '***', undefined]) {
      const { outcome, reasons } = withCanary({ defect: 'forgets-store', caught });
      expect(outcome).toBe('INCOMPLETE');
      expect(reasons.join()).toContain('the canary, a defect planted to be found ("forgets-store"), went unseen');
    }
    for (const canary of [null, 7, 'forgets-store', []]) expect(withCanary(canary).outcome).toBe('INCOMPLETE');
  });
});
