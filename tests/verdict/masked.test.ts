import { describe, expect, it } from 'vitest';
import { isMasked } from '../../src/verdict/masked.ts';
import { changed, checkIds, checkOf, judged, phaseOfVerdict } from '../fixtures/folder.ts';
import { proofhouseCampaign } from '../fixtures/proofhouse.ts';

type Path = (string | number)[];
const CLASS = 'kill_primary_mid_write';

const judgedWith = (path: Path, value: unknown) => judged(changed(proofhouseCampaign(), path, value));

describe('A masked value makes the check that needs it unknown', () => {
  it.each<[Path, unknown, string]>([
    [['phase1-node-b.json', 'stats', 'total'], '***', 'phase1.b.stats_total'],
    [['phase1-node-b.json', 'stats'], '***', 'phase1.b.stats_total'],
    [['phase1-node-b.json', 'curator', 'errors'], ['***'], 'phase1.b.curator'],
    [['phase1-node-b.json', 'curator', 'errors', 0], 'no *** client configured', 'phase1.b.curator'],
    [['phase1-node-b.json', 'restore'], '***', 'phase1.b.restore'],
    [['phase1-node-b.json', 'restore', 'integrity'], '***', 'phase1.b.restore'],
    [['phase1-node-b.json', 'restore', 'differing_rows'], '***', 'phase1.b.restore'],
    [['phase2.json', 'fail'], '***', 'phase2.burst'],
    [['phase2.json', 'ok'], '***', 'phase2.convergence.c'],
    [['phase2.json', 'counts', 'c'], '***', 'phase2.convergence.c'],
    [['phase2.json', 'identity'], '***', 'phase2.identity.a'],
    [['phase2.json', 'identity', 'a', 'missing'], '***', 'phase2.identity.a'],
    [['phase2.json', 'probe1_single_peer_down'], '***', 'phase2.probe1'],
    [['phase2.json', 'probe2_both_peers_down'], '5**' + '*', 'phase2.probe2'],
    [['phase2.json', 'verdict'], '***', 'phase2.pass_flag'],
    [['phase3.json', 'expected_count'], '***', 'phase3.src_count'],
    [['phase3.json', 'report_forward', 'errors'], ['***'], 'phase3.forward_errors'],
    [['phase3.json', 'report_reverse'], '***', 'phase3.reverse_errors'],
    [['phase3.json', 'round_trips'], '***', 'phase3.digest'],
    [['phase3.json', 'round_trips', 1], '***', 'phase3.digest'],
    [['phase3.json', 'round_trips', 0, 'differing_fields', 'content'], '***', 'phase3.digest'],
    [['phase3.json', 'round_trips', 0, 'declared_coarser', 0], '***', 'phase3.digest'],
    [['phase4.json', 'convergence_by_fault', CLASS], '***', `phase4.${CLASS}`],
    [['phase4.json', 'convergence_by_fault'], '***', `phase4.${CLASS}`],
    [['phase4.json', 'faults'], '***', `phase4.${CLASS}.injected`],
    [['phase4.json', 'faults', CLASS], '***', `phase4.${CLASS}.injected`],
    [['phase4.json', 'faults', CLASS, 'lost'], '***', `phase4.${CLASS}.lost`],
    [['phase4.json', 'faults', CLASS, 'cycles'], '***', `phase4.${CLASS}.injected`],
    [['phase4.json', 'faults', CLASS, 'receipts', 4], '***', `phase4.${CLASS}.injected`],
    [['phase4.json', 'faults', CLASS, 'anomalies'], '***', `phase4.${CLASS}.anomalies`],
    [['phase4.json', 'planned_faults', 1], '***', 'phase4.class-5'],
  ])('%j = %j: %s', (path, value, id) => {
    const verdict = judgedWith(path, value);
    expect(checkOf(verdict, id).ok).toBe(null);
    expect(verdict.phases.map(({ status }) => status)).toContain('INCONCLUSIVE');
    expect(verdict.outcome).toBe('INCOMPLETE');
  });

  it('shows it as it was found', () => {
    expect(checkOf(judgedWith(['phase2.json', 'fail'], '***'), 'phase2.burst').got).toBe('***');
  });

  it('and no other', () => {
    const verdict = judgedWith(['phase4.json', 'faults', CLASS, 'lost'], '***');
    const others = phaseOfVerdict(verdict, 4).checks.filter(({ ok }) => ok !== true);
    expect(others.map(({ id }) => id)).toEqual([`phase4.${CLASS}.lost`, 'phase4.consistent']);
  });

  it('leaves a phase as it is where no check needs the value', () => {
    expect(phaseOfVerdict(judgedWith(['phase2.json', 'quorum_not_met'], '***'), 2).status).toBe('PASS');
    expect(phaseOfVerdict(judgedWith(['phase1-node-a.json', 'version'], '***'), 1).status).toBe('PASS');
  });
});

