// Evidence that is large but legal, and a narrative that keeps a parser busy: inputs that nobody sends by chance and
// anybody may. Each is one campaign that is as it should be but for one thing.

import { createHash } from 'node:crypto';
import { EVIDENCE_LIST_FILE, INSIGHTS_FILE, SUMMARY_FILE } from '../contract/names.ts';
import type { JsonObject } from '../contract/reading.ts';
import { asJson, ownFiles } from './additions.ts';
import { type PhaseFiles, phaseFiles, summaryOf } from './documents.ts';
import { randomOf } from './random.ts';

export interface HostileInput {
  what: string;
  /** Files below the directory of campaigns, made only when their turn comes. */
  files: () => Record<string, Buffer | string>;
  /** The build's exit code. */
  code: 0 | 1;
}

const ID = 'storm-v1.0.0-r1';
const CLASS = 'partition_minority';
const ROUND_TRIPS = 300_000;
const BUGS = 1_000_000;
const LISTED = 250_000;
const NODES = 200_000;
const RECEIPTS = 200_000;
const LINES = 1_500_000;
const FILES = 20_000;
const REASONS = 500_000;
const STARS = 20_000;
const VERSIONS = 300;
const TELLERS = 100;
const TOLD = 100;
const TITLE_CHARS = 600;
const CLASSES = 200;
const CAMPAIGNS = 1_200;
const SERIES = 12;
const LONG_LINE_CHARS = 30 * 1024 * 1024;

const facts = (id = ID, ref = 'v1.0.0') => ({ id, ref, completed_at: '2024-01-01T00:00:00Z', random: randomOf(1, 1) });
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

export const HOSTILE_INPUTS: readonly HostileInput[] = [
  { what: `${ROUND_TRIPS} round trips`, code: 0, files: () => established({ 'phase3.json': roundTrips() }) },
  { what: `${BUGS} bugs in a narrative`, code: 0, files: () => ({ ...established({}), [INSIGHTS_FILE]: bugs() }) },
  { what: `${LISTED} listed files`, code: 0, files: () => listed() },
  { what: `${NODES} nodes`, code: 0, files: () => established({ 'phase2.json': nodes(), 'phase4.json': missing() }) },
  { what: `${RECEIPTS} receipts`, code: 0, files: () => established({ 'phase4.json': receipts() }) },
  { what: `${LINES} cycle lines of a wrong shape`, code: 0, files: () => cycleLines() },
  { what: `${FILES} files`, code: 0, files: () => files() },
  {
    what: `${REASONS} reasons`,
    code: 0,
    files: () => established({ 'phase3.json': { reasons: many(REASONS, reason) } }),
  },
  {
    what: 'a line of 30 MiB',
    code: 0,
    files: () => established({ 'phase2.json': { noise: '<'.repeat(LONG_LINE_CHARS) } }),
  },
  { what: `${VERSIONS} versions with long names, in as many series`, code: 0, files: () => versions() },
  { what: `${TELLERS * TOLD} findings with long titles`, code: 0, files: () => findings() },
  { what: `${CLASSES} fault classes, each with all that a page shows`, code: 0, files: () => classes() },
  { what: `${CAMPAIGNS} campaigns with long names, in ${SERIES} series`, code: 0, files: () => campaigns() },
  { what: 'a narrative of stars', code: 1, files: () => ({ ...established({}), [`${ID}/analysis.mdx`]: stars() }) },
];

/** A passing campaign in the established shape, with these additions to its documents. */
function established(additions: PhaseFiles, of = facts()): Record<string, Buffer | string> {
  const phases = phaseFiles(of);
  const documents = Object.entries({ [SUMMARY_FILE]: summaryOf(of, true, []), ...phases });
  return Object.fromEntries(
    documents.map(([file, document]) => [`${of.id}/${file}`, JSON.stringify({ ...document, ...additions[file] })]),
  );
}

/** Each name is as long as any that is read whole, in signs that take much room to spell out. */
function versions(): Record<string, Buffer | string> {
  const all = many(VERSIONS, (number) =>
    established({}, facts(`storm-${number}-r1`, `${number}.${'\u0430'.repeat(490)}`)),
  );
  return Object.assign({}, ...all);
}

/** Each narrative is as large as one may be, and all of it titles. */
function findings(): Record<string, Buffer | string> {
  const ids = many(TELLERS, (number) => `storm-v1.0.0-r${number + 1}`);
  const bugsOf = (id: string) =>
    many(TOLD, (number) => ({ title: `${number} of ${id} ${'<&'.repeat(TITLE_CHARS / 2)}` }));
  const told = Object.fromEntries(ids.map((id) => [id, { verdict: 'Read on.', bugs: bugsOf(id) }]));
  return Object.assign({ [INSIGHTS_FILE]: JSON.stringify(told) }, ...ids.map((id) => established({}, facts(id))));
}

const roundTrips = (): JsonObject => ({
  round_trips: many(ROUND_TRIPS, (rows) => ({
    rows,
    read: rows,
    written: rows,
    back: rows,
    differing_fields: {},
    declared_coarser: [],
  })),
});

