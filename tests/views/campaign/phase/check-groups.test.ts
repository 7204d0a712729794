// Failures first, what holds behind a count, equal nodes in one row; and nothing is lost on the way.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkGroups } from '../../../../src/views/campaign/phase/check-groups.ts';
import type { CheckRow } from '../../../../src/views/campaign/phase/checks.ts';
import { okMark } from '../../../../src/views/words.ts';

const row = (id: string, ok: CheckRow['ok'], more: Partial<CheckRow> = {}): CheckRow => ({
  id,
  node: /^phase1\.([a-z])\./.exec(id)?.[1] ?? null,
  file: 'phase1.json',
  ok,
  mark: okMark(ok === 'unknown' ? null : ok === 'true'),
  label: id,
  expected: '1',
  got: '1',
  aside: null,
  evidence: null,
  ...more,
});
const recalls = (node: string, ok: CheckRow['ok'], got = '0') =>
  row(`phase1.${node}.recall`, ok, { label: `Node ${node} recalls it`, got });
const ids = (groups: { rows: CheckRow[] }[]) => groups.map(({ rows }) => rows.map(({ id }) => id));

describe('The checks of a phase', () => {
  it('show what fails, then what is undecided; what holds is counted and folded', () => {
    const groups = checkGroups([row('x.a', 'true'), row('x.b', 'unknown'), row('x.c', 'false'), row('x.d', 'true')]);
    expect(ids(groups.open)).toEqual([['x.c'], ['x.b']]);
    expect(ids(groups.folded)).toEqual([['x.a'], ['x.d']]);
    expect(groups.summary).toBe('Two checks hold');
  });

  it('share a row while the nodes are equal, and not when one differs', () => {
    const all = ['a', 'b', 'c'].map((node) => recalls(node, 'false'));
    expect(checkGroups(all).open).toMatchObject([{ before: 'Node ', after: ' recalls it', rows: all }]);
    expect(ids(checkGroups([recalls('a', 'false'), recalls('b', 'false', '7'), recalls('c', 'false')]).open)).toEqual([
      ['phase1.a.recall', 'phase1.c.recall'],
      ['phase1.b.recall'],
    ]);
  });

  it('fold the artifact’s own flag beside its cause, and show it where nothing else fails', () => {
    const flag = row('phase2.pass_flag', 'false');
    const beside = checkGroups([row('phase2.burst', 'false'), flag]);
    expect(ids(beside.folded)).toEqual([['phase2.pass_flag']]);
    expect(beside.summary).toBe('No checks hold; the artifact’s own pass flag does not');
    expect(ids(checkGroups([row('phase2.burst', 'true'), flag]).open)).toEqual([['phase2.pass_flag']]);
    expect(ids(checkGroups([row('phase2.burst', 'unknown'), flag]).open).flat()).toContain('phase2.pass_flag');
  });

  it('show the flag of one artifact where another failed', () => {
    const flag = row('phase1.a.pass_flag', 'false', { file: 'phase1-node-a.json' });
    const other = row('phase1.b.recall', 'false', { file: 'phase1-node-b.json' });
    expect(ids(checkGroups([flag, other]).open).flat()).toContain('phase1.a.pass_flag');
  });

  it('each have their place, once', () => {
    const any = fc.uniqueArray(
      fc.record({
        id: fc.stringMatching(/^phase1\.[a-c]\.(recall|stats|pass_flag|x)$/),
        ok: fc.constantFrom<CheckRow['ok'][]>('true', 'false', 'unknown'),
        got: fc.constantFrom('0', '1'),
      }),
      { selector: ({ id }) => id },
    );
    fc.assert(
      fc.property(any, (given) => {
        const rows = given.map(({ id, ok, got }) => row(id, ok, { got }));
        const { open, folded } = checkGroups(rows);
        expect([...ids(open), ...ids(folded)].flat().sort()).toEqual(rows.map(({ id }) => id).sort());
        expect(open.flatMap((group) => group.rows).every(({ ok }) => ok !== 'true')).toBe(true);
        for (const group of [...open, ...folded]) expect(new Set(group.rows.map(({ ok }) => ok)).size).toBe(1);
      }),
    );
  });
});
