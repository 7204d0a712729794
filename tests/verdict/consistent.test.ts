import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/contract/reading.ts';
import { establishedCampaign, phase1 } from '../fixtures/established.ts';
import { agreeing, type Contents, changed, checkIds, checkOf, judged, phaseOfVerdict } from '../fixtures/folder.ts';
import { proofhouseCampaign } from '../fixtures/proofhouse.ts';

type Path = (string | number)[];
const CLASS = 'partition_minority';
const FILES = ['phase1-node-b.json', 'phase2.json', 'phase3.json', 'phase4.json'];

const judgedWith = (path: Path, value: unknown, campaign: Contents = proofhouseCampaign()) =>
  judged(changed(campaign, path, value));

/** What `phaseN.consistent` found, or null where nothing contradicts. */
function contradiction(path: Path, value: unknown, campaign?: Contents): unknown {
  const phase = Number(String(path[0])[5]);
  const verdict = judgedWith(path, value, campaign);
  const id = `phase${phase}.consistent`;
  if (!checkIds(verdict).includes(id)) return null;
  expect(checkOf(verdict, id).ok).toBe(null);
  expect(phaseOfVerdict(verdict, phase).status).not.toBe('PASS');
  return checkOf(verdict, id).got;
}

describe('Evidence that does not contradict itself', () => {
  it('has no such check', () => {
    for (const campaign of [establishedCampaign(), proofhouseCampaign()])
      expect(checkIds(judged(campaign)).filter((id) => id.endsWith('.consistent'))).toEqual([]);
  });
});

describe.each(FILES)('In %s, a pass', (file) => {
  it.each<[unknown, boolean]>([
    [[''], false],
    [[], false],
    [undefined, false],
    [null, false],
    ['', false],
    [['', ' '], false],
    [['', 'node b lost 3 rows'], true],
    ['node b lost 3 rows', true],
    [[{ why: 'lost' }], true],
    [[7], true],
    [['***'], true],
    ['***', true],
  ])('beside reasons %j contradicts: %s', (reasons, contradicts) => {
    expect(contradiction([file, 'reasons'], reasons) !== null).toBe(contradicts);
    const failing = changed(proofhouseCampaign(), [file, 'pass'], false);
    const own = changed(failing, [file, 'verdict'], 'fail');
    expect(contradiction([file, 'reasons'], reasons, own)).toBe(null);
  });

  it.each<[unknown, boolean]>([
    ['pass', false],
    [undefined, false],
    ['fail', true],
    ['unknown', true],
    ['Pass', true],
    [null, true],
    [true, true],
    ['***', true],
  ])('beside verdict %j contradicts: %s', (verdict, contradicts) => {
    expect(contradiction([file, 'verdict'], verdict) !== null).toBe(contradicts);
  });

  it.each<[unknown, boolean]>([
    [undefined, false],
    [[], false],
    [{}, false],
    [null, false],
    [[{ log: 'chaos.txt', line: 12, text: 'Overall pass: false' }], true],
    [[{}], true],
    [[''], true],
    ['Overall pass: false', true],
    [7, true],
    ['***', true],
  ])('contradicted by its log, %j, is no pass: %s', (lines, contradicts) => {
    const found = contradiction([file, '_contradicted_by'], lines);
    expect(found !== null).toBe(contradicts);
    if (found !== null) expect(found).toContain('pass true beside what the log says');
  });
});

describe('The check names both values', () => {
  it.each<[Path, unknown, RegExp]>([
    [['phase2.json', 'reasons'], ['lost'], /^pass true beside reasons \["lost"\]$/],
    [['phase2.json', 'verdict'], 'fail', /^pass true beside verdict "fail"$/],
    [
      ['phase4.json', '_contradicted_by'],
      [
        { log: 'chaos.txt', line: 12, text: 'bound=0.2' },
        { log: 'chaos.txt', line: 13, text: 'exit code 1' },
      ],
      /^pass true beside what the log says, line 12 of "chaos.txt": "bound=0.2", and 1 more$/,
    ],
    [['phase1-node-c.json', 'host'], 'harbour-node-a', /^node c: host "harbour-node-a", as node a$/],
    [['phase2.json', 'ok'], 131, /^ok 131 beside total_writes 130$/],
    [['phase2.json', 'counts', 'b'], 140, /^the count of "b", 140 beside total_writes 130$/],
    [['phase3.json', 'expected_count'], 40, /^expected_count 40 beside a protocol of 1,000 rows or more$/],
    [
      ['phase4.json', 'faults', CLASS, 'injected'],
      'yes',
      /^"partition_minority": injected "yes", neither true nor false$/,
    ],
    [['phase4.json', 'faults', CLASS, 'acked'], 0, /: acked 0 beside a bound of 1$/],
    [['phase4.json', 'faults', CLASS, 'cycles'], 3, /: cycles 3 beside cycles_per_fault 4$/],
    [['phase4.json', 'faults', CLASS, 'missing_by_node', 'b'], 2, /: missing_by_node .*"b":2.* beside a bound of 1$/],
    [['phase4.json', 'faults', CLASS, 'lost'], 2, /: lost 2 beside a bound of 1$/],
  ])('%j = %j', (path, value, words) => {
    expect(contradiction(path, value)).toMatch(words);
  });

  it('and where they are', () => {
    const verdict = judgedWith(['phase4.json', 'faults', CLASS, 'acked'], 0);
    expect(checkOf(verdict, 'phase4.consistent')).toMatchObject({
      file: 'phase4.json',
      path: ['faults', CLASS, 'acked'],
    });
  });

  it('and a few of many, in few words', () => {
    const many = Array.from({ length: 900 }, (_, i) => [`node_${i}`, 1e6 + i]);
    const found = String(contradiction(['phase2.json', 'counts'], Object.fromEntries(many)));
    expect(found).toContain('895 more');
    expect(found.length).toBeLessThan(600);
    expect(String(contradiction(['phase2.json', 'counts'], { ['b'.repeat(1e6)]: 999 })).length).toBeLessThan(200);
    expect(String(contradiction(['phase2.json', 'reasons'], ['x'.repeat(1e6)])).length).toBeLessThan(200);
  });
});

