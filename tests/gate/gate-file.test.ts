// The rules of a gate as somebody wrote them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GATE_FILE } from '../../src/contract/gate.ts';
import { GATE_FILE_CHARS_MAX, GateCannotRun, parseGateFile } from '../../src/gate/gate-file.ts';

const parsed = (text: string) => parseGateFile(text, 'gate.yaml');

describe('A gate file', () => {
  test('of this repository is one', () => {
    const text = readFileSync(join(import.meta.dirname, '../..', GATE_FILE), 'utf8');
    expect(Object.keys(parsed(text).subjects)).toEqual(['ai-memory']);
  });

  test('asks for what the version promises where it says nothing of findings', () => {
    expect(parsed('schema_version: 1\nsubjects: { quay: {} }\n').subjects.quay).toEqual({
      findings: 'promised',
      known_findings: [],
    });
  });

  test.each([
    [
      'a rule that does not exist',
      'subjects:\n  quay:\n    canary: true',
      /gate.yaml:4 subjects.quay: Unrecognized key: "canary"/,
    ],
    [
      'a rule of a class that does not exist',
      'subjects:\n  quay:\n    classes:\n      pause_peer: { cycle: 5 }',
      /gate.yaml:5 .*"cycle"/,
    ],
    ['a class that is no word', 'subjects:\n  quay:\n    classes: { "../x": {} }', /classes...\/x: Invalid key/],
    ['a number of another kind', 'subjects:\n  quay:\n    fresh_days: soon', /gate.yaml:4 subjects.quay.fresh_days/],
    ['a limit that nothing reaches', 'subjects:\n  quay:\n    classes: { x: { lower95: 1 } }', /lower95/],
    [
      'a known finding without a last day',
      'subjects:\n  quay:\n    known_findings:\n      - { finding: phase4.x.lost, reason: rare }',
      /gate.yaml:5 subjects.quay.known_findings.0.expires/,
    ],
    [
      'a known finding without a reason',
      'subjects:\n  quay:\n    known_findings:\n      - { finding: phase4.x.lost, reason: " ", expires: 2031-01-01 }',
      /reason/,
    ],
    [
      'a day that is not in the calendar',
      'subjects:\n  quay:\n    known_findings:\n      - { finding: phase4.x.lost, reason: rare, expires: 2031-02-30 }',
      /expires/,
    ],
    [
      'a key that comes twice',
      'subjects: {}\nsubjects: {}',
      /gate.yaml:3 expected YAML, found: Map keys must be unique/,
    ],
    ['no subjects', '', /subjects/],
    ['no YAML', 'subjects: [', /gate.yaml:\d expected YAML/],
  ])('with %s cannot run, and the line is named', (_what, text, expected) => {
    expect(() => parsed(`schema_version: 1\n${text}\n`)).toThrow(GateCannotRun);
    expect(() => parsed(`schema_version: 1\n${text}\n`)).toThrow(expected);
  });

  test('of another version, of nothing and of too much cannot run', () => {
    expect(() => parsed('schema_version: 2\nsubjects: {}\n')).toThrow(/schema_version/);
    expect(() => parsed('')).toThrow(GateCannotRun);
    expect(() => parsed('#'.repeat(GATE_FILE_CHARS_MAX + 1))).toThrow(/expected at most/);
  });

  test('whose aliases unfold without end cannot run', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefghi'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(', ')}]`),
    ];
    expect(() => parsed(bomb.join('\n'))).toThrow(GateCannotRun);
  });

  test('of any text is rules, or says what is wrong with it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        try {
          parsed(text);
        } catch (error) {
          expect(error).toBeInstanceOf(GateCannotRun);
        }
      }),
    );
  });
});
