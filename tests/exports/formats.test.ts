// Each export as the tools of its format read it.

import { spawnSync } from 'node:child_process';
import { isValid, validate } from 'ctrf';
import { parse as parseJunit } from 'junit2json';
import { describe, expect, test } from 'vitest';
import { exported, FORMATS, type Format } from '../../src/exports/formats.ts';
import { entryIn, exportable, HOSTILE, PAGE } from './campaigns.ts';

const IDS = ['quay-r1', 'quay-r2', 'quay-r3', 'storm-r1'] as const;
type Id = (typeof IDS)[number];

const write = (id: Id, format: Format): Promise<string> => {
  const read = exportable();
  return exported(read, entryIn(read, id), format, `${PAGE}${id}/`);
};

interface Case {
  name: string;
  failure?: { message: string }[];
  error?: { message: string; type: string }[];
  skipped?: { message: string }[];
}
interface Suites {
  tests: number;
  failures: number;
  errors: number;
  skipped: number;
  testsuite: {
    name: string;
    properties?: { name: string; value: string }[];
    testcase: Case[];
    'system-out'?: string[];
  }[];
}

/** Strict: it throws for XML that is none. */
const junit = async (id: Id): Promise<Suites> => (await parseJunit(await write(id, 'junit'))) as unknown as Suites;
const casesOf = ({ testsuite }: Suites): Case[] => testsuite.flatMap(({ testcase }) => testcase);

describe('JUnit XML', () => {
  test.each(IDS)('of %s counts what it holds', async (id) => {
    const suites = await junit(id);
    const cases = casesOf(suites);
    expect(suites).toMatchObject({
      tests: cases.length,
      failures: cases.filter(({ failure }) => failure).length,
      errors: cases.filter(({ error }) => error).length,
      skipped: cases.filter(({ skipped }) => skipped).length,
    });
    expect(cases.length).toBeGreaterThan(30);
  });

  test('is green for a campaign that passes, and for no other', async () => {
    const red = async (id: Id) => (await junit(id)).failures + (await junit(id)).errors;
    expect(await red('quay-r2')).toBe(0);
    for (const id of ['quay-r1', 'quay-r3', 'storm-r1'] as const) expect(await red(id)).toBeGreaterThan(0);
  });

  test('skips phases that never ran, and makes the incomplete campaign an error', async () => {
    const cases = casesOf(await junit('quay-r3'));
    expect(cases.filter(({ skipped }) => skipped).map(({ name }) => name)).toEqual([
      'phase3.status: Phase 3 passes',
      'phase4.status: Phase 4 passes',
    ]);
    expect(cases.find(({ name }) => name.startsWith('campaign.outcome'))?.error?.[0]?.message).toMatch(
      /got INCOMPLETE/,
    );
  });

  test('names every attempt, as properties and in words', async () => {
    const [whole] = (await junit('quay-r2')).testsuite;
    const attempts = whole?.properties?.filter(({ name }) => name.startsWith('attempt.'));
    expect(attempts).toEqual([
      { name: 'attempt.3', value: 'quay-r3 INCOMPLETE' },
      { name: 'attempt.2', value: 'quay-r2 PASS' },
      { name: 'attempt.1', value: 'quay-r1 FAIL' },
    ]);
    expect(whole?.['system-out']?.join('')).toMatch(/This is attempt 2 of 3 of harbour v2.4.1/);
  });

  test('keeps hostile text a text', async () => {
    const [whole] = (await junit('storm-r1')).testsuite;
    const said = whole?.properties?.find(({ name }) => name === 'profile')?.value;
    expect(said).toBe(HOSTILE.replace('\u202e', '\\u{202e}'));
  });
});

