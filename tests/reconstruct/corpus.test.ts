// Real logs and campaigns, where this machine has them; nothing of them is part of the project.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findDocuments } from '../../src/reconstruct/extract/documents.ts';
import { extract, findEvidence } from '../../src/reconstruct/extract.ts';
import { cleanLines } from '../../src/reconstruct/lines.ts';
import { archiveLogs, textLog } from '../../src/reconstruct/logs.ts';
import { aggregateStep, CAMPAIGN, phase2Step, stamped, stepHeader, summary } from './log-shapes.ts';

const CORPUS = resolve(import.meta.dirname, '../../../shared/corpus');
const RUNS = join(CORPUS, 'runs');
const LOGS = join(CORPUS, 'actions-logs');
const skipped = (folder: string) => (existsSync(folder) ? '' : ` (skipped: ${folder} is not there)`);
const PHASE_FILES = ['phase1-node-a', 'phase1-node-b', 'phase1-node-c', 'phase2', 'phase3', 'phase4'].map(
  (name) => `${name}.json`,
);

const whole = existsSync(RUNS)
  ? readdirSync(RUNS).filter((id) =>
      PHASE_FILES.every((file) => existsSync(join(RUNS, id, file)) && readFileSync(join(RUNS, id, file)).length > 0),
    )
  : [];

describe.skipIf(whole.length === 0)(`Campaigns with all their phase files${skipped(RUNS)}`, () => {
  it.each(whole)('%s: the log of its aggregate step gives back every phase file byte for byte', (id) => {
    const original = (file: string) => readFileSync(join(RUNS, id, file), 'utf8');
    const printed = original('campaign-summary.json');
    // Where a file was no JSON the aggregate held none of them: the log has nothing to give back then.
    const embedded = (JSON.parse(printed) as { phases: unknown[] }).phases.length;
    const log = stamped([
      ...stepHeader(['jq -s . x', '{'], { CAMPAIGN_ID: id }),
      'docker: {',
      '[phase1][x] y',
      'Wrote campaign-summary.json',
      ...printed.trimEnd().split('\n'),
      'Final verdict',
      `Overall pass: true`,
    ]);
    const rebuilt = extract([findEvidence(textLog('log', Buffer.from(log)))], { campaignId: id, from: 'x', jobs: [] });
    const back = new Map(rebuilt.files.map((file) => [file.file, file.text]));
    expect(back.get('campaign-summary.json')).toBe(printed);
    expect(rebuilt.files.flatMap(({ contradictedBy }) => contradictedBy)).toEqual([]);
    for (const file of embedded > 0 ? PHASE_FILES : []) expect(back.get(file)).toBe(original(file));
    if (embedded === 0) expect([...back.keys()].filter((file) => file.startsWith('phase2'))).toEqual([]);
  });
});

const named = (number: string) => readdirSync(LOGS).find((name) => name.startsWith(`${number}-`)) ?? number;

/** What each real log holds: printed objects by their first key, and nothing of a campaign. */
const EXPECTED: Record<string, string[]> = {
  '01': ['target_folder'],
  '03': [],
  '04': [],
  '07': ['Name', 'nodes'],
  '08': [],
  '13': [
    'current_scene',
    'game_state_version',
    'current_scene',
    'game_state_version',
    'current_scene',
    'game_state_version',
    'current_scene',
    'current_scene',
    'narrative',
  ],
  '14': [],
  z2: [],
};

describe.skipIf(!existsSync(LOGS))(`Real logs${skipped(LOGS)}`, () => {
  it.each(Object.keys(EXPECTED))(
    '%s gives its true documents, no false one, and nothing of a campaign',
    async (number) => {
      const name = named(number);
      const bytes = readFileSync(join(LOGS, name));
      const raws = [];
      if (name.endsWith('.zip')) for await (const raw of archiveLogs(bytes)) raws.push(raw);
      else raws.push(textLog(name, bytes));
      const documents = raws.flatMap((raw) => findDocuments(cleanLines(raw.text).lines).documents);
      expect(documents.map((document) => Object.keys(document.value)[0])).toEqual(EXPECTED[number]);
      const rebuilt = extract(raws.map(findEvidence), { campaignId: 'x-r1', from: 'x', jobs: [] });
      expect(rebuilt.files).toEqual([]);
    },
  );

  it.each(Object.keys(EXPECTED))(
    '%s around a campaign gives no document of it and nothing against it',
    async (number) => {
      const name = named(number);
      const bytes = readFileSync(join(LOGS, name));
      const noise = [];
      if (name.endsWith('.zip')) for await (const raw of archiveLogs(bytes)) noise.push(raw.text);
      else noise.push(bytes.toString('utf8'));
      // Each is a step of its own: one of them ends with a failure, which would else be that of the campaign's step.
      const campaign = stamped([...phase2Step, ...aggregateStep(summary()), ...stepHeader(['./other.sh'])]);
      const text = [...noise, campaign, ...noise].join('\n');
      const given = { campaignId: CAMPAIGN, from: 'x', jobs: [] };
      const { files } = extract([findEvidence(textLog('log', Buffer.from(text)))], given);
      expect(files.filter(({ exact }) => exact)).toHaveLength(7);
      expect(files.flatMap(({ contradictedBy }) => contradictedBy)).toEqual([]);
    },
  );

  it('give no stray document around a campaign, either', () => {
    const noise = readFileSync(join(LOGS, named('13')), 'utf8');
    const text = `${noise}${stamped(phase2Step)}${noise}`;
    const rebuilt = extract([findEvidence(textLog('log', Buffer.from(text)))], {
      campaignId: 'sample-v1.2.0-r7',
      from: 'x',
      jobs: [],
    });
    expect(rebuilt.files.map((file) => file.file)).toEqual(['campaign-summary.json', 'phase2.json']);
  });
});