const bugs = (): string =>
  JSON.stringify({ [ID]: { verdict: 'Read on.', bugs: many(BUGS, (number) => ({ title: `B${number}` })) } });

function listed(): Record<string, Buffer | string> {
  const own = ownFiles(facts(), { profile: 'smoke', cycles: 3, writes_per_cycle: 20, history_ops: 0 });
  const list = JSON.parse(String(own[EVIDENCE_LIST_FILE])) as { artifacts: JsonObject[] };
  const gone = many(LISTED, (number) => ({ file: `f${number}.log`, bytes: 1, sha256: digest, provenance: 'recorded' }));
  const all = { ...own, [EVIDENCE_LIST_FILE]: JSON.stringify({ artifacts: [...list.artifacts, ...gone] }) };
  return Object.fromEntries(Object.entries(all).map(([file, bytes]) => [`${ID}/${file}`, bytes]));
}

const digest = createHash('sha256').update('gone').digest('hex');
const byNode = <T>(value: T): Record<string, T> => Object.fromEntries(many(NODES, (node) => [`n${node}`, value]));

const nodes = (): JsonObject => ({
  identity: byNode({ acked: 1, present_equal: 1, missing: 0, differing: 0, converged_ms: 1 }),
});
const missing = (): JsonObject => ({ faults: { [CLASS]: { injected: true, acked: 1, missing_by_node: byNode(1) } } });

const receipts = (): JsonObject => ({
  faults: {
    [CLASS]: {
      injected: true,
      acked: 100,
      cycles: RECEIPTS,
      receipts: many(RECEIPTS, (cycle) => ({
        cycle,
        kind: `k${cycle}`,
        took_effect: true,
        healed: true,
        ops_in_window: 1,
        detail: 'x',
      })),
    },
  },
});

const cycleLines = () => ({
  ...established({ 'phase4.json': { faults: { [CLASS]: { injected: true, acked: 1, cycles: 9, cycles_clean: 1 } } } }),
  [`${ID}/phase4-${CLASS}.jsonl`]: '{"cycle":1,"acked":1}\n'.repeat(LINES).slice(0, 32 * 1024 * 1024 - 1),
});

const files = () => ({
  ...established({}),
  ...Object.fromEntries(many(FILES, (number) => [`${ID}/note-${number}.json`, asJson({ number })])),
});

const reason = (number: number): string => `reason ${number}`;

const stars = (): string => `# One\n\n## Verdict\n\n${'*'.repeat(STARS)}a${'*'.repeat(STARS)}\n`;

/** Of everything more than a page has room for, in signs that take much room to spell out. */
function classes(): Record<string, Buffer | string> {
  const names = many(CLASSES, (number) => `class_${number}_${'z'.repeat(40)}`);
  const said = many(100, (number) => `${number}${UNSEEN.repeat(600)}`);
  const all = {
    reasons: said,
    convergence_by_fault: Object.fromEntries(names.map((name) => [name, 0.5])),
    faults: Object.fromEntries(names.map((name) => [name, classOf()])),
  };
  return established({ 'phase2.json': { reasons: said }, 'phase4.json': all });
}

const UNSEEN = '\u202e';

const classOf = (): JsonObject => ({
  injected: true,
  acked: 100,
  cycles: 5,
  cycles_clean: 3,
  convergence_ms: { p50: 1, p95: 2, p99: 3, max: 4, cycles: 5 },
  missing_by_node: Object.fromEntries(many(60, (node) => [`n${node}${UNSEEN.repeat(15)}`, 1])),
  receipts: many(20, (cycle) => ({ cycle, kind: `${cycle}${UNSEEN.repeat(60)}`, took_effect: true, healed: true })),
  anomalies: ['lost', 'missing', 'forgotten', 'flicker', 'stale_read'].map((name) => ({
    name,
    valid: false,
    promised: true,
    source: UNSEEN.repeat(500),
    cycles: 5,
    found_in: 3,
    evidence: [{ cycle: 1, ids: many(20, (key) => `${key}${UNSEEN.repeat(190)}`), sentence: UNSEEN.repeat(500) }],
  })),
});

/** Little evidence, and every name that a list shows as long as it may be. */
function campaigns(): Record<string, Buffer | string> {
  const all = many(CAMPAIGNS, (number) => {
    const id = `${'storm'.repeat(23)}-${number % SERIES}-r${Math.floor(number / SERIES) + 1}`;
    const name = (kinds: number): string => `${number % kinds}${`\u0430${UNSEEN}`.repeat(240)}`;
    const summary = { ...summaryOf(facts(id, name(300)), true, []), profile: name(250), subject: { name: name(55) } };
    const bounds = Object.fromEntries(many(8, (one) => [`class_${one}_${'z'.repeat(60)}`, 0.5]));
    return [
      [`${id}/${SUMMARY_FILE}`, JSON.stringify(summary)],
      [`${id}/phase4.json`, JSON.stringify({ phase: 4, pass: true, convergence_by_fault: bounds })],
    ];
  });
  return Object.fromEntries(all.flat());
}
