import { describe, expect, it } from 'vitest';
import { establishedCampaign } from '../fixtures/established.ts';
import { changed, checkIds, checkOf, judged, phaseOfVerdict } from '../fixtures/folder.ts';
import { proofhouseCampaign } from '../fixtures/proofhouse.ts';

type Path = (string | number)[];
const FILE = 'phase1-node-b.json';

const judgedWith = (path: Path, value: unknown, campaign = establishedCampaign()) =>
  judged(changed(campaign, [FILE, ...path], value));

describe('Phase 1, each node alone', () => {
  it.each<[string, Path, unknown, boolean | null]>([
    ['stats_total', ['stats', 'total'], 1, true],
    ['stats_total', ['stats', 'total'], 0, false],
    ['stats_total', ['stats', 'total'], '3', null],
    ['stats_total', ['stats', 'total'], true, null],
    ['stats_total', ['stats'], undefined, null],
    ['stats_total', ['stats'], [5], null],
    ['recall', ['recall_count'], 1, true],
    ['recall', ['recall_count'], 0, false],
    ['recall', ['recall_count'], null, null],
    ['recall', ['recall_count'], undefined, null],
    ['snapshot', ['snapshot_count'], 1, true],
    ['snapshot', ['snapshot_count'], 2, false],
    ['snapshot', ['snapshot_count'], 0, false],
    ['snapshot', ['snapshot_count'], true, null],
    ['manifest', ['manifest_count'], 1, true],
    ['manifest', ['manifest_count'], 0, false],
    ['manifest', ['manifest_count'], '1', null],
    ['mcp_tools', ['mcp_tool_count'], 30, true],
    ['mcp_tools', ['mcp_tool_count'], 29, false],
    ['mcp_tools', ['mcp_tool_count'], [30], null],
    ['curator', ['curator', 'errors'], [], true],
    ['curator', ['curator', 'errors'], ['no LLM client configured'], true],
    ['curator', ['curator', 'errors'], ['no LLM client configured', 'disk full'], false],
    ['curator', ['curator', 'errors'], [null], false],
    ['curator', ['curator', 'errors'], 'no LLM client configured', null],
    ['curator', ['curator', 'errors'], 0, null],
    ['curator', ['curator'], undefined, null],
    ['pass_flag', ['pass'], true, true],
    ['pass_flag', ['pass'], false, false],
    ['pass_flag', ['pass'], 'true', null],
    ['pass_flag', ['pass'], undefined, null],
  ])('judges %s with %j = %j as %s', (name, path, value, ok) => {
    const verdict = judgedWith(path, value);
    expect(checkOf(verdict, `phase1.b.${name}`).ok).toBe(ok);
    expect(phaseOfVerdict(verdict, 1).status).toBe(ok === true ? 'PASS' : ok === false ? 'FAIL' : 'INCONCLUSIVE');
  });

  it('shows what was expected, what was found and where it stands', () => {
    const check = checkOf(judgedWith(['mcp_tool_count'], 12), 'phase1.b.mcp_tools');
    expect(check).toMatchObject({ expected: '≥ 30', got: 12, file: FILE, path: ['mcp_tool_count'] });
  });

  it('gives each node the same checks, and none twice', () => {
    const ids = checkIds(judged(establishedCampaign())).filter((id) => id.startsWith('phase1.'));
    const names = ['stats_total', 'recall', 'snapshot', 'manifest', 'curator', 'mcp_tools', 'pass_flag'];
    expect(ids).toEqual(['a', 'b', 'c'].flatMap((node) => names.map((name) => `phase1.${node}.${name}`)));
  });

  it('is the worst of its nodes', () => {
    const campaign = changed(establishedCampaign(), [FILE, 'recall_count'], 0);
    const verdict = judged(changed(campaign, ['phase1-node-c.json', 'recall_count'], 'many'));
    expect(phaseOfVerdict(verdict, 1).status).toBe('FAIL');
  });

  it('judges a fourth node too', () => {
    const campaign = establishedCampaign();
    const fourth = { ...campaign['phase1-node-a.json'], host: 'harbour-node-d', recall_count: 0 };
    const verdict = judged({ ...campaign, 'phase1-node-d.json': fourth });
    expect(checkOf(verdict, 'phase1.d.recall').ok).toBe(false);
    expect(verdict.outcome).toBe('FAIL');
  });

  it.each(['a', 'b', 'c'])('does not pass without the document of node %s while the others left one', (node) => {
    const { [`phase1-node-${node}.json`]: _, ...rest } = establishedCampaign();
    const verdict = judged(rest);
    expect(checkOf(verdict, `phase1.${node}.document`)).toMatchObject({ ok: null, file: null });
    expect(phaseOfVerdict(verdict, 1).status).toBe('INCONCLUSIVE');
    expect(verdict.outcome).toBe('INCOMPLETE');
  });
});

describe('Phase 1, the restore drill', () => {
  it.each<[Path, unknown, boolean | null]>([
    [['rows_restored'], 12, true],
    [['rows_restored'], 11, false],
    [['rows_restored'], 17, false],
    [['rows_restored'], '12', null],
    [['rows_restored'], undefined, null],
    [['rows_written_after'], 0, null],
    [['rows_written_after'], null, null],
    [['rows_in_snapshot'], 13, false],
    [['rows_in_snapshot'], true, null],
    [['integrity'], 'row 9 missing from index', false],
    [['integrity'], true, null],
    [['integrity'], undefined, null],
    [['differing_rows'], 0, true],
    [['differing_rows'], 1, false],
    [['differing_rows'], '0', null],
    [['differing_rows'], null, null],
    [['differing_rows'], -1, null],
    [[], 'ok', null],
    [[], null, null],
    [[], [12, 5, 12, 'ok'], null],
  ])('judges restore with %j = %j as %s', (path, value, ok) => {
    const verdict = judgedWith(['restore', ...path], value, proofhouseCampaign());
    expect(checkOf(verdict, 'phase1.b.restore').ok).toBe(ok);
  });

  it('proves nothing with an empty snapshot', () => {
    const drill = { rows_in_snapshot: 0, rows_written_after: 4, rows_restored: 0, integrity: 'ok' };
    expect(checkOf(judgedWith(['restore'], drill), 'phase1.b.restore').ok).toBe(null);
  });

  it('is checked only where the document has it', () => {
    const ids = checkIds(judgedWith(['restore'], undefined, proofhouseCampaign()));
    expect(ids).toContain('phase1.a.restore');
    expect(ids).not.toContain('phase1.b.restore');
  });
});
