import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isArtifactName,
  isCampaignId,
  isFaultClass,
  isLocal,
  isPublished,
  phaseOf,
  seriesOf,
} from '../../src/contract/names.ts';

describe('A campaign id', () => {
  it.each(['a', '0', 'v0.6.0.0-final-r19', 'soak_v1', 'x.js', 'x.jsonl', 'a'.repeat(128), 'A.B-c_d', 'json'])(
    'may be %j',
    (id) => {
      expect(isCampaignId(id)).toBe(true);
    },
  );

  it.each([
    '',
    '.',
    '..',
    '.git',
    '-r1',
    '_r1',
    'a b',
    'a/b',
    'a\\b',
    '..%2f',
    'é',
    'a\n',
    'a'.repeat(129),
    'x.json',
    'x.html',
    'x.xml',
    'x.txt',
  ])('may not be %j', (id) => expect(isCampaignId(id)).toBe(false));

  it('needs no escaping in an address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'aZ0._-% /') })), (id) => {
        fc.pre(isCampaignId(id));
        expect(encodeURIComponent(id)).toBe(id);
        expect(new URL(`https://example.org/campaigns/${id}/`).pathname).toBe(`/campaigns/${id}/`);
      }),
    );
  });

  it('is local where it says so at its beginning', () => {
    expect(isLocal('local-1712')).toBe(true);
    expect(isLocal('v1-local-1712')).toBe(false);
  });
});

describe('An artifact', () => {
  it.each(['phase2.json', 'phase4-drop.jsonl', 'history-drop.jsonl.gz', 'run.log', 'notes.txt'])(
    'named %s is published',
    (name) => {
      expect(isArtifactName(name)).toBe(true);
      expect(isPublished(name)).toBe(true);
    },
  );

  it.each([
    'index.html',
    'page.svg',
    'run.js',
    'dump.gz',
    'archive.tar.gz',
    'analysis.mdx',
    'phase2.json.html',
    'json',
    'PHASE2.JSON',
  ])('named %s is listed, never served', (name) => {
    expect(isArtifactName(name)).toBe(true);
    expect(isPublished(name)).toBe(false);
  });

  it.each(['.json', 'a b.json', '../phase2.json', `${'a'.repeat(124)}.json`])('may not be named %j', (name) => {
    expect(isArtifactName(name)).toBe(false);
    expect(isPublished(name)).toBe(false);
  });
});

describe('The phase of a file', () => {
  it.each([
    ['phase1-node-a.json', { phase: 1, node: 'a' }],
    ['phase1-node-z.json', { phase: 1, node: 'z' }],
    ['phase2.json', { phase: 2, node: null }],
    ['phase3.json', { phase: 3, node: null }],
    ['phase4.json', { phase: 4, node: null }],
  ])('%s is %j', (file, expected) => expect(phaseOf(file)).toEqual(expected));

  it.each([
    'phase1.json',
    'phase1-node-A.json',
    'phase1-node-aa.json',
    'phase5.json',
    'phase0.json',
    'phase2.jsonl',
    'xphase2.json',
    'phase2.json.bak',
    'Phase2.json',
    'phase4-drop.jsonl',
    'campaign-summary.json',
  ])('%s belongs to none', (file) => expect(phaseOf(file)).toBe(null));
});

describe('The series of an id', () => {
  it.each([
    ['soak-v0.6.0-r17', 'soak-v0.6.0', 17],
    ['a-r0', 'a', 0],
    ['a-r007', 'a', 7],
    ['a-r1-r2', 'a-r1', 2],
    ['v0.6.0.0-candidate-01', null, null],
    ['v0.6.3-rc1', null, null],
    ['-r1', null, null],
    ['r1', null, null],
    ['a-r1x', null, null],
    ['a-r', null, null],
    ['a-r9007199254740991', 'a', 9007199254740991],
    ['a-r9007199254740992', null, null],
    [`a-r${'9'.repeat(120)}`, null, null],
  ])('%s is %s, number %s', (id, series, ordinal) => expect(seriesOf(id)).toEqual({ series, ordinal }));
});

describe('A fault class', () => {
  it.each(['kill_primary_mid_write', 'a', 'drop2', 'lost'])('may be %s', (name) =>
    expect(isFaultClass(name)).toBe(true),
  );
  it.each(['', 'pass_flag', 'Kill', '2nd', '_a', 'a-b', 'a.b', 'a b', 'é', 'class-1'])('may not be %j', (name) =>
    expect(isFaultClass(name)).toBe(false),
  );
});
