// What a gate decides, rule by rule.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCatalogue } from '../../src/catalogue/catalogue.ts';
import { GATE_FILE, type GateDecision } from '../../src/contract/gate.ts';
import { decide } from '../../src/gate/decide.ts';
import { GateCannotRun, parseGateFile } from '../../src/gate/gate-file.ts';
import { FAILING, type Said } from '../fixtures/releases.ts';
import { decided, NOW, type Place, REF, repository, textOf, WHOLE } from './repository.ts';

const ruleOf = (decision: GateDecision, id: string) => {
  const found = decision.rules.filter((rule) => rule.id === id);
  if (found.length !== 1)
    throw new Error(`expected one rule ${id}, found ${decision.rules.map((rule) => rule.id).join(' ')}`);
  return found[0];
};

describe('A gate', () => {
  test('ships where every rule is met, and shows every one of them with its evidence', () => {
    const decision = decided(repository(WHOLE));
    expect([decision.decision, decision.why]).toEqual(['ship', `Every one of ${decision.rules.length} rules is met.`]);
    expect(decision.rules.every(({ ok }) => ok === true)).toBe(true);
    expect(ruleOf(decision, 'gate.partition_minority.acked')).toMatchObject({
      expected: '≥ 5000',
      got: 5000,
      campaign: 'quay-r1',
      file: 'phase4.json',
      line: expect.any(Number),
    });
    expect(decision.valid_until).toBe('2021-03-05');
  });

  test.each<[string, object, string]>([
    ['cycles', { classes: { partition_minority: { cycles: 51 } } }, 'gate.partition_minority.cycles'],
    ['acked creations', { classes: { partition_minority: { acked: 5001 } } }, 'gate.partition_minority.acked'],
    ['a lower limit', { classes: { partition_minority: { lower95: 0.99 } } }, 'gate.partition_minority.lower95'],
    ['a class', { classes: { pause_peer: {} } }, 'gate.pause_peer.checks'],
    ['attempts', { attempts: { at_least: 2 } }, 'gate.attempts.at_least'],
    ['freshness', { fresh_days: 9 }, 'gate.fresh'],
    [
      'a workload that no history names',
      { classes: { partition_minority: {} }, workloads: ['revise'] },
      'gate.partition_minority.workload.revise',
    ],
  ])('leaves a release undecided that lacks %s', (_what, rules, id) => {
    const decision = decided(repository(rules));
    expect(decision.decision).toBe('undecided');
    expect(decision.rules.filter(({ ok }) => ok !== true).map((rule) => rule.id)).toEqual([id]);
  });

  test('counts every attempt: one that failed speaks against it, whatever came after', () => {
    const decision = decided(repository(WHOLE, { 'quay-r1': { month: 1, phase4: FAILING }, 'quay-r2': { month: 2 } }));
    expect(decision.decision).toBe('do not ship');
    expect(ruleOf(decision, 'release.failed')).toMatchObject({ got: 1, ok: false, speaks_against: true });
    expect(ruleOf(decision, 'gate.partition_minority.checks')?.campaign).toBe('quay-r2');
  });

  test('counts what a campaign of another profile shows', () => {
    const campaigns: Record<string, Said> = {
      'quay-r1': { month: 2 },
      'quay-custom-r1': { month: 1, profile: 'custom', phase4: FAILING },
    };
    const decision = decided(repository({}, campaigns));
    expect(decision.decision).toBe('do not ship');
    expect(ruleOf(decision, 'gate.findings.promised')?.got).toEqual([
      'phase4.partition_minority.missing (quay-custom-r1)',
    ]);
  });

  describe('asked about a finding that nobody promises to be free of', () => {
    const anomalies = [{ name: 'late_answer', valid: false, promised: false, count: 2, cycles: 50, evidence: [] }];
    const said: Said = { month: 2 };
    const shows = (rules: object, now?: number) => {
      const place = repository(rules, { 'quay-r1': said });
      return decided(withAnomaly(place, anomalies), now);
    };
    const known = (expires: string) => ({
      findings: 'all',
      known_findings: [{ finding: 'phase4.partition_minority.late_answer', reason: 'a slow disk', expires }],
    });

    test('ships where the gate file does not ask', () => {
      expect(shows({}).decision).toBe('ship');
    });
    test('does not ship where it asks for all', () => {
      const decision = shows({ findings: 'all' });
      expect(decision.decision).toBe('do not ship');
      expect(ruleOf(decision, 'gate.findings.unknown')?.got).toEqual([
        'phase4.partition_minority.late_answer (quay-r1)',
      ]);
    });
    test('ships until the last day on which it is known, and not after it', () => {
      expect(shows(known('2021-02-13')).decision).toBe('ship');
      const late = shows(known('2021-02-12'));
      expect(late.decision).toBe('do not ship');
      expect(ruleOf(late, 'gate.known.phase4.partition_minority.late_answer')).toMatchObject({
        label: 'Known finding phase4.partition_minority.late_answer: a slow disk',
        got: 'found in quay-r1',
        ok: false,
      });
    });
  });

  test.each([
    ['a ref without campaigns', { ...REF, ref: 'v9' }, /expected campaigns of harbour at v9 .*found those of v2.4.1/],
    [
      'a subject without rules',
      { ...REF, subject: 'quay' },
      /expected rules for the subject quay, found rules for harbour/,
    ],
  ])('cannot run on %s', (_what, asked, expected) => {
    const place = repository(WHOLE);
    const file = parseGateFile(textOf(place), GATE_FILE);
    expect(() => decide(readCatalogue(place.root, NOW), asked, file, '0.1.0')).toThrow(GateCannotRun);
    expect(() => decide(readCatalogue(place.root, NOW), asked, file, '0.1.0')).toThrow(expected);
  });
});

/** The campaign with what a checker wrote down; its list of hashes is not of these bytes any more, so it goes. */
function withAnomaly(place: Place, anomalies: object[]): Place {
  const path = join(place.root, 'quay-r1', 'phase4.json');
  const document = JSON.parse(readFileSync(path, 'utf8'));
  document.faults.partition_minority.anomalies = anomalies;
  const bytes = `${JSON.stringify(document, null, 2)}\n`;
  writeFileSync(path, bytes);
  relist(place.root, 'quay-r1', 'phase4.json', bytes);
  return place;
}

function relist(root: string, id: string, file: string, bytes: string): void {
  const path = join(root, id, 'evidence.sha256.json');
  const list = JSON.parse(readFileSync(path, 'utf8'));
  const line = list.artifacts.find((one: { file: string }) => one.file === file);
  line.bytes = Buffer.byteLength(bytes);
  line.sha256 = hash(bytes);
  writeFileSync(path, JSON.stringify(list));
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
