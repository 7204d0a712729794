// Lines of the scoreboard, run for real: a defect of each kind, saboteurs of each way to be caught, the sound subject.

import { describe, expect, test } from 'vitest';
import { observedIn, undecidedName } from '../../src/scoreboard/observed.ts';
import { PLANTED } from '../../src/scoreboard/planted.ts';
import { SABOTEURS } from '../../src/scoreboard/saboteurs.ts';
import { TRIAL_IDS } from '../../src/scoreboard/scoreboard.ts';
import { gatePower, tryControl, tryDefect, trySaboteur } from '../../src/scoreboard/trial.ts';
import { DEFECTS } from '../../src/subjects/reference/defects.ts';

const TRYING = { seed: 1, signal: new AbortController().signal };
const LIMIT = { timeout: 120_000 };

const planted = (id: string) => PLANTED.find(({ defect }) => defect === id) ?? expect.unreachable(id);
const saboteur = (id: string) => SABOTEURS.find((one) => one.id === id) ?? expect.unreachable(id);

test('every defect there is has a place in which it is looked for, and every id is one line', () => {
  expect(PLANTED.map(({ defect }) => defect).toSorted()).toEqual([...DEFECTS.keys()].toSorted());
  expect(new Set(TRIAL_IDS).size).toBe(TRIAL_IDS.length);
  expect(TRIAL_IDS.length).toBeGreaterThanOrEqual(30);
});

describe('a planted defect', LIMIT, () => {
  test.each([
    'loses-newest-in-backup',
    'wrong-manifest',
    'offers-few-tools',
    'drops-migrated-field',
    'acks-without-storing',
  ])('%s is named', async (id) => {
    expect(await tryDefect(planted(id), TRYING)).toMatchObject({ caught: true, escapes_because: null });
  });

  test('that names writes which it did not harm is not caught', async () => {
    const wrong = { ...planted('cuts-content'), harms: () => false };
    const { caught, observed, escapes_because } = await tryDefect(wrong, TRYING);
    expect([caught, observed.includes('corrupted')]).toEqual([false, true]);
    expect(escapes_because).toContain('corrupted named what was not harmed');
  });

  test('that is looked for where it cannot show escapes, with what was seen instead', async () => {
    const elsewhere = { ...planted('drops-migrated-field'), phase: 1 } as const;
    expect(await tryDefect(elsewhere, TRYING)).toMatchObject({
      caught: false,
      escapes_because: 'expected phase3.digest, observed nothing',
    });
  });
});

describe('a saboteur', LIMIT, () => {
  test.each(['idle-nemesis', 'checker-returns-true', 'swallowed-error', 'stage-without-barrier'])(
    '%s is found out',
    async (id) => {
      expect(await trySaboteur(saboteur(id), TRYING)).toMatchObject({ caught: true });
    },
  );

  test('that does nothing wrong is not', async () => {
    const { parts: _, ...harmless } = saboteur('idle-nemesis');
    expect(await trySaboteur(harmless, TRYING)).toMatchObject({ caught: false });
  });
});

test('of the sound subject nothing is named', LIMIT, async () => {
  const control = { phase: 4, class: 'partition_minority', workloads: ['create'], cycles: 1 } as const;
  expect(await tryControl(control, TRYING)).toMatchObject({ passed: true, found: [] });
});

test('checks are named by what they are about, and the claim of the artifact is none', () => {
  const checks = [
    { id: 'phase4.partition_minority.anomaly.missing', ok: false },
    { id: 'phase4.partition_minority', ok: false },
    { id: 'phase4.partition_minority.injected', ok: null },
    { id: 'phase4.pass_flag', ok: false },
    { id: 'phase4.clock_skew_peer.anomaly.lost', ok: true },
  ];
  const verdict = { phases: [{ phase: 4, checks }] } as unknown as Parameters<typeof observedIn>[0];
  expect(observedIn(verdict, 4)).toEqual(['bound of partition_minority', undecidedName('injected'), 'missing']);
  expect(observedIn(verdict, 3)).toEqual([]);
});

test('the power of a gate is that of fifty cycles, at the lower limit of one', () => {
  expect(gatePower(0, 4)).toBe(0);
  expect(gatePower(4, 4)).toBeGreaterThan(0.99);
  expect(gatePower(1, 8)).toBeCloseTo(1 - (1 - (1 - 0.95 ** (1 / 8))) ** 50, 9);
  expect(gatePower(0, 0)).toBeNull();
});
