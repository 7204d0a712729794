// What a log says against the documents that it printed, and what says nothing against them.
import { describe, expect, it } from 'vitest';
import { extract, findEvidence, type JobFact, type Rebuilt } from '../../src/reconstruct/extract.ts';
import { textLog } from '../../src/reconstruct/logs.ts';
import * as shape from './log-shapes.ts';

type Texts = Record<string, readonly string[]>;
const fromTexts = (texts: Texts, jobs: readonly JobFact[] = []): Rebuilt =>
  extract(
    Object.entries(texts).map(([log, lines]) => findEvidence(textLog(log, Buffer.from(shape.stamped(lines))))),
    { campaignId: shape.CAMPAIGN, from: 'https://example.test/runs/1', jobs },
  );
const fromLines = (...steps: (readonly string[])[]): Rebuilt => fromTexts({ 'job.txt': steps.flat() });

/** `phase4.json` by `line 3: text`, and so on. */
const against = (rebuilt: Rebuilt): Record<string, string[]> =>
  Object.fromEntries(
    rebuilt.files
      .filter(({ contradictedBy }) => contradictedBy.length > 0)
      .map(({ file, contradictedBy }) => [file, contradictedBy.map(({ text }) => text.trim())]),
  );
const names = (rebuilt: Rebuilt) => rebuilt.files.map(({ file }) => file);

const printed = (value: unknown) => shape.pretty(value).split('\n');
const aggregate = shape.aggregateStep(shape.summary());
const step = (lines: readonly string[]) => [...shape.stepHeader(['./x.sh']), ...lines];
const FAILED = '##[error]Process completed with exit code 1.';
const WHOLE = [
  'campaign-summary.json',
  'phase1-node-a.json',
  'phase1-node-b.json',
  'phase1-node-c.json',
  'phase2.json',
  'phase3.json',
  'phase4.json',
];

describe('A progress line', () => {
  it.each([
    ['phase2.json', '[phase2] burst totals: OK=191  QNM=0  FAIL=9 (total=200)'],
    ['phase2.json', '[phase2] burst totals: OK=10  QNM=90  FAIL=3 (total=100)'],
    ['phase2.json', '[phase2] node-B count: 3'],
    ['phase4.json', '[phase4] partition_minority convergence_bound=0.2'],
    ['phase4.json', '[phase4] partition_minority convergence_bound=NaN'],
    ['phase4.json', '[phase4] drop_random_acks convergence_bound=1'],
    ['phase4.json', '[phase4] campaign: drop_random_acks'],
  ])('that speaks against %s is written into it: %s', (file, line) => {
    const rebuilt = fromLines([line], aggregate);
    expect(against(rebuilt)).toEqual({ [file]: [line] });
    expect(rebuilt.files.find((one) => one.file === file)?.contradictedBy[0]).toMatchObject({
      log: 'job.txt',
      lineStart: 1,
    });
  });

  it.each([
    '[phase2] burst totals: OK=200  QNM=0  FAIL=0 (total=200)',
    '[phase2] burst totals: OK=***  QNM=0  FAIL=0 (total=200)',
    '[phase2] node-B count(ns=burst)=198  stats.total=199',
    '[phase4] kill_primary_mid_write convergence_bound=1.0',
    '[phase4] partition_minority convergence_bound=***',
    '[phase4] campaign: partition_minority',
    'Overall pass: true',
  ])('that agrees, or is masked, says nothing against a document: %s', (line) => {
    expect(against(fromLines([line], aggregate))).toEqual({});
  });
});

describe('A failure of the run', () => {
  it('counts against every phase where each claims a pass', () => {
    expect(Object.keys(against(fromLines(aggregate, ['Overall pass: false'])))).toEqual(WHOLE);
    expect(Object.keys(against(fromLines([...aggregate, FAILED])))).toEqual(WHOLE);
  });

  it('counts against the summary alone where a phase shows why', () => {
    const failing = [...shape.allPhases.slice(0, 5), { ...shape.phase4, pass: false, reasons: ['x'] }];
    const text = [...shape.aggregateStep(shape.summary(failing)), 'Overall pass: false', FAILED];
    expect(against(fromLines(text))).toEqual({ 'campaign-summary.json': ['Overall pass: false', FAILED] });
    const agreed = shape.aggregateStep(shape.summary(failing, false));
    expect(against(fromLines(agreed, ['Overall pass: false', FAILED]))).toEqual({});
  });

  it('of the step that printed a phase counts against that phase', () => {
    const failed = step([...printed(shape.phase3), FAILED]);
    expect(against(fromLines(failed, step(printed(shape.phase4))))).toEqual({ 'phase3.json': [FAILED] });
    expect(against(fromLines([...shape.phase2Step, FAILED], aggregate))).toEqual({ 'phase2.json': [FAILED] });
  });

  it('of a step that printed nothing of the campaign says nothing', () => {
    expect(against(fromLines(step(['lint: 3 problems', FAILED]), aggregate))).toEqual({});
  });
});

