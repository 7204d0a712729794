import { describe, expect, it } from 'vitest';
import { changed, checkIds, checkOf, judged, listed, phaseOfVerdict } from '../fixtures/folder.ts';
import { FAULTS, fault, proofhouseCampaign, receipt } from '../fixtures/proofhouse.ts';

type Path = (string | number)[];
const CLASS = 'partition_minority';

const judgedWith = (path: Path, value: unknown) =>
  judged(changed(proofhouseCampaign(), ['phase4.json', 'faults', CLASS, ...path], value));

describe('Phase 4, what was found by identity', () => {
  it.each(['lost', 'corrupted', 'duplicated', 'unexpected'])('fails where one write is %s', (field) => {
    const id = `phase4.${CLASS}.${field}`;
    const verdict = judgedWith([field], 1);
    expect(checkOf(verdict, id)).toMatchObject({ ok: false, expected: '0', got: 1 });
    expect(verdict.outcome).toBe('FAIL');
    expect(checkOf(judgedWith([field], 0), id).ok).toBe(true);
    for (const given of ['0', null, false, []]) expect(checkOf(judgedWith([field], given), id).ok).toBe(null);
  });

  it('checks each class of the document, in its order', () => {
    const ids = checkIds(judged(proofhouseCampaign())).filter((id) => id.startsWith('phase4.'));
    const each = (name: string) =>
      ['', '.lost', '.corrupted', '.duplicated', '.unexpected', '.injected'].map((end) => `phase4.${name}${end}`);
    expect(ids).toEqual([...FAULTS.flatMap(each), 'phase4.pass_flag']);
  });

  it('knows a class that only faults names', () => {
    const verdict = judged(changed(proofhouseCampaign(), ['phase4.json', 'faults', 'slow_disk'], fault()));
    expect(checkOf(verdict, 'phase4.slow_disk').ok).toBe(null);
    expect(checkOf(verdict, 'phase4.slow_disk.lost').ok).toBe(true);
  });
});

describe('Phase 4, the proof that the fault took effect', () => {
  const id = `phase4.${CLASS}.injected`;

  it.each<[string, Path, unknown, boolean | null]>([
    ['a receipt for every cycle', [], fault(), true],
    ['more receipts than cycles', ['receipts', 4], receipt(5), true],
    ['a cycle without a receipt', ['receipts'], [1, 2, 4].map(receipt), null],
    ['one cycle proven twice, another not', ['receipts'], [1, 2, 2, 4].map(receipt), null],
    ['no operation inside the window', ['receipts', 1, 'ops_in_window'], 0, null],
    ['operations of no number', ['receipts', 1, 'ops_in_window'], '6', null],
    ['a fault that did not take effect', ['receipts', 2, 'took_effect'], false, null],
    ['a fault that says only "yes"', ['receipts', 2, 'took_effect'], 'yes', null],
    ['a fault that was not healed', ['receipts', 2, 'healed'], false, null],
    ['a receipt without a cycle', ['receipts', 0, 'cycle'], undefined, null],
    ['a receipt that is a word', ['receipts', 0], 'done', null],
    ['no receipts', ['receipts'], [], null],
    ['receipts that are no list', ['receipts'], { 1: receipt(1) }, null],
    ['no word on receipts', ['receipts'], undefined, null],
    ['no cycles', ['cycles'], 0, null],
    ['no word on cycles', ['cycles'], undefined, null],
    ['a class that was not injected', ['injected'], false, null],
    ['a class that is a word', [], 'fine', null],
    ['a class that is null', [], null, null],
  ])('judges %s', (_what, path, value, ok) => {
    const verdict = judgedWith(path, value);
    expect(checkOf(verdict, id).ok).toBe(ok);
    expect(phaseOfVerdict(verdict, 4).status).toBe(ok ? 'PASS' : 'INCONCLUSIVE');
  });

  it('says why a class could not be injected', () => {
    const bare = { injected: false, reason: 'no library to move the clock with' };
    const campaign = changed(proofhouseCampaign(), ['phase4.json', 'faults', CLASS], bare);
    const verdict = judged(changed(campaign, ['phase4.json', 'convergence_by_fault', CLASS], undefined));
    expect(checkOf(verdict, id)).toMatchObject({ ok: null, got: bare.reason });
    expect(checkOf(verdict, `phase4.${CLASS}`)).toMatchObject({ ok: null, got: null });
    expect(verdict.outcome).toBe('INCOMPLETE');
  });

  it.each<[unknown]>([['all injected'], [null], [[]], [[7]], [true]])(
    'is unknown for every class where faults is %j',
    (given) => {
      const verdict = judged(changed(proofhouseCampaign(), ['phase4.json', 'faults'], given));
      for (const name of FAULTS) expect(checkOf(verdict, `phase4.${name}.injected`).ok).toBe(null);
      expect(phaseOfVerdict(verdict, 4).status).toBe('INCONCLUSIVE');
    },
  );

  it('is asked of no class where the document has no faults at all', () => {
    const verdict = judged(listed(changed(proofhouseCampaign(), ['phase4.json', 'faults'], undefined)));
    expect(checkIds(verdict).filter((id) => id.endsWith('.injected'))).toEqual([]);
    expect(verdict.outcome).toBe('PASS');
  });

  it('never counts an absurd number of cycles', () => {
    expect(checkOf(judgedWith(['cycles'], 1e300), id).ok).toBe(null);
  });
});
