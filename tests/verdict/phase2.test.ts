import { describe, expect, it } from 'vitest';
import { establishedCampaign } from '../fixtures/established.ts';
import { changed, checkIds, checkOf, judged, phaseOfVerdict } from '../fixtures/folder.ts';
import { proofhouseCampaign } from '../fixtures/proofhouse.ts';

type Path = (string | number)[];

const judgedWith = (path: Path, value: unknown, campaign = establishedCampaign()) =>
  judged(changed(campaign, ['phase2.json', ...path], value));

describe('Phase 2, federation', () => {
  it.each<[string, Path, unknown, boolean | null]>([
    ['burst', ['fail'], 0, true],
    ['burst', ['fail'], 1, false],
    ['burst', ['fail'], '0', null],
    ['burst', ['fail'], false, null],
    ['burst', ['fail'], undefined, null],
    ['convergence.c', ['counts', 'c'], 114, true],
    ['convergence.c', ['counts', 'c'], 113, false],
    ['convergence.c', ['counts', 'c'], '121', null],
    ['convergence.c', ['counts', 'c'], undefined, null],
    ['convergence.a', ['counts', 'a'], 0, false],
    ['convergence.b', ['counts'], [121, 121, 121], null],
    ['probe1', ['probe1_single_peer_down'], '201', true],
    ['probe1', ['probe1_single_peer_down'], 201, true],
    ['probe1', ['probe1_single_peer_down'], '503', false],
    ['probe1', ['probe1_single_peer_down'], 200, false],
    ['probe1', ['probe1_single_peer_down'], true, null],
    ['probe1', ['probe1_single_peer_down'], null, null],
    ['probe1', ['probe1_single_peer_down'], undefined, null],
    ['probe2', ['probe2_both_peers_down'], '503', true],
    ['probe2', ['probe2_both_peers_down'], 503, true],
    ['probe2', ['probe2_both_peers_down'], '201', false],
    ['probe2', ['probe2_both_peers_down'], ['503'], null],
    ['pass_flag', ['pass'], false, false],
    ['pass_flag', ['pass'], 1, null],
  ])('judges %s with %j = %j as %s', (name, path, value, ok) => {
    const verdict = judgedWith(path, value);
    expect(checkOf(verdict, `phase2.${name}`).ok).toBe(ok);
    expect(phaseOfVerdict(verdict, 2).status).toBe(ok === true ? 'PASS' : ok === false ? 'FAIL' : 'INCONCLUSIVE');
  });

  it.each([
    [200, 190],
    [121, 114],
    [100, 95],
    [99, 94],
    [21, 19],
  ])('of %i acked writes every node must hold at least %i', (acked, least) => {
    const campaign = changed(establishedCampaign(), ['phase2.json', 'ok'], acked);
    const withCount = (count: number) =>
      checkOf(judged(changed(campaign, ['phase2.json', 'counts', 'b'], count)), 'phase2.convergence.b');
    expect(withCount(least)).toMatchObject({ ok: true, expected: `≥ ${least}` });
    expect(withCount(least - 1).ok).toBe(false);
  });

  it.each(['a', 'b', 'c'])('cannot say how much node %s should hold where ok is no number', (node) => {
    expect(checkOf(judgedWith(['ok'], '121'), `phase2.convergence.${node}`).ok).toBe(null);
  });

  it.each([0, -1, -1000, 0.5, 1, 19])('is inconclusive, never green, where ok is %j: that shows nothing', (ok) => {
    const none = { ok, quorum_not_met: 130, counts: { a: 19, b: 19, c: 19 } };
    const document = { ...establishedCampaign()['phase2.json'], ...none };
    const verdict = judged({ ...establishedCampaign(), 'phase2.json': document });
    expect(phaseOfVerdict(verdict, 2).checks.every(({ ok }) => ok === true)).toBe(true);
    expect(phaseOfVerdict(verdict, 2)).toMatchObject({ status: 'INCONCLUSIVE' });
    expect(phaseOfVerdict(verdict, 2).reasons.join()).toContain('fewer than 20 writes were acknowledged');
    expect(verdict.outcome).toBe('INCOMPLETE');
  });

  it('may pass where 20 writes were acked', () => {
    const few = { ok: 20, counts: { a: 20, b: 19, c: 19 } };
    const document = { ...establishedCampaign()['phase2.json'], ...few };
    expect(phaseOfVerdict(judged({ ...establishedCampaign(), 'phase2.json': document }), 2).status).toBe('PASS');
  });
});

describe('Phase 2, a node that could not be read', () => {
  it('is unknown, and not a node that lacks everything', () => {
    const unread = { acked: 200, present_equal: 0, missing: 200, differing: 0, converged_ms: null, unread: true };
    const verdict = judged(
      changed(
        changed(proofhouseCampaign(), ['phase2.json', 'identity', 'b'], unread),
        ['phase2.json', 'counts', 'b'],
        0,
      ),
    );
    expect(checkOf(verdict, 'phase2.identity.b').ok).toBe(null);
    expect(checkOf(verdict, 'phase2.convergence.b').ok).toBe(null);
  });
});

describe('Phase 2, counting by identity', () => {
  it.each<[Path, unknown, boolean | null]>([
    [['b', 'present_equal'], 121, true],
    [['b', 'present_equal'], 120, false],
    [['b', 'present_equal'], 122, false],
    [['b', 'present_equal'], '121', null],
    [['b', 'acked'], undefined, null],
    [['b'], undefined, null],
    [['b'], null, null],
    [['b'], { acked: 0, present_equal: 0 }, null],
    [[], 'all there', null],
    [[], [], null],
  ])('judges identity with %j = %j as %s', (path, value, ok) => {
    const verdict = judgedWith(['identity', ...path], value, proofhouseCampaign());
    expect(checkOf(verdict, 'phase2.identity.b').ok).toBe(ok);
  });

  it('is checked only where the document has it', () => {
    expect(checkIds(judged(establishedCampaign())).filter((id) => id.includes('identity'))).toEqual([]);
    expect(checkIds(judged(proofhouseCampaign())).filter((id) => id.includes('identity'))).toHaveLength(3);
  });
});
