// The page of one write: its address, its picture and its table, from campaigns of both formats.

import { describe, expect, it } from 'vitest';
import { type Entry, readCatalogue } from '../../../../src/catalogue/catalogue.ts';
import type { JsonObject } from '../../../../src/contract/reading.ts';
import { cycleLines } from '../../../../src/views/campaign/chaos/cycles.ts';
import { uncleanView } from '../../../../src/views/campaign/chaos/unclean.ts';
import { writeView } from '../../../../src/views/campaign/ops/write-page.ts';
import { asLines, compressed, lossyCycle, lossyLine, stagedCycle } from '../../../fixtures/cycles.ts';
import { campaignsDirectory, written } from '../../../fixtures/disk.ts';
import { agreeing, asBytes } from '../../../fixtures/folder.ts';
import { fault, proofhouseCampaign } from '../../../fixtures/proofhouse.ts';

const CLASS = 'partition_minority';

/** A campaign in whose first cycle these keys are missing on a node. */
function campaign(history: readonly JsonObject[], ...ids: string[]): { root: string; entry: Entry } {
  const documents = proofhouseCampaign();
  const phase4 = documents['phase4.json'] ?? {};
  const missing = { name: 'missing', valid: false, cycles: 1, found_in: 1, evidence: [{ cycle: 1, ids }] };
  const partition = { ...fault(), cycles: 1, cycles_clean: 0, anomalies: [missing] };
  const contents = {
    ...agreeing(documents, { 'phase4.json': { ...phase4, faults: { [CLASS]: partition } } }),
    [`phase4-${CLASS}.jsonl`]: asLines([lossyLine(1)]),
    [`history-${CLASS}.jsonl.gz`]: compressed(history),
  };
  const files = Object.entries(asBytes(contents)).map(([file, bytes]) => [`skerry-r1/${file}`, bytes]);
  const root = written(campaignsDirectory(), Object.fromEntries(files));
  const [entry] = readCatalogue(root).entries;
  if (!entry) throw new Error('expected one campaign');
  return { root, entry };
}

function viewOf(history: readonly JsonObject[], key = 'late') {
  const { root, entry } = campaign(history, key);
  const view = writeView(root, entry, CLASS, key);
  if (!view) throw new Error(`expected a page of ${key}`);
  return view;
}

describe('the page of a write', () => {
  it('says how it ended, what it shows, and how any other write is seen', () => {
    const view = viewOf(stagedCycle(1));
    expect(view.sentence).toBe('It was acked; at the end it is on nodes a and b, and it is not on node c.');
    expect(view.shows.map(({ text }) => text)).toEqual([
      'the anomaly missing: an acked write that is not on every node with equal content after quiesce; it breaks I2, ' +
        'after the heal and its time to settle, every acked write is on every node with equal content',
    ]);
    expect(view.command).toBe('npm run recheck -- skerry-r1 --write-of late');
    expect(view.place).toEqual({
      text: `${CLASS}, cycle 1`,
      href: `/campaigns/skerry-r1/evidence/phase4-${CLASS}.jsonl/#cycles`,
    });
  });

  it('has a line for each step, and a mark with its number', () => {
    const view = viewOf(stagedCycle(1));
    expect(view.steps.map(({ at, tone }) => [at, tone])).toEqual([
      ['120', undefined],
      ['160', undefined],
      // W copies are enough until the nodes had their time
      ['170', 'idle'],
      ['220', undefined],
      ['222', undefined],
      ['224', 'idle'],
      ['540', undefined],
      ['550', undefined],
      ['560', 'fail'],
    ]);
    expect(view.picture?.marks.map(({ kind }) => kind)).toEqual([
      'sent',
      'there',
      'lacking',
      'there',
      'there',
      'lacking',
      'there',
      'there',
      'lacking',
    ]);
    expect(view.picture?.numbers.map(({ text }) => text)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  it('draws the stages of the cycle and the time in which the fault held', () => {
    const view = viewOf(stagedCycle(1));
    expect(view.picture?.strip?.boxes.map(({ name }) => name)).toEqual([
      'load',
      'inject',
      'hold',
      'look inside',
      'heal',
      'quiesce',
      'cut',
      'look',
    ]);
    expect(view.picture?.band?.width).toBeGreaterThan(100);
    expect(view.silence).toBeNull();
  });

  it('of a history of the first format has what that recorded, and names what it did not', () => {
    const old = viewOf(lossyCycle(1));
    expect(old.picture?.strip).toBeNull();
    expect(old.stages).toBeNull();
    expect(old.steps).toHaveLength(5);
    expect(old.silence).toMatch(/^Not recorded in this history: the stages of the cycle, looks while the fault held/);
  });

  it('says so where the history has nothing about the key, or contradicts itself', () => {
    const nothing = viewOf(lossyCycle(1), 'nobody');
    expect([nothing.picture, nothing.steps]).toEqual([null, []]);
    expect(nothing.sentence).toBe('The history says nothing of this write that can be read.');
    const headless = lossyCycle(1).filter(({ f, type }) => f !== 'write' || type !== 'invoke');
    expect(viewOf(headless).sentence).toBe(nothing.sentence);
  });

  it('has a safe address and a safe command, whatever its key holds', () => {
    const key = "../a/b c'd<script>";
    const { root, entry } = campaign(lossyCycle(1), key);
    const [link] = uncleanView(root, entry, [cycleLines(root, entry, CLASS)], 1).drawn[0]?.writes ?? [];
    expect(link?.href).toMatch(/^\/campaigns\/skerry-r1\/ops\/partition_minority\/[A-Za-z0-9._-]+\/$/);
    const address = link?.href.split('/').at(-2) ?? '';
    expect(writeView(root, entry, CLASS, address)?.command).toBe(
      "npm run recheck -- skerry-r1 --write-of '../a/b c'\\''d<script>'",
    );
    expect(writeView(root, entry, CLASS, 'another')).toBeNull();
  });
});

describe('the picture of its cycle', () => {
  it('leads to it from a mark, and in words', () => {
    const { root, entry } = campaign(stagedCycle(1), 'late');
    const [drawn] = uncleanView(root, entry, [cycleLines(root, entry, CLASS)], 1).drawn;
    const href = '/campaigns/skerry-r1/ops/partition_minority/late/';
    expect(drawn?.timeline?.linked).toMatchObject([{ key: 'late', href, isMissing: true }]);
    expect(drawn?.timeline?.missing).toBe('');
    expect(drawn?.writes).toEqual([{ text: 'late', href }]);
  });
});
