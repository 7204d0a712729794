import { describe, expect, it } from 'vitest';
import { establishedCampaign } from '../fixtures/established.ts';
import { changed, checkIds, checkOf, judged, phaseOfVerdict } from '../fixtures/folder.ts';

type Path = (string | number)[];
const CLASS = 'kill_primary_mid_write';

const judgedWith = (path: Path, value: unknown) =>
  judged(changed(establishedCampaign(), ['phase4.json', ...path], value));

describe('Phase 4, chaos', () => {
  it.each<[unknown, boolean | null]>([
    [1, true],
    [0.995, true],
    [0.9949, false],
    [0.2, false],
    [0, false],
    [1.0001, false],
    [-1, false],
    ['1', null],
    [true, null],
    [null, null],
    [[1], null],
    [{}, null],
  ])('judges a bound of %j as %s', (bound, ok) => {
    const verdict = judgedWith(['convergence_by_fault', CLASS], bound);
    expect(checkOf(verdict, `phase4.${CLASS}`)).toMatchObject({ ok, got: bound });
    expect(phaseOfVerdict(verdict, 4).status).toBe(ok === true ? 'PASS' : ok === false ? 'FAIL' : 'INCONCLUSIVE');
  });

  it('takes a bound that JSON cannot hold for no number', () => {
    const text = JSON.stringify(establishedCampaign()['phase4.json']).replace('0.998', '1e999');
    const verdict = judged({ ...establishedCampaign(), 'phase4.json': text });
    expect(checkOf(verdict, 'phase4.partition_minority').ok).toBe(null);
  });

  it.each<[unknown, boolean | null]>([
    [true, true],
    [false, false],
    ['yes', null],
    [undefined, null],
  ])('judges a pass flag of %j as %s', (flag, ok) => {
    expect(checkOf(judgedWith(['pass'], flag), 'phase4.pass_flag').ok).toBe(ok);
  });

  it('is unknown for a planned class that was not measured', () => {
    const verdict = judgedWith(['planned_faults'], [CLASS, 'clock_skew_peer']);
    expect(checkOf(verdict, 'phase4.clock_skew_peer')).toMatchObject({ ok: null, got: null });
    expect(checkOf(verdict, `phase4.${CLASS}`).ok).toBe(true);
    expect(phaseOfVerdict(verdict, 4).status).toBe('INCONCLUSIVE');
  });

  it.each<[unknown]>([[{ [CLASS]: 1 }], [null], [4], [[4]], [[null]], [['']]])(
    'is unknown where planned_faults is %j',
    (given) => expect(phaseOfVerdict(judgedWith(['planned_faults'], given), 4).status).toBe('INCONCLUSIVE'),
  );

  it.each<[unknown]>([[{}], [undefined], [null], [[1, 1]], ['all fine'], [7]])(
    'is inconclusive where no fault class was measured: %j',
    (bounds) => {
      const phase = phaseOfVerdict(judgedWith(['convergence_by_fault'], bounds), 4);
      expect(phase).toMatchObject({ status: 'INCONCLUSIVE' });
      expect(phase.reasons.join()).toContain('no fault class was measured');
    },
  );

  it('still fails on its own pass flag where nothing was measured', () => {
    const document = { ...establishedCampaign()['phase4.json'], convergence_by_fault: {}, pass: false };
    const verdict = judged({ ...establishedCampaign(), 'phase4.json': document });
    expect(phaseOfVerdict(verdict, 4).status).toBe('FAIL');
  });
});

describe('Phase 4, names of fault classes', () => {
  it.each(['Kill', '1st', '_hidden', 'drop-acks', 'a.b', 'a b', '', 'pass_flag', '__proto__', '<b>', 'é'])(
    'lists a class named %j by its position and judges it as unknown',
    (name) => {
      const bounds = JSON.parse(`{"kill_primary_mid_write": 1, ${JSON.stringify(name)}: 1}`);
      const verdict = judgedWith(['convergence_by_fault'], bounds);
      const classes = checkIds(verdict).filter((id) => id.startsWith('phase4.class-'));
      expect(classes).toHaveLength(1);
      expect(checkOf(verdict, classes[0] ?? '').ok).toBe(null);
      expect(checkIds(verdict).filter((id) => id === 'phase4.pass_flag')).toHaveLength(1);
      expect(phaseOfVerdict(verdict, 4).status).toBe('INCONCLUSIVE');
    },
  );

  it('counts positions from one, in the order of the document', () => {
    const verdict = judgedWith(['convergence_by_fault'], { kill: 1, 'not a name': 1, drop: 1, ALSO_NOT: 1 });
    const ids = checkIds(verdict).filter((id) => id.startsWith('phase4.'));
    expect(ids).toEqual(['phase4.kill', 'phase4.class-2', 'phase4.drop', 'phase4.class-4', 'phase4.pass_flag']);
  });

  it('judges a class that only JavaScript objects know by its own value', () => {
    const verdict = judgedWith(['planned_faults'], ['constructor', 'valueOf', 'toString']);
    expect(checkOf(verdict, 'phase4.constructor')).toMatchObject({ ok: null, got: null });
  });

  it('bounds the number of classes, and says so', () => {
    const many = Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`fault_${i}`, 1]));
    const phase = phaseOfVerdict(judgedWith(['convergence_by_fault'], many), 4);
    expect(phase.checks.length).toBeLessThan(300);
    expect(phase.status).toBe('INCONCLUSIVE');
  });
});
