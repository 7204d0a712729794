// The shapes that a campaigns directory holds after a year: whole, failed, cut short, broken, rebuilt.
// Each gives the files of one folder. None of it is taken from a real campaign.

import { NODES, SUMMARY_FILE } from '../contract/names.ts';
import type { JsonObject } from '../contract/reading.ts';
import { asJson, ownFiles } from './additions.ts';
import { type Facts, type PhaseFiles, phaseFiles, summaryOf } from './documents.ts';

type Files = Record<string, Buffer>;
type Shape = (facts: Facts) => Files;

/** A folder with these phase files and a summary that embeds them. */
function folder(facts: Facts, overall_pass: boolean, phases: PhaseFiles): Files {
  const files = { [SUMMARY_FILE]: summaryOf(facts, overall_pass, Object.values(phases)), ...phases };
  return Object.fromEntries(Object.entries(files).map(([file, document]) => [file, asJson(document)]));
}

const whole: Shape = (facts) => folder(facts, true, phaseFiles(facts));

function withPhase(facts: Facts, file: string, change: JsonObject): PhaseFiles {
  const phases = phaseFiles(facts);
  return { ...phases, [file]: { ...phases[file], ...change } };
}

/** Phases up to that number; a campaign that stopped there. */
const upToPhase = (last: number, phases: PhaseFiles): PhaseFiles =>
  Object.fromEntries(Object.entries(phases).filter(([file]) => Number(file.charAt('phase'.length)) <= last));

const lowBound: Shape = (facts) => {
  const bounds = { kill_primary_mid_write: 1, partition_minority: facts.random.whole(20, 94) / 100 };
  const reasons = ['partition_minority below the threshold'];
  return folder(facts, false, withPhase(facts, 'phase4.json', { pass: false, convergence_by_fault: bounds, reasons }));
};

const failedBurst: Shape = (facts) => {
  const change = { pass: false, fail: facts.random.whole(1, 40), reasons: ['writes failed'] };
  return folder(facts, false, upToPhase(2, withPhase(facts, 'phase2.json', change)));
};

const summaryOnly: Shape = (facts) => ({ [SUMMARY_FILE]: asJson(summaryOf(facts, true, [])) });

const embeddedOnly: Shape = (facts) => ({
  [SUMMARY_FILE]: asJson(summaryOf(facts, true, Object.values(phaseFiles(facts)))),
});

const emptyPhase: Shape = (facts) => ({
  ...folder(facts, true, upToPhase(1, phaseFiles(facts))),
  'phase2.json': Buffer.alloc(0),
});

const logAsDocument: Shape = (facts) => {
  const lines = Array.from(
    { length: 60 },
    (_, cycle) => `[storm] cycle ${cycle + 1}: pilots aboard, tide ${facts.random.whole(1, 9)}\n`,
  );
  return { ...folder(facts, true, upToPhase(3, phaseFiles(facts))), 'phase4.json': Buffer.from(lines.join('')) };
};

const cutShort: Shape = (facts) => {
  const files = whole(facts);
  const bytes = files['phase3.json'] ?? Buffer.alloc(0);
  return { ...files, 'phase3.json': bytes.subarray(0, bytes.length >> 1) };
};

/** One node not UTF-8, one a list, one behind a byte order mark. */
const spoiledNodes: Shape = (facts) => {
  const files = whole(facts);
  const [a, b, c] = NODES.map((node) => files[`phase1-node-${node}.json`] ?? Buffer.alloc(0));
  return {
    ...files,
    'phase1-node-a.json': Buffer.concat([a ?? Buffer.alloc(0), Buffer.from([0xff])]),
    'phase1-node-b.json': Buffer.concat([Buffer.from('['), b ?? Buffer.alloc(0), Buffer.from(']')]),
    'phase1-node-c.json': Buffer.concat([Buffer.from('\uFEFF'), c ?? Buffer.alloc(0)]),
  };
};

const unknownNumbers: Shape = (facts) =>
  folder(facts, true, withPhase(facts, 'phase2.json', { ok: 'many', counts: null }));

const rebuilt: Shape = (facts) => {
  const mark = {
    _reconstructed_from: 'https://example.org/runs/12',
    _reconstruction_note: 'rebuilt from the log of the run',
  };
  const { 'phase2.json': phase2 = {}, 'phase3.json': phase3 = {} } = phaseFiles(facts);
  return folder(facts, false, { 'phase2.json': { ...phase2, ...mark }, 'phase3.json': { ...phase3, ...mark } });
};

const smoke: Shape = (facts) => ownFiles(facts, { profile: 'smoke', cycles: 3, writes_per_cycle: 20, history_ops: 0 });
const gate: Shape = (facts) =>
  ownFiles(facts, { profile: 'gate', cycles: 50, writes_per_cycle: 100, history_ops: 400 });

const altered: Shape = (facts) => {
  const files = smoke(facts);
  return { ...files, 'phase2.json': Buffer.concat([files['phase2.json'] ?? Buffer.alloc(0), Buffer.from('\n')]) };
};

/** How many of every forty campaigns have each shape. */
export const SHAPES = {
  whole: { of40: 16, make: whole },
  lowBound: { of40: 4, make: lowBound },
  failedBurst: { of40: 2, make: failedBurst },
  summaryOnly: { of40: 4, make: summaryOnly },
  embeddedOnly: { of40: 1, make: embeddedOnly },
  emptyPhase: { of40: 2, make: emptyPhase },
  logAsDocument: { of40: 2, make: logAsDocument },
  cutShort: { of40: 1, make: cutShort },
  spoiledNodes: { of40: 1, make: spoiledNodes },
  unknownNumbers: { of40: 1, make: unknownNumbers },
  rebuilt: { of40: 2, make: rebuilt },
  smoke: { of40: 2, make: smoke },
  altered: { of40: 1, make: altered },
  gate: { of40: 1, make: gate },
} as const satisfies Record<string, { of40: number; make: Shape }>;

export type ShapeName = keyof typeof SHAPES;