describe('A masked key makes every check unknown that needs the object around it', () => {
  it.each<[Path, string[]]>([
    [
      ['phase2.json', 'counts'],
      ['phase2.convergence.a', 'phase2.convergence.b', 'phase2.convergence.c'],
    ],
    [
      ['phase2.json', 'identity'],
      ['phase2.identity.a', 'phase2.identity.b', 'phase2.identity.c'],
    ],
    [['phase2.json', 'identity', 'b'], ['phase2.identity.b']],
    [
      ['phase3.json', 'report_idempotent'],
      ['phase3.idempotent_errors', 'phase3.idempotent'],
    ],
    [['phase3.json', 'round_trips', 1], ['phase3.large.2500']],
    [
      ['phase4.json', 'faults', CLASS],
      ['', '.corrupted', '.duplicated', '.unexpected', '.injected'].map((end) => `phase4.${CLASS}${end || '.lost'}`),
    ],
  ])('%j', (path, ids) => {
    const verdict = judgedWith([...path, 'k***'], 0);
    const unknown = verdict.phases.flatMap(({ checks }) => checks.filter(({ ok }) => ok === null));
    expect(unknown.map(({ id }) => id)).toEqual(ids);
  });

  it('in the document itself: all of them', () => {
    const verdict = judgedWith(['phase2.json', '***'], 1);
    expect(phaseOfVerdict(verdict, 2).checks.every(({ ok }) => ok === null)).toBe(true);
  });

  it('among the fault classes: each of them, and one more without a name', () => {
    const verdict = judgedWith(['phase4.json', 'faults', '***'], {});
    expect(checkOf(verdict, 'phase4.class-5').ok).toBe(null);
    expect(checkOf(verdict, `phase4.${CLASS}.lost`).ok).toBe(null);
    expect(checkOf(verdict, `phase4.${CLASS}`).ok).toBe(true);
  });

  it('and no optional check goes with the name of its field', () => {
    const document = JSON.stringify(proofhouseCampaign()['phase1-node-b.json']).replace('"restore"', '"***"');
    const verdict = judged({ ...proofhouseCampaign(), 'phase1-node-b.json': document });
    expect(checkIds(verdict)).not.toContain('phase1.b.restore');
    expect(phaseOfVerdict(verdict, 1).status).toBe('INCONCLUSIVE');
  });
});

describe('Looking for masks', () => {
  it('counts a document with more masks than anyone lists as masked whole', () => {
    const crowded = { notes: Array.from({ length: 5000 }, () => '***'), fail: 0 };
    expect(isMasked(crowded, ['fail'])).toBe(true);
    expect(isMasked({ notes: ['***'], fail: 0 }, ['fail'])).toBe(false);
  });

  it('goes as deep as a document is nested', () => {
    let deep: unknown = '***';
    for (let level = 0; level < 200_000; level++) deep = [deep];
    expect(isMasked({ deep, fail: 0 }, ['deep'])).toBe(true);
    expect(isMasked({ deep, fail: 0 }, ['fail'])).toBe(false);
  });

  it('takes two stars for two stars', () => {
    expect(isMasked({ text: '**bold**' }, ['text'])).toBe(false);
  });
});