describe('A second document', () => {
  it('of a phase, with another content than the summary holds, counts against it with the line that differs', () => {
    const other = { ...shape.phase4, convergence_by_fault: { kill_primary_mid_write: 1, partition_minority: 0.2 } };
    expect(against(fromLines(printed(other), aggregate))).toEqual({ 'phase4.json': ['"partition_minority": 0.2'] });
    expect(against(fromLines(printed(shape.phase4), aggregate))).toEqual({});
    expect(against(fromLines([JSON.stringify(shape.phase4)], aggregate))).toEqual({});
  });

  it('that is garbled counts against the first where a line of it differs, and not where all agree', () => {
    const garbled = printed(shape.summary()).map((line) => line.replace('"fail": 0', '"fail": #'));
    expect(against(fromLines(aggregate, garbled))).toMatchObject({ 'phase2.json': ['"fail": #,'] });
    expect(against(fromLines(aggregate, printed(shape.summary()).slice(0, 60)))).toEqual({});
    const cut = printed(shape.summary()).slice(0, 60);
    expect(against(fromLines(aggregate, [...cut.slice(0, -1), (cut.at(-1) ?? '').slice(0, -4)]))).toEqual({});
  });

  it('that is garbled leaves nothing of its phase to be rebuilt from progress lines as if it were not there', () => {
    const garbled = printed(shape.phase2).map((line) => line.replace('"fail": 0', '"fail" 9'));
    const rebuilt = fromLines(shape.phase2Step, garbled);
    expect(against(rebuilt)['phase2.json']).toHaveLength(1);
  });

  it('which is another summary takes the phases of both away, and what is left is contradicted', () => {
    const other = { ...shape.summary(), completed_at: '2026-04-20T14:00:00Z' };
    const rebuilt = fromLines(shape.phase2Step, aggregate, printed(other), ['Overall pass: true']);
    expect(names(rebuilt)).toEqual([]);
    expect(rebuilt.partial).toContain('campaign-summary.json');
  });
});

describe('A quotation', () => {
  const failing = { ...shape.phase4, pass: false, convergence_by_fault: { kill_primary_mid_write: 0.1 } };
  const lines = printed(failing);
  const glued = (before: string, after: string) => [
    `${before}${lines[0]}`,
    ...lines.slice(1, -1),
    `${lines.at(-1)}${after}`,
  ];
  const quotations: Record<string, string[]> = {
    'of an echoed command': glued("+ echo '", "'"),
    'of an echoed command with the brace on a line of its own': ["+ jq -n '", ...lines, "' > phase4.json"],
    'of a text within a command': ['+ cat > phase4.json <<EOF', ...lines, 'EOF'],
    'of what a test expected': glued('AssertionError: expected ', ' to deeply equal {}'),
    'of what a test got': ['    Received:', ...lines.map((line) => `      ${line}`)],
    'of a difference': ['@@ -1,9 +1,9 @@', ...lines.map((line) => ` ${line}`)],
    'of the new side of a difference': lines.map((line) => `+${line}`),
    'of a difference within a document': lines.flatMap((line) =>
      line.includes('"pass"') ? [`- ${line}`, `+ ${line.replace('false', 'true')}`] : [`  ${line}`],
    ),
  };
  it.each(Object.entries(quotations))('%s is no evidence for a phase', (_name, text) => {
    expect(names(fromLines(text))).toEqual([]);
  });
  it.each(Object.entries(quotations))('%s is no evidence against a phase', (_name, text) => {
    expect(against(fromLines(aggregate, step(text)))).toEqual({});
  });

  it('in the script that a step shows does not hide what the step printed', () => {
    expect(names(fromLines([...shape.stepHeader(['cat > x <<EOF', 'expected:'], {}), ...lines]))).toContain(
      'phase4.json',
    );
  });

  it('does not hide what a program printed after the command was shown', () => {
    expect(names(fromLines(step(['+ cat phase4.json', ...lines])))).toContain('phase4.json');
  });
});

describe('A document that lost a line', () => {
  const fault = { injected: true, acked: 1, refused: 0, unknown: 0, lost: 17, missing_by_node: {}, duplicated: 0 };
  const ours = {
    ...shape.phase4,
    verdict: 'pass',
    convergence_by_fault: { f: 1 },
    planned_faults: ['f'],
    faults: { f: { ...fault, corrupted: 0, unexpected: 0, cycles: 1, receipts: [] } },
  };
  const without = (pattern: RegExp) => printed(ours).filter((line) => !pattern.test(line));

  it('and claims a pass is not used, nor are the progress lines of its phase', () => {
    expect(names(fromLines(step(printed(ours))))).toContain('phase4.json');
    for (const pattern of [/"lost"/, /"verdict"/]) {
      const rebuilt = fromLines(step(['[phase4] f convergence_bound=1', ...without(pattern)]));
      expect(names(rebuilt)).not.toContain('phase4.json');
      expect(rebuilt.notes.join()).toMatch(/document of phase 4 at job.txt:\d+-\d+ lacks/);
    }
  });

  it('is broken where a key comes twice, or a line is at another depth', () => {
    const merged = { ...shape.phase4, convergence_by_fault: { f: 1, g: 0.2 } };
    const doubled = printed(merged).map((line) => line.replace('"g": 0.2', '"f": 0.9999'));
    const deeper = printed(merged).map((line) => line.replace('    "g"', '      "g"'));
    for (const text of [doubled, deeper]) expect(names(fromLines(step(text)))).not.toContain('phase4.json');
  });
});

it('A phase inside what is left of another campaign is not of this one', () => {
  const other = printed({ ...shape.summary(), campaign_id: 'other-r1' });
  const rebuilt = fromLines(shape.stepHeader(['./x.sh']), other.slice(0, -8));
  expect(names(rebuilt).filter((name) => name.startsWith('phase'))).toEqual([]);
});
