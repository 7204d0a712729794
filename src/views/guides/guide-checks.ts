// The checks of a phase, listed by the judge itself, each beside the reason that its guide gives for it.
// The judge is asked about an example document, so a guide can neither miss a check nor invent one.

import { ANOMALIES } from '../../contract/anomalies.ts';
import { NODES, type PhaseNumber } from '../../contract/names.ts';
import type { JsonObject } from '../../contract/reading.ts';
import type { Check } from '../../contract/verdict.ts';
import type { Source } from '../../verdict/check.ts';
import { consistentCheck } from '../../verdict/consistent.ts';
import { phase1Checks } from '../../verdict/phase1.ts';
import { phase2Checks } from '../../verdict/phase2.ts';
import { phase3Checks } from '../../verdict/phase3.ts';
import { phase4Checks } from '../../verdict/phase4.ts';

export interface GuideCheck {
  id: string;
  label: string;
  expected: string;
  why: string;
}

const CLASS = 'class';
const LARGE = 2500;

/**
 * @param why the reason for each check, by id
 * @throws Error if a check has no reason, or a reason no check
 */
export function guideChecks(phase: PhaseNumber, why: Readonly<Record<string, string>>): GuideCheck[] {
  const rows = new Map(checksOf(phase).map((check) => [generic(check.id), check]));
  const strangers = Object.keys(why).filter((id) => !rows.has(id));
  if (strangers.length > 0) throw new Error(`guide of phase ${phase}: no check is called ${strangers.join(', ')}`);
  return [...rows].map(([id, check]) => {
    const reason = why[id];
    if (!reason) throw new Error(`guide of phase ${phase}: expected a reason for ${id}, found none`);
    return { id, label: spoken(check.label), expected: spoken(check.expected), why: reason };
  });
}

/** One anomaly that was looked for, and one that has no usable name. */
const anomalies = [{ name: 'missing', valid: true }, {}];

function checksOf(phase: PhaseNumber): Check[] {
  return [...ownChecks(phase), ...consistentCheck(phase, [example({ pass: true, reasons: ['but'] })])];
}

function ownChecks(phase: PhaseNumber): Check[] {
  switch (phase) {
    case 1:
      return phase1Checks([example({ restore: {} }, 'x')], [...NODES, 'x']);
    case 2:
      return phase2Checks(example({ identity: {}, anomalies }), NODES);
    case 3:
      return phase3Checks(example({ round_trips: [{ rows: 1000 }, { rows: LARGE }], lived_in: {} }));
    case 4: {
      const measured = { lost: 0, corrupted: 0, duplicated: 0, unexpected: 0, anomalies };
      return phase4Checks(example({ faults: { [CLASS]: measured, 'No Name': {} } }));
    }
  }
}

const example = (document: JsonObject, node: string | null = null): Source => ({
  file: 'example.json',
  base: [],
  node,
  document,
});

/** One row stands for all nodes, all row counts, all fault classes. */
const generic = (id: string): string =>
  id
    .replace(/^phase1\.[abc]\./, 'phase1.x.')
    .replace(/^(phase2\.\w+)\.[abc]$/, '$1.x')
    .replace(`.${LARGE}`, '.<rows>')
    .replace(/\.anomaly\.missing$/, '.anomaly.<name>')
    .replace(/\.anomaly-\d+$/, '.anomaly-<position>')
    .replace(/^phase4\.class-\d+$/, 'phase4.class-<position>')
    .replace(/^phase4\.class(?!-)/, 'phase4.<class>');

const spoken = (text: string): string =>
  text
    .replace(/\bNode [abc]\b/, 'Node x')
    .replace(/node-[abc]/, 'node-x')
    .replace(`${LARGE} rows`, 'so many rows')
    .replace(/^1000 rows$/, '1000')
    .replace(/^class: /, '')
    .replace(`never ${ANOMALIES.missing.is}`, 'never what the name says, looked for by a checker')
    .replace(/number 2$/, 'without a usable name');
