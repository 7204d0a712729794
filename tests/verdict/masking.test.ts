// A masked value never improves a verdict, whichever it is and whatever else is wrong. All run on real bytes.

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { CampaignVerdict } from '../../src/contract/verdict.ts';
import { clearing } from '../../src/verdict/clearing.ts';
import { judge } from '../../src/verdict/judge.ts';
import { type Documents, establishedCampaign } from '../fixtures/established.ts';
import { agreeing, changed, folderOf, judged, listed } from '../fixtures/folder.ts';
import { gateCampaign } from '../fixtures/gate.ts';
import { proofhouseCampaign } from '../fixtures/proofhouse.ts';

vi.setConfig({ testTimeout: 60_000 });

type Path = (string | number)[];
const SUMMARY = 'campaign-summary.json';
const CLASS = 'partition_minority';

/** Every value of some documents, and every object and list around one; files themselves aside. */
function placesOf(value: unknown, path: Path = []): Path[] {
  const inner =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, held]) => placesOf(held, [...path, Array.isArray(value) ? +key : key]))
      : [];
  return path.length > 1 ? [path, ...inner] : inner;
}

const bases: Documents[] = [
  establishedCampaign(),
  proofhouseCampaign(),
  changed(
    proofhouseCampaign(),
    ['phase4.json', 'faults', CLASS, 'anomalies'],
    [
      { name: 'missing', valid: true, promised: true, cycles: 4, undecided: 0, found_in: 0, count: 0 },
      { name: 'disagreement', valid: false, promised: null, cycles: 4, undecided: 0, found_in: 2, count: 7 },
    ],
  ),
  changed(
    proofhouseCampaign(),
    ['phase4.json', 'faults', CLASS, 'anomalies'],
    [{ name: 'missing', valid: false, promised: true, cycles: 4, undecided: 0, found_in: 1, count: 2 }],
  ),
];

/** What keeps a campaign from a pass in one place each; every one is open to masking. */
const FAULTY: [Path, unknown][] = [
  [['phase1-node-b.json', 'host'], 'harbour-node-a'],
  [['phase1-node-b.json', 'recall_count'], 0],
  [['phase1-node-b.json', 'reasons'], ['node b is slow']],
  [['phase2.json', 'fail'], 2],
  [['phase2.json', 'ok'], 131],
  [['phase2.json', 'ok'], 3],
  [['phase2.json', 'counts', 'd'], 999],
  [['phase2.json', 'verdict'], 'fail'],
  [['phase3.json', 'expected_count'], 7],
  [['phase3.json', 'dst_count'], 7],
  [['phase3.json', '_contradicted_by'], [{ log: 'x.txt', line: 4, text: 'exit code 1' }]],
  [['phase4.json', 'convergence_by_fault', CLASS], 0.2],
  [['phase4.json', 'faults'], { [CLASS]: { injected: true, acked: 0, cycles: 4, lost: 1 } }],
  [['phase4.json', 'planned_faults'], ['slow_disk']],
  [['phase4.json', 'cycles_per_fault'], 50],
  [[SUMMARY, 'overall_pass'], false],
  [[SUMMARY, 'campaign_id'], 'another'],
  [[SUMMARY, 'state'], 'running'],
  [[SUMMARY, 'schema_version'], 1],
  [[SUMMARY, 'defect'], 'slow'],
];

const spoiled = fc
  .tuple(fc.constantFrom(...bases), fc.subarray(FAULTY, { maxLength: 2 }))
  .map(([base, faults]) => faults.reduce((to, [path, value]) => changed(to, path, value), base));

/** Files that agree with the copies in the summary, the summary alone, or files under a list. */
const shapes = fc.constantFrom(
  (documents: Documents) => agreeing(documents),
  (documents: Documents) => ({ [SUMMARY]: agreeing(documents)[SUMMARY] ?? {} }),
  (documents: Documents) => documents,
);

/** The value itself, or the name of the field that holds it. */
const masks = fc.constantFrom<((documents: Documents, path: Path) => Documents)[]>(
  (documents, path) => changed(documents, path, '***'),
  (documents, path) => {
    const held = path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], documents);
    if (typeof path.at(-1) === 'number') return changed(documents, path, '***');
    return changed(changed(documents, path, undefined), [...path.slice(0, -1), 'k***'], held);
  },
);

const passes = ({ phases }: CampaignVerdict): Set<number> =>
  new Set(phases.filter(({ status }) => status === 'PASS').map(({ phase }) => phase));

function expectNoBetter(after: CampaignVerdict, before: CampaignVerdict): void {
  const passed = passes(before);
  expect([...passes(after)].filter((phase) => !passed.has(phase))).toEqual([]);
  if (before.outcome !== 'PASS') expect(after.outcome).not.toBe('PASS');
}

describe('Masking any value, or the name of any field', () => {
  it('never makes a phase or a campaign pass', () => {
    fc.assert(
      fc.property(spoiled, shapes, masks, fc.nat(), (documents, shape, mask, pick) => {
        const whole = shape(documents);
        const places = placesOf(whole);
        const path = places[pick % places.length] ?? [];
        expectNoBetter(judged(mask(whole, path)), judged(whole));
      }),
      { numRuns: 500 },
    );
  });

  it('never does so under a list of hashes made after it', () => {
    fc.assert(
      fc.property(spoiled, masks, fc.nat(), (documents, mask, pick) => {
        const places = placesOf(documents);
        const path = places[pick % places.length] ?? [];
        expectNoBetter(judged(listed(mask(documents, path))), judged(listed(documents)));
      }),
      { numRuns: 400 },
    );
  });

  it('lets no value hold that did not', () => {
    const holding = (verdict: CampaignVerdict) =>
      verdict.phases.flatMap(({ checks }) =>
        checks.filter(({ ok }) => ok === true).map(({ file, path }) => `${file} ${path.join('.')}`),
      );
    fc.assert(
      fc.property(spoiled, masks, fc.nat(), (documents, mask, pick) => {
        const places = placesOf(documents).filter(([file]) => file !== SUMMARY);
        const path = places[pick % places.length] ?? [];
        const before = new Set(holding(judged(documents)));
        expect(holding(judged(mask(documents, path))).filter((place) => !before.has(place))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('never clears a release that was not cleared', () => {
    const short = changed(gateCampaign(), ['phase4.json', 'faults', CLASS, 'acked'], 12);
    const places = placesOf(short).filter(([file]) => file === 'phase4.json' || file === SUMMARY);
    fc.assert(
      fc.property(masks, fc.nat(), (mask, pick) => {
        const folder = folderOf(listed(mask(short, places[pick % places.length] ?? [])));
        expect(clearing(folder, judge(folder)).clears).toBe(false);
      }),
    );
  });
});
