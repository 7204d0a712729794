import { describe, expect, it } from 'vitest';
import { establishedCampaign } from '../fixtures/established.ts';
import { changed, checkIds, checkOf, judged, phaseOfVerdict } from '../fixtures/folder.ts';
import { proofhouseCampaign, roundTrip } from '../fixtures/proofhouse.ts';

type Path = (string | number)[];

const judgedWith = (path: Path, value: unknown, campaign = establishedCampaign()) =>
  judged(changed(campaign, ['phase3.json', ...path], value));

describe('Phase 3, migration', () => {
  it.each<[string, Path, unknown, boolean | null]>([
    ['src_count', ['src_count'], 1000, true],
    ['src_count', ['src_count'], 999, false],
    ['src_count', ['src_count'], '1000', null],
    ['src_count', ['src_count'], undefined, null],
    ['dst_count', ['dst_count'], 1000, true],
    ['dst_count', ['dst_count'], 1001, false],
    ['dst_count', ['dst_count'], null, null],
    ['forward_errors', ['report_forward', 'errors'], [], true],
    ['forward_errors', ['report_forward', 'errors'], ['row 4: timeout'], false],
    ['forward_errors', ['report_forward', 'errors'], 0, null],
    ['forward_errors', ['report_forward'], undefined, null],
    ['idempotent_errors', ['report_idempotent', 'errors'], [''], false],
    ['idempotent_errors', ['report_idempotent', 'errors'], {}, null],
    ['reverse_errors', ['report_reverse', 'errors'], [{}], false],
    ['reverse_errors', ['report_reverse', 'errors'], undefined, null],
    ['idempotent', ['report_idempotent', 'memories_written'], 1000, true],
    ['idempotent', ['report_idempotent', 'memories_written'], 0, false],
    ['idempotent', ['report_idempotent', 'memories_written'], true, null],
    ['pass_flag', ['pass'], false, false],
    ['pass_flag', ['pass'], undefined, null],
  ])('judges %s with %j = %j as %s', (name, path, value, ok) => {
    const verdict = judgedWith(path, value);
    expect(checkOf(verdict, `phase3.${name}`).ok).toBe(ok);
    expect(phaseOfVerdict(verdict, 3).status).toBe(ok === true ? 'PASS' : ok === false ? 'FAIL' : 'INCONCLUSIVE');
  });

  it('expects 1,000 rows where the document does not say how many', () => {
    expect(checkOf(judged(establishedCampaign()), 'phase3.src_count')).toMatchObject({ expected: '1,000', ok: true });
  });

  it('expects as many rows as the document says', () => {
    const verdict = judgedWith(['expected_count'], 40);
    expect(checkOf(verdict, 'phase3.src_count')).toMatchObject({ expected: '40', ok: false });
    expect(checkOf(verdict, 'phase3.idempotent').ok).toBe(false);
  });

  it.each(['1000', null, true])('does not fall back to 1000 where expected_count is %j', (given) => {
    const verdict = judgedWith(['expected_count'], given);
    for (const name of ['src_count', 'dst_count', 'idempotent'])
      expect(checkOf(verdict, `phase3.${name}`).ok).toBe(null);
  });

  it.each([0, -5])('proves nothing by moving %i rows', (rows) => {
    const none = { memories_read: rows, memories_written: rows, errors: [] };
    const reports = { report_forward: none, report_idempotent: none, report_reverse: none };
    const document = { phase: 3, pass: true, expected_count: rows, src_count: rows, dst_count: rows, ...reports };
    const verdict = judged({ ...establishedCampaign(), 'phase3.json': document });
    expect(phaseOfVerdict(verdict, 3).status).toBe('INCONCLUSIVE');
  });
});

