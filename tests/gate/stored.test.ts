// What a stored decision is worth once something has changed.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCatalogue } from '../../src/catalogue/catalogue.ts';
import { subjectsOf } from '../../src/catalogue/releases.ts';
import { sealOf } from '../../src/catalogue/stored-decisions.ts';
import { GATE_DECISIONS_FILE, GATE_FILE, type GateDecision } from '../../src/contract/gate.ts';
import { decide } from '../../src/gate/decide.ts';
import { GateCannotRun, parseGateFile } from '../../src/gate/gate-file.ts';
import { storeDecision } from '../../src/gate/store.ts';
import { releaseView } from '../../src/views/releases/release.ts';
import { FAILING, releasesIn } from '../fixtures/releases.ts';
import { decided, NOW, type Place, REF, repository, textOf, WHOLE } from './repository.ts';

describe('A stored decision', () => {
  const stored = (place: Place): string => storeDecision(place.root, decided(place));
  const page = async (place: Place, now = NOW) => {
    const read = readCatalogue(place.root, now);
    const release = subjectsOf(read)[0]?.releases[0];
    if (!release) throw new Error('expected a release');
    return releaseView(read, release);
  };
  const edit = (path: string, change: (decision: GateDecision) => GateDecision) => {
    const document = JSON.parse(readFileSync(path, 'utf8'));
    document.decisions = document.decisions.map(change);
    writeFileSync(path, JSON.stringify(document));
  };

  test('is shown by the page of the release, with every rule', async () => {
    const place = repository(WHOLE);
    stored(place);
    const { mark, why, gate } = await page(place);
    expect([mark.word, why]).toEqual([
      'Ship',
      'Cleared by quay-r1, and no gate campaign of it failed. Its gate agreed on 2021-02-13.',
    ]);
    expect(gate).toMatchObject({ doubts: [], asked: expect.stringContaining('over one campaign') });
    expect(gate?.rules.rows).toHaveLength(decided(place).rules.length);
  });

  test('asks for more than the evidence alone would', async () => {
    const place = repository({ fresh_days: 3 });
    stored(place);
    expect((await page(place)).mark.word).toBe('Undecided');
  });

  test('is out of date once another campaign is there', async () => {
    const place = repository(WHOLE);
    stored(place);
    releasesIn(place.root, { 'quay-r2': { month: 2 } });
    const { mark, why, gate } = await page(place);
    expect([mark.word, gate?.doubts]).toEqual(['Undecided', ['Out of date: quay-r2 came after it.']]);
    expect(why).toBe('Its gate was asked on 2021-02-13 and said: ship. That is out of date: quay-r2 came after it.');
  });

  test('is out of date once a campaign failed, and the failure decides', async () => {
    const place = repository(WHOLE);
    stored(place);
    releasesIn(place.root, { 'quay-r2': { month: 2, phase4: FAILING } });
    expect((await page(place)).mark.word).toBe('Do not ship');
  });

  test('is out of date once the rules changed, or time passed that they speak of', async () => {
    const place = repository(WHOLE);
    stored(place);
    expect((await page(place, Date.UTC(2021, 2, 6))).gate?.doubts).toEqual([
      'Out of date: a rule of it about time held until 2021-03-05.',
    ]);
    writeFileSync(join(place.root, '..', GATE_FILE), textOf({ ...place, rules: {} }));
    expect((await page(place)).gate?.doubts).toEqual(['Out of date: proofhouse.gate.yaml has changed since.']);
  });

  test('stays as it is where somebody wrote an analysis since', async () => {
    const place = repository(WHOLE);
    stored(place);
    writeFileSync(join(place.root, 'quay-r1', 'analysis.mdx'), '# One\n');
    expect((await page(place)).gate?.doubts).toEqual([]);
  });

  test('is not believed once somebody changed it', async () => {
    const place = repository({ fresh_days: 3 });
    edit(stored(place), (decision) => ({ ...decision, decision: 'ship' }));
    const { mark, gate } = await page(place);
    expect(mark.word).toBe('Undecided');
    expect(gate?.doubts).toEqual([
      'Not believed: it was changed after it was made.',
      'Not believed: it does not follow from its own rules.',
    ]);
  });

  test('is not believed where it says more than the evidence, however well it was forged', async () => {
    const place = repository(WHOLE, { 'quay-r1': { month: 2, profile: 'smoke' } });
    edit(stored(place), (decision) => {
      const rules = decision.rules.map((rule) => ({ ...rule, ok: true }));
      const forged = { ...decision, decision: 'ship' as const, rules };
      return { ...forged, seal: sealOf(forged) };
    });
    const { mark, gate } = await page(place);
    expect(mark.word).toBe('Undecided');
    expect(gate?.doubts).toEqual(['Not believed: it says ship, and the same evidence says undecided.']);
  });

  test('takes the place of the one before, and leaves those of other releases', () => {
    const place = repository(WHOLE, { 'quay-r1': { month: 2 }, 'old-r1': { month: 1, ref: 'v1' } });
    const file = parseGateFile(textOf(place), GATE_FILE);
    storeDecision(place.root, decide(readCatalogue(place.root, NOW), { ...REF, ref: 'v1' }, file, '0.1.0'));
    stored(place);
    const again = stored(place);
    const { decisions } = JSON.parse(readFileSync(again, 'utf8'));
    expect(decisions.map(({ ref }: GateDecision) => ref)).toEqual(['v1', 'v2.4.1']);
  });

  test('is not written while another gate writes', () => {
    const place = repository(WHOLE);
    writeFileSync(join(place.root, `${GATE_DECISIONS_FILE}.partial`), '');
    expect(() => stored(place)).toThrow(/expected no other gate at work, found .*partial/);
  });

  test('that cannot be read is a problem of the site, and is not overwritten', () => {
    const place = repository(WHOLE);
    writeFileSync(join(place.root, GATE_DECISIONS_FILE), '{"schema_version":2}');
    expect(readCatalogue(place.root).problems.join('\n')).toMatch(
      /^gate-decisions.json says nothing: at schema_version/,
    );
    expect(() => stored(place)).toThrow(GateCannotRun);
    expect(readFileSync(join(place.root, GATE_DECISIONS_FILE), 'utf8')).toBe('{"schema_version":2}');
  });
});