describe('What is no contradiction', () => {
  it.each<[Path, unknown]>([
    [['phase1-node-c.json', 'host'], undefined],
    [['phase1-node-c.json', 'host'], 'harbour-***-c'],
    [['phase2.json', 'ok'], 130],
    [['phase2.json', 'total_writes'], undefined],
    [['phase2.json', 'total_writes'], 'many'],
    [['phase3.json', 'expected_count'], undefined],
    [['phase3.json', 'expected_count'], 2500],
    [['phase4.json', 'faults', CLASS, 'acked'], undefined],
    [['phase4.json', 'faults', CLASS, 'cycles'], undefined],
    [['phase4.json', 'cycles_per_fault'], undefined],
    [['phase4.json', 'faults', CLASS], { injected: false, reason: 'no library to move the clock with' }],
    [['phase4.json', 'faults', CLASS, 'missing_by_node'], undefined],
  ])('%j = %j', (path, value) => {
    expect(contradiction(path, value)).toBe(null);
  });

  it('rows that are missing beside a bound below 1', () => {
    const short = changed(proofhouseCampaign(), ['phase4.json', 'convergence_by_fault', CLASS], 0.996);
    expect(contradiction(['phase4.json', 'faults', CLASS, 'missing_by_node', 'b'], 2, short)).toBe(null);
  });
});

describe('What a mask may hide counts as a contradiction', () => {
  it.each<[Path, unknown]>([
    [['phase1-node-c.json', 'host'], '***'],
    [['phase2.json', 'total_writes'], '***'],
    [['phase2.json', 'ok'], '***'],
    [['phase2.json', 'counts', 'd'], '***'],
    [['phase3.json', 'expected_count'], '***'],
    [['phase4.json', 'cycles_per_fault'], '***'],
    [['phase4.json', 'faults', CLASS, 'injected'], '***'],
    [['phase4.json', 'faults', CLASS, 'acked'], '***'],
    [['phase4.json', 'faults', CLASS, 'missing_by_node', 'a'], '***'],
    [['phase4.json', 'faults', CLASS, 'missing_by_node'], { '***': 0 }],
    [['phase4.json', 'faults', CLASS, 'missing_by_node'], '***'],
  ])('%j = %j', (path, value) => {
    expect(contradiction(path, value)).not.toBe(null);
  });
});

describe('Phase 1, one host twice', () => {
  const hosts = (...given: (string | undefined)[]) => {
    const files = ['a', 'b', 'c'].map((node, at): [string, JsonObject] => [
      `phase1-node-${node}.json`,
      changed(phase1(node), ['host'], given[at]),
    ]);
    return judged(agreeing(establishedCampaign(), Object.fromEntries(files)));
  };

  it('is inconclusive, whichever two documents share it', () => {
    for (const given of [
      ['x', 'x', 'y'],
      ['x', 'y', 'x'],
      ['y', 'x', 'x'],
      ['x', 'x', 'x'],
    ])
      expect(phaseOfVerdict(hosts(...given), 1).status).toBe('INCONCLUSIVE');
    expect(phaseOfVerdict(hosts('x', 'y', 'z'), 1).status).toBe('PASS');
  });

  it('is not said of documents that name no host', () => {
    expect(phaseOfVerdict(hosts(undefined, undefined, undefined), 1).status).toBe('PASS');
  });
});

describe('A class that is called consistent', () => {
  it('is listed by its position, since that id is taken', () => {
    const verdict = judgedWith(['phase4.json', 'convergence_by_fault', 'consistent'], 1, establishedCampaign());
    expect(checkOf(verdict, 'phase4.class-3').ok).toBe(null);
    expect(checkIds(verdict)).not.toContain('phase4.consistent');
  });
});
