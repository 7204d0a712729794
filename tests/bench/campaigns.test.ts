import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { campaignAt, writeCampaigns } from '../../src/bench/campaigns.ts';
import { SHAPES, type ShapeName } from '../../src/bench/shapes.ts';
import { cycleSchema, evidenceListSchema, PHASE_SCHEMAS, summarySchema } from '../../src/contract/artifacts.ts';
import { historyOpSchema } from '../../src/contract/history.ts';
import { isCampaignId, isPublished, phaseOf } from '../../src/contract/names.ts';
import type { Outcome } from '../../src/contract/verdict.ts';
import { listCampaigns, readFolder } from '../../src/evidence/folder.ts';
import { judge } from '../../src/verdict/judge.ts';
import { campaignsDirectory } from '../fixtures/disk.ts';
import { folderOf, statusesOf } from '../fixtures/folder.ts';

/** A busy machine takes its time; nothing here is about speed. */
vi.setConfig({ testTimeout: 60_000 });

const round = (seed: number, from = 0) => Array.from({ length: 40 }, (_, number) => campaignAt(seed, from + number));
const first = (shape: ShapeName) => round(1).find((campaign) => campaign.shape === shape) ?? campaignAt(1, -1);
const jsonOf = (shape: ShapeName, file: string) => JSON.parse(String(first(shape).files[file]));
const linesIn = (bytes: Buffer | undefined) =>
  String(bytes)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const EXPECTED: Record<ShapeName, [Outcome, string]> = {
  whole: ['PASS', 'PASS, PASS, PASS, PASS'],
  lowBound: ['FAIL', 'PASS, PASS, PASS, FAIL'],
  failedBurst: ['FAIL', 'PASS, FAIL, NOT REACHED, NOT REACHED'],
  summaryOnly: ['INCOMPLETE', 'NOT RUN, NOT RUN, NOT RUN, NOT RUN'],
  embeddedOnly: ['PASS', 'PASS, PASS, PASS, PASS'],
  emptyPhase: ['INCOMPLETE', 'PASS, UNREADABLE, NOT REACHED, NOT REACHED'],
  logAsDocument: ['INCOMPLETE', 'PASS, PASS, PASS, UNREADABLE'],
  cutShort: ['INCOMPLETE', 'PASS, PASS, UNREADABLE, PASS'],
  spoiledNodes: ['INCOMPLETE', 'UNREADABLE, PASS, PASS, PASS'],
  unknownNumbers: ['INCOMPLETE', 'PASS, INCONCLUSIVE, PASS, PASS'],
  rebuilt: ['INCOMPLETE', 'NOT RUN, PASS, PASS, NOT RUN'],
  smoke: ['PASS', 'PASS, PASS, PASS, PASS'],
  altered: ['INCOMPLETE', 'PASS, UNREADABLE, PASS, PASS'],
  gate: ['PASS', 'PASS, PASS, PASS, PASS'],
};

describe('Generated campaigns', () => {
  it('are the same bytes for the same seed, in whatever order they are made', () => {
    const forwards = round(7);
    const backwards = Array.from({ length: 40 }, (_, index) => campaignAt(7, 39 - index)).reverse();
    expect(backwards).toEqual(forwards);
  });

  it('are others for another seed, under the same names', () => {
    const [one, two] = [round(1), round(2)];
    expect(two.map(({ id }) => id)).toEqual(one.map(({ id }) => id));
    expect(
      two
        .filter(({ files }, index) =>
          Object.values(files).every((bytes, at) =>
            bytes.equals(Object.values(one[index]?.files ?? {})[at] ?? Buffer.alloc(0)),
          ),
        )
        .map(({ shape }) => shape),
    ).toEqual(one.filter(({ shape }) => shape === 'summaryOnly').map(({ shape }) => shape));
  });

  it.each([0, 3, 1234])('hold every shape as often as it says, in any forty from number %i on', (from) => {
    const shapes = round(1, from).map(({ shape }) => shape);
    for (const [name, { of40 }] of Object.entries(SHAPES))
      expect(shapes.filter((shape) => shape === name)).toHaveLength(of40);
    expect(shapes).toHaveLength(40);
  });

  it('have names that can stand in an address, each once', () => {
    const ids = Array.from({ length: 450 }, (_, number) => campaignAt(1, number).id);
    expect(new Set(ids).size).toBe(450);
    expect(ids.filter((id) => !isCampaignId(id))).toEqual([]);
    for (const { files } of round(1)) expect(Object.keys(files).filter((file) => !isPublished(file))).toEqual([]);
  });

  it.each(Object.entries(EXPECTED))('of the shape %s are judged %j', (shape, [outcome, statuses]) => {
    const { id, files } = first(shape as ShapeName);
    const verdict = judge(folderOf(files, id));
    expect([verdict.outcome, statusesOf(verdict)]).toEqual([outcome, statuses]);
  });
});

describe('What our own runner would write', () => {
  it.each(['gate', 'smoke'] as const)('holds to the contract in the shape %s', (shape) => {
    const { files } = first(shape);
    expect(summarySchema.safeParse(jsonOf(shape, 'campaign-summary.json')).error).toBeUndefined();
    expect(evidenceListSchema.safeParse(jsonOf(shape, 'evidence.sha256.json')).error).toBeUndefined();
    for (const file of Object.keys(files)) {
      const phase = phaseOf(file)?.phase;
      if (phase) expect(PHASE_SCHEMAS[phase].safeParse(jsonOf(shape, file)).error, file).toBeUndefined();
    }
  });

  it('holds in a gate campaign fifty cycles of each class and a history of some of them', () => {
    const { files } = first('gate');
    for (const name of Object.keys(jsonOf('gate', 'phase4.json').faults)) {
      const cycles = linesIn(files[`phase4-${name}.jsonl`]);
      expect(cycles).toHaveLength(50);
      for (const cycle of cycles) expect(cycleSchema.safeParse(cycle).error).toBeUndefined();
      const ops = linesIn(gunzipSync(files[`history-${name}.jsonl.gz`] ?? Buffer.alloc(0)));
      expect(ops.length).toBeGreaterThan(100);
      for (const op of ops) expect(historyOpSchema.safeParse(op).error).toBeUndefined();
    }
    expect(files['phase4.json']?.length).toBeGreaterThan(40_000);
  });
});

describe('Written campaigns', () => {
  it('are read back as they were made, with a narrative for one in five', () => {
    const root = join(campaignsDirectory(), 'campaigns');
    writeCampaigns(root, 1, 0, 12);
    const { ids, problems, insights } = listCampaigns(root);
    expect(ids).toHaveLength(12);
    expect(problems).toEqual([]);
    expect(insights?.state === 'document' && Object.keys(insights.document)).toHaveLength(3);
    for (let number = 0; number < 12; number++) {
      const { id, files } = campaignAt(1, number);
      const read = readFolder(root, id);
      expect(read.leftOut).toEqual([]);
      expect(read.files).toEqual([...folderOf(files).files].sort((a, b) => (a.file < b.file ? -1 : 1)));
    }
  });

  it('can be joined by one more, and the others stay as they are', () => {
    const root = campaignsDirectory();
    mkdirSync(root, { recursive: true });
    writeCampaigns(root, 1, 0, 3);
    const before = readFileSync(join(root, campaignAt(1, 0).id, 'campaign-summary.json'));
    writeCampaigns(root, 1, 3, 4);
    expect(readdirSync(root)).toHaveLength(5);
    expect(readFileSync(join(root, campaignAt(1, 0).id, 'campaign-summary.json'))).toEqual(before);
  });
});