describe('CTRF', () => {
  test.each(IDS)('of %s is valid by the published schema', async (id) => {
    const document = JSON.parse(await write(id, 'ctrf'));
    expect(validate(document)).toMatchObject({ valid: true });
    const { summary, tests } = document.results;
    for (const status of ['passed', 'failed', 'skipped', 'other'])
      expect(summary[status]).toBe(tests.filter((one: { status: string }) => one.status === status).length);
  });

  test('is refused by the same schema once it is wrong', async () => {
    const document = JSON.parse(await write('quay-r2', 'ctrf'));
    document.results.tests[0].status = 'fine';
    expect(isValid(document)).toBe(false);
  });

  test('has every attempt, and no incomplete campaign among the passed', async () => {
    const { results } = JSON.parse(await write('quay-r3', 'ctrf'));
    expect(
      results.extra.attempts.map(({ id, outcome }: { id: string; outcome: string }) => `${id} ${outcome}`),
    ).toEqual(['quay-r3 INCOMPLETE', 'quay-r2 PASS', 'quay-r1 FAIL']);
    expect(results.tests[0]).toMatchObject({
      name: 'campaign.outcome: The campaign passes',
      status: 'other',
      rawStatus: 'unknown',
    });
    expect(results.summary.skipped).toBe(2);
  });
});

const OPENMETRICS = `
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
for family in parse(sys.stdin.read()):
    for sample in family.samples:
        print(sample.name, sorted(sample.labels.items()), sample.value)
`;
const hasParser = spawnSync('python3', ['-c', 'import prometheus_client']).status === 0;

describe('OpenMetrics', () => {
  test.skipIf(!hasParser).each(IDS)(
    'of %s is read by the reference parser (needs python3 with prometheus-client)',
    async (id) => {
      const text = await write(id, 'openmetrics');
      const { status, stdout, stderr } = spawnSync('python3', ['-c', OPENMETRICS], { input: text, encoding: 'utf8' });
      expect(status, stderr).toBe(0);
      const outcomes = stdout.split('\n').filter((line) => line.startsWith('proofhouse_outcome '));
      expect(outcomes.filter((line) => line.endsWith(' 1'))).toHaveLength(1);
    },
  );

  test('says outcome and attempts, and has no sample for what is not recorded', async () => {
    const text = await write('quay-r3', 'openmetrics');
    expect(text).toContain('proofhouse_outcome{campaign="quay-r3",outcome="PASS"} 0\n');
    expect(text).toContain('proofhouse_outcome{campaign="quay-r3",outcome="INCOMPLETE"} 1\n');
    expect(text).toContain('proofhouse_phase_status{campaign="quay-r3",phase="4",status="NOT RUN"} 1\n');
    expect(text).toContain('proofhouse_release_attempts{campaign="quay-r3",outcome="FAIL"} 1\n');
    expect(text).not.toMatch(/^proofhouse_convergence_bound\{/m);
    expect(text.endsWith('# EOF\n')).toBe(true);
  });
});

describe('A badge', () => {
  test.each([
    ['quay-r1', 'fail · gate · attempt 1 of 3', 'red', true],
    ['quay-r2', 'pass · gate · attempt 2 of 3', 'brightgreen', false],
    ['quay-r3', 'incomplete · gate · attempt 3 of 3 · 2 of 4 phases never ran', 'yellow', true],
  ] as const)('of %s says %s', async (id, said, color, isError) => {
    // the shape that shields.io documents for its endpoint badge, and no key beyond it
    const { message, ...rest } = JSON.parse(await write(id, 'badge-json'));
    expect(message).toContain(said);
    expect(rest).toEqual({ schemaVersion: 1, label: 'harbour v2.4.1', color, isError });
    const svg = await write(id, 'badge-svg');
    expect(svg).toMatch(/^<svg [^>]*aria-label="harbour v2.4.1: /);
    expect(svg).toContain(said);
  });

  test('as SVG keeps hostile text a text', async () => {
    const svg = await write('storm-r1', 'badge-svg');
    expect(svg).not.toMatch(/<img|<x>|<script/);
    // strict about XML, though this is none of its own
    await expect(parseJunit(svg)).resolves.toBeUndefined();
  });
});

test('there is no format without a test', () => {
  expect(FORMATS).toEqual(['junit', 'ctrf', 'openmetrics', 'badge-svg', 'badge-json', 'summary']);
});
