// What of a recorded campaign can be made smaller, and what is said of what cannot.

import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/contract/reading.ts';
import { CannotShrink, demandSame, originalOf, recordedCycle } from '../../src/shrink/recorded.ts';
import type { Capabilities } from '../../src/subjects/subject.ts';
import { asLines, cleanLine, lossyLine } from '../fixtures/cycles.ts';
import { campaignsDirectory, written } from '../fixtures/disk.ts';

const FAULT = 'partition_minority';
const SETTINGS = {
  ...{ base: 'gate', writes_per_cycle: 100, quorum_writes: 2, quorum_timeout_ms: 400 },
  ...{ catchup_interval_secs: 0.2, lanes: 2, workloads: ['create', 'revise'] },
};
const SUBJECT = { name: 'harbour', version: '2.4.1', ref: 'v2.4.1', binary_sha256: 'aa' };
const MISSING = { name: 'missing', count: 1, ids: ['k'], ops: [1], nodes: ['c'], sentence: '1 is missing' };
const failed = { ...lossyLine(2), anomalies: [MISSING, { ...MISSING, name: 'disagreement' }] };

function campaign(summary: JsonObject | string, lines: readonly JsonObject[] = [cleanLine(1), failed]): string {
  const whole = typeof summary === 'string' ? summary : JSON.stringify(summary);
  const files = { 'x-r1/campaign-summary.json': whole, [`x-r1/phase4-${FAULT}.jsonl`]: asLines(lines) };
  return written(campaignsDirectory(), files);
}
const SUMMARY = { campaign_id: 'x-r1', subject: SUBJECT, seed: 20, network: 'proxy', settings: SETTINGS };

const CAPABILITIES = { revises: { available: true } } as Capabilities;

describe('a cycle that failed', () => {
  test('is found with its profile and the first anomaly that it names, or the one that was asked for', () => {
    const root = campaign(SUMMARY);
    const found = recordedCycle(root, 'x-r1', FAULT, 2, null);
    expect(found).toMatchObject({ anomaly: 'missing', schedule_of: 2, profile: { name: 'custom', lanes: 2 } });
    expect(recordedCycle(root, 'x-r1', FAULT, 2, 'disagreement').anomaly).toBe('disagreement');
  });

  test('has the schedule of its seed, with every client of its workloads, where its line does not say otherwise', () => {
    const recorded = recordedCycle(campaign(SUMMARY, [{ ...failed, hold_ms: 335.4 }]), 'x-r1', FAULT, 2, null);
    const { original, plan } = originalOf(recorded, FAULT, CAPABILITIES);
    expect(original).toMatchObject({ writes: 100, hold_ms: 335, inject_after_acks: plan.inject_after_acks });
    expect(original.workloads.map(({ name, clients }) => [name, clients.length])).toEqual([
      ['create', 24],
      ['revise', 9],
    ]);
    expect(original.keys).toBeGreaterThan(0);
  });

  test('of an older campaign has the one workload that there was', () => {
    const { workloads: _, ...settings } = SETTINGS;
    const recorded = recordedCycle(campaign({ ...SUMMARY, settings }), 'x-r1', FAULT, 2, null);
    const { original } = originalOf(recorded, FAULT, CAPABILITIES);
    expect(original).toMatchObject({ keys: null, ops_per_client: null });
    expect(original.workloads).toHaveLength(1);
  });
});

describe('what cannot be made smaller says why', () => {
  const said = (root: string, fault = FAULT, cycle = 2, anomaly: string | null = null, id = 'x-r1') => {
    try {
      recordedCycle(root, id, fault, cycle, anomaly);
    } catch (error) {
      expect(error).toBeInstanceOf(CannotShrink);
      return (error as Error).message;
    }
    throw new Error('expected it to be refused');
  };

  test.each([
    ['a campaign that is not there', () => said(campaign(SUMMARY), FAULT, 2, null, 'y-r1'), /found no y-r1 among x-r1/],
    [
      'a directory that is not there',
      () => said('/no/such', FAULT),
      /\/no\/such: expected a directory of campaigns, found ENOENT/,
    ],
    ['a class that did not run', () => said(campaign(SUMMARY), 'pause_peer'), /the campaign did not run that class/],
    ['a cycle that is not there', () => said(campaign(SUMMARY), FAULT, 9), /expected cycle 9, found cycles up to 2/],
    ['a clean cycle', () => said(campaign(SUMMARY), FAULT, 1), /found a clean cycle/],
    [
      'a cycle that named nothing',
      () => said(campaign(SUMMARY, [lossyLine(2)])),
      /anomaly was named, found none; it says/,
    ],
    [
      'an anomaly that it did not name',
      () => said(campaign(SUMMARY), FAULT, 2, 'lost'),
      /missing, disagreement; found lost/,
    ],
    ['a summary without settings', () => said(campaign({ ...SUMMARY, settings: null })), /found settings:/],
    ['a summary that is cut', () => said(campaign('{"campaign_id"')), /expected a summary/],
    [
      'a workload of another harness',
      () => said(campaign({ ...SUMMARY, settings: { ...SETTINGS, workloads: ['juggle'] } })),
      /found juggle/,
    ],
  ])('%s', (_what, refused, words) => {
    expect(refused()).toMatch(words);
  });

  test('another build than the recorded one', () => {
    const { ran } = recordedCycle(campaign(SUMMARY), 'x-r1', FAULT, 2, null);
    expect(() => demandSame(ran, SUBJECT)).not.toThrow();
    expect(() => demandSame(ran, { ...SUBJECT, binary_sha256: 'bb' })).toThrow(
      /binary_sha256 aa, found bb; see --binary/,
    );
    expect(() => demandSame(ran, { ...SUBJECT, version: '9' })).toThrow(/version 2.4.1, found 9/);
  });
});
