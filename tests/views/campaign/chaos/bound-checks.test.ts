// The check of a bound stands in the row of its figure, and what else is open keeps its list.

import { describe, expect, it } from 'vitest';
import { placeChecks } from '../../../../src/views/campaign/chaos/bound-checks.ts';
import type { FaultRow } from '../../../../src/views/campaign/chaos/fault-row.ts';
import { checkGroups } from '../../../../src/views/campaign/phase/check-groups.ts';
import type { CheckRow } from '../../../../src/views/campaign/phase/checks.ts';
import { okMark } from '../../../../src/views/words.ts';

const check = (id: string, ok: CheckRow['ok']): CheckRow => ({
  id,
  node: null,
  file: 'phase4.json',
  ok,
  mark: okMark(ok === 'unknown' ? null : ok === 'true'),
  label: id,
  expected: '≥ 0.995',
  got: '0.5',
  aside: null,
  evidence: { text: 'phase4.json:9', file: 'phase4.json', line: 9, href: `#${id}-line` },
});
const row = (name: string): FaultRow => ({
  id: `phase4.${name}`,
  name,
  check: null,
  mark: okMark(true),
  boundTone: 'pass' as const,
  bound: { text: '0.5' },
  nines: { shown: 0, measured: 0 },
  threshold: '≥ 0.995',
  acked: null,
  lower95: null,
  cycles: null,
  failure: null,
  cyclesHref: null,
  notInjected: null,
});

describe('The bound of a class', () => {
  const checks = checkGroups([
    check('phase4.kill', 'false'),
    check('phase4.skew', 'true'),
    check('phase4.kill.lost', 'false'),
    check('phase4.skew.injected', 'unknown'),
  ]);
  const { rows, failing, undecided } = placeChecks([row('kill'), row('skew')], checks);

  it('has its check in its row where it does not hold, and behind the count where it does', () => {
    expect(rows.map((one) => one.check?.id ?? null)).toEqual(['phase4.kill', null]);
    expect(checks.folded.flatMap((group) => group.rows.map(({ id }) => id))).toEqual(['phase4.skew']);
  });

  it('leads to the line of its number either way', () => {
    expect(rows.map(({ bound }) => bound.href)).toEqual(['#phase4.kill-line', '#phase4.skew-line']);
  });

  it('leaves every other check where it is', () => {
    expect(failing.flatMap((group) => group.rows.map(({ id }) => id))).toEqual(['phase4.kill.lost']);
    expect(undecided.flatMap((group) => group.rows.map(({ id }) => id))).toEqual(['phase4.skew.injected']);
  });
});
