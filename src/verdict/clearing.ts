// Whether one campaign clears a release. A pass is not enough: a summary may call itself a gate after one cycle of
// one write. So the evidence itself must show a gate, class by class, and every rule is shown with what was found.
// What the evidence does not record is not shown, and so does not clear.

import { isControl } from '../contract/controls.ts';
import { figureInWords } from '../contract/figure-form.ts';
import { isObject } from '../contract/json-object.ts';
import {
  DEFAULT_FAULTS,
  GATE_ACKED_MIN,
  GATE_CYCLES_MIN,
  GATE_DECIDED_PERCENT_MIN,
  isLocal,
  SUMMARY_FILE,
} from '../contract/names.ts';
import type { Folder, Path } from '../contract/reading.ts';
import type { Clearing } from '../contract/release.ts';
import type { CampaignVerdict, Check } from '../contract/verdict.ts';
import { atLeast, check, fact, number, type Source } from './check.ts';
import { defectsOf } from './defect.ts';
import { asNumber, shortJson, valueAt } from './field.ts';

const SHOWN_MAX = 120;

export function clearing(folder: Folder, verdict: CampaignVerdict): Clearing {
  const phase4 = sourceOf(folder, verdict, phase4Place(verdict));
  const rules = [
    ...campaignRules(folder, verdict),
    ...DEFAULT_FAULTS.flatMap((name) => classRules(phase4, verdict, name)),
  ];
  const unmet = rules.filter(({ ok }) => ok !== true);
  return { clears: unmet.length === 0, rules, why: unmet.map(inWords) };
}

function campaignRules(folder: Folder, verdict: CampaignVerdict): Check[] {
  const summary = sourceOf(folder, verdict, { file: SUMMARY_FILE, path: [] });
  return [
    check(summary, {
      id: 'clears.profile',
      label: 'The profile is a gate',
      expected: 'gate',
      path: ['profile'],
      holds: (value) => value === 'gate',
    }),
    check(summary, {
      id: 'clears.state',
      label: 'The campaign ran to its end',
      expected: 'complete',
      path: ['state'],
      holds: (value) => value === 'complete',
    }),
    check(summary, {
      id: 'clears.subject',
      label: 'The subject is no control',
      expected: 'the name of a subject that may be released',
      path: ['subject', 'name'],
      holds: (value) => (typeof value === 'string' ? !isControl(value) : null),
    }),
    fact(
      'clears.local',
      'The campaign is published',
      'no campaign made for a first look',
      folder.id,
      !isLocal(folder.id),
    ),
    noDefect(folder, verdict),
    fact('clears.outcome', 'The campaign passes', 'PASS', verdict.outcome, verdict.outcome === 'PASS'),
  ];
}

function classRules(phase4: Source, verdict: CampaignVerdict, name: string): Check[] {
  const cycles = asNumber(valueAt(phase4.document, ['faults', name, 'cycles']));
  return [
    check(phase4, {
      id: `clears.${name}.cycles`,
      label: `${name}: enough cycles`,
      expected: `≥ ${GATE_CYCLES_MIN}`,
      path: ['faults', name, 'cycles'],
      holds: atLeast(GATE_CYCLES_MIN),
    }),
    check(phase4, {
      id: `clears.${name}.acked`,
      label: `${name}: enough acked creations`,
      expected: `≥ ${figureInWords(GATE_ACKED_MIN)}`,
      path: ['faults', name, 'acked'],
      holds: atLeast(GATE_ACKED_MIN),
    }),
    receipts(verdict, name),
    check(phase4, {
      id: `clears.${name}.decided`,
      label: `${name}: cycles in which every checker could decide`,
      expected: `≥ ${GATE_DECIDED_PERCENT_MIN} % of ${cycles === null ? 'the' : figureInWords(cycles)} cycles`,
      path: ['faults', name, 'cycles_decided'],
      holds: number((decided) =>
        cycles === null || decided > cycles ? null : decided * 100 >= cycles * GATE_DECIDED_PERCENT_MIN,
      ),
    }),
  ];
}

/** The judge has counted the receipts already. */
function receipts({ phases }: CampaignVerdict, name: string): Check {
  const counted = phases.flatMap(({ checks }) => checks).find(({ id }) => id === `phase4.${name}.injected`);
  const rule = fact(`clears.${name}.receipts`, `${name}: a full set of receipts`, 'one for every cycle', null, null);
  return counted ? { ...counted, id: rule.id, label: rule.label } : rule;
}

function noDefect(folder: Folder, verdict: CampaignVerdict): Check {
  const places = [{ file: SUMMARY_FILE, path: [] }, ...verdict.phases.flatMap(({ documents }) => documents)];
  const [found] = defectsOf(places.map((place) => sourceOf(folder, verdict, place)));
  const rule = fact('clears.defect', 'No defect was planted', 'none', found?.defect ?? null, found === undefined);
  return found ? { ...rule, file: found.file, path: found.path } : rule;
}

const phase4Place = ({ phases }: CampaignVerdict) =>
  phases.find(({ phase }) => phase === 4)?.documents[0] ?? { file: 'phase4.json', path: [] };

/** A document that the judge believed; anything else records nothing. */
function sourceOf({ files }: Folder, { artifacts }: CampaignVerdict, place: { file: string; path: Path }): Source {
  const believed = artifacts.some(({ file, state }) => file === place.file && state === 'document');
  const reading = files.find(({ file }) => file === place.file);
  const inside = believed && reading?.state === 'document' ? valueAt(reading.document, place.path) : undefined;
  return { file: place.file, base: place.path, node: null, document: isObject(inside) ? inside : {} };
}

function inWords({ label, expected, got }: Check): string {
  const found = got === null ? 'the evidence does not record it' : `found ${shortJson(got, SHOWN_MAX)}`;
  return `${label}: expected ${expected}; ${found}`;
}