describe('Phase 3, the digest of every row', () => {
  it.each<[string, Path, unknown, boolean | null]>([
    ['a time declared coarser', ['differing_fields'], { created_at: 1000 }, true],
    ['a time not declared', ['differing_fields'], { updated_at: 1 }, false],
    ['content', ['differing_fields'], { content: 1 }, false],
    ['content declared coarser, not differing', ['declared_coarser'], ['created_at', 'content'], true],
    ['a count that is no number', ['differing_fields'], { content: 'some' }, null],
    ['a count below zero', ['differing_fields'], { content: -1 }, null],
    ['no word on what differs', ['differing_fields'], undefined, null],
    ['a list of what differs', ['differing_fields'], ['content'], null],
    ['no declaration', ['declared_coarser'], undefined, null],
    ['fewer rows read', ['read'], 999, false],
    ['fewer rows written', ['written'], 999, false],
    ['fewer rows back', ['back'], 999, false],
    ['rows back of no number', ['back'], '1000', null],
    ['fewer rows back beside rows read of no number', [], { ...roundTrip(1000), back: 1, read: 'all' }, false],
    ['as many rows in Postgres itself', ['counted_in_postgres'], 1000, true],
    ['fewer rows in Postgres itself', ['counted_in_postgres'], 999, false],
    ['rows in Postgres of no number', ['counted_in_postgres'], '1000', null],
    ['rows in Postgres below zero', ['counted_in_postgres'], -1, null],
    ['as many rows after the second run', ['counted_after_second'], 1000, true],
    ['twice the rows after the second run', ['counted_after_second'], 2000, false],
    ['rows after the second run of no number', ['counted_after_second'], null, null],
    ['every row read as it was seeded', ['seeded_differing'], 0, true],
    ['a row read otherwise than it was seeded', ['seeded_differing'], 1, false],
    ['rows read otherwise, masked', ['seeded_differing'], '***', null],
  ])('judges %s', (_what, path, value, ok) => {
    const verdict = judgedWith(['round_trips', 0, ...path], value, proofhouseCampaign());
    expect(checkOf(verdict, 'phase3.digest').ok).toBe(ok);
  });

  it('does not let content be declared coarser', () => {
    const trip = { ...roundTrip(1000), differing_fields: { content: 1 }, declared_coarser: ['content'] };
    expect(checkOf(judgedWith(['round_trips'], [trip]), 'phase3.digest').ok).toBe(false);
  });

  it('names the larger row counts in ids of their own', () => {
    const verdict = judgedWith(['round_trips', 1, 'back'], 2000, proofhouseCampaign());
    expect(checkOf(verdict, 'phase3.large.2500').ok).toBe(false);
    expect(checkOf(verdict, 'phase3.digest').ok).toBe(true);
  });

  it('lets the worst of several trips of one size stand', () => {
    const lossy = { ...roundTrip(1000), back: 10 };
    for (const trips of [
      [roundTrip(1000), lossy],
      [lossy, roundTrip(1000)],
    ])
      expect(checkOf(judgedWith(['round_trips'], trips), 'phase3.digest').ok).toBe(false);
  });

  it('gives a trip of unknown size and one of the expected size one check between them', () => {
    const { rows: _, ...sizeless } = roundTrip(1000);
    for (const trips of [
      [roundTrip(1000), sizeless],
      [sizeless, roundTrip(1000)],
    ])
      expect(checkOf(judgedWith(['round_trips'], trips), 'phase3.digest').ok).toBe(null);
  });

  it.each([[[]], ['none'], [null], [{}], [[null]], [[7]]])('is unknown where round_trips is %j', (given) => {
    expect(checkOf(judgedWith(['round_trips'], given), 'phase3.digest').ok).toBe(null);
  });

  it('is checked only where the document has it', () => {
    expect(checkIds(judged(establishedCampaign()))).not.toContain('phase3.digest');
  });
});

describe('Phase 3, a store that was lived in', () => {
  const right = { rows: 6, wrong: 0, titles: [] };
  const judgedOf = (lived_in: unknown) => judgedWith(['lived_in'], lived_in, proofhouseCampaign());

  it.each<[string, unknown, boolean | null]>([
    ['nothing wrong', right, true],
    ['one row wrong', { ...right, wrong: 1 }, false],
    ['nothing done', { ...right, rows: 0 }, null],
    ['more wrong than there are', { ...right, wrong: 7 }, null],
    ['a count of no number', { ...right, wrong: '0' }, null],
    ['no count', { rows: 6 }, null],
    ['no object', true, null],
  ])('judges %s', (_what, deleted, ok) => {
    const verdict = judgedOf({ updated: right, deleted });
    expect(checkOf(verdict, 'phase3.carried.deleted').ok).toBe(ok);
    expect(checkOf(verdict, 'phase3.carried.updated').ok).toBe(true);
    expect(checkIds(verdict)).not.toContain('phase3.carried.linked');
  });

  it('has no check where nothing of it was recorded, and unknown ones where it says nothing', () => {
    expect(checkIds(judged(proofhouseCampaign())).filter((id) => id.startsWith('phase3.carried'))).toEqual([]);
    for (const empty of [{}, [], null, 'all']) {
      expect(checkOf(judgedOf(empty), 'phase3.carried.expired').ok).toBe(null);
    }
  });
});
