// The scoreboard: every planted defect and every saboteur against the harness, and the sound subject under the same
// seeds. What escapes is said with its reason.

import pMap from 'p-map';
import { type Control, type Scoreboard, scoreboardSchema, type Trial } from '../contract/scoreboard.ts';
import { harnessHere } from '../machine/harness.ts';
import { environmentHere } from '../runner/summary.ts';
import { PLANTED, type Planting } from './planted.ts';
import { measurePower } from './power.ts';
import { SABOTEURS } from './saboteurs.ts';
import { type Trying, tryControl, tryDefect, trySaboteur } from './trial.ts';

export interface ScoreboardSettings {
  seed: number;
  /** Ids of defects and saboteurs; null: all, and the controls. */
  only: readonly string[] | null;
  /** Lines that run side by side. */
  at_once: number;
  commit: string | null;
  /** Where the gate campaign is whose histories measure the power, and its id; null: not measured. */
  recorded: { root: string; campaign: string } | null;
  tell(line: Trial | Control, done: number, all: number): void;
  signal: AbortSignal;
}

export const TRIAL_IDS: readonly string[] = [...PLANTED.map(({ defect }) => defect), ...SABOTEURS.map(({ id }) => id)];

/** Short runs of the sound subject: each class and phase that catches something, until there are so many. */
const CONTROLS = 20;
/** Enough for an interval of a few per cent. */
const POWER_TRIALS = 400;

/** @throws the abort reason where the signal aborts; Error where a subject cannot be started */
export async function makeScoreboard(settings: ScoreboardSettings): Promise<Scoreboard> {
  const { seed, only, commit, recorded, signal, tell } = settings;
  const isAsked = (id: string): boolean => only === null || only.includes(id);
  const trying: Trying = { seed, signal };
  const defects = [
    ...PLANTED.filter(({ defect }) => isAsked(defect)).map((one) => () => tryDefect(one, trying)),
    ...SABOTEURS.filter(({ id }) => isAsked(id)).map((one) => () => trySaboteur(one, trying)),
  ];
  const controls = only === null ? controlsOf(trying) : [];
  const all = defects.length + controls.length;
  let done = 0;
  const run = async <T extends Trial | Control>(work: () => Promise<T>): Promise<T> => {
    const line = await work();
    done += 1;
    tell(line, done, all);
    return line;
  };
  const sideBySide = { concurrency: settings.at_once, signal };
  const tried = await pMap(defects, run<Trial>, sideBySide);
  const controlled = await pMap(controls, run<Control>, sideBySide);
  const { version, sources_sha256 } = harnessHere();
  return scoreboardSchema.parse({
    ...{ schema_version: 1, kind: 'scoreboard' },
    harness_version: version,
    harness_sources_sha256: sources_sha256,
    commit,
    date: new Date().toISOString(),
    seed,
    environment: environmentHere(),
    defects: tried,
    controls: controlled,
    power: recorded === null ? null : measurePower(recorded.root, recorded.campaign, POWER_TRIALS, seed),
  });
}

/** The same schedules as the trials have, and then further seeds of them. */
function controlsOf({ seed, signal }: Trying): (() => Promise<Control>)[] {
  const kinds = [...new Map(PLANTED.map((one) => [kindOf(one), one])).values()];
  return Array.from({ length: CONTROLS }, (_, i) => () => {
    const kind = kinds[i % kinds.length] as Planting;
    return tryControl(
      { ...kind, cycles: Math.min(kind.cycles, 2) },
      { seed: seed + Math.floor(i / kinds.length), signal },
    );
  });
}

const kindOf = ({ phase, class: fault, workloads }: Planting): string => JSON.stringify([phase, fault, workloads]);

/** Everything that was planted was caught, and no control fails. */
export const isWhole = ({ defects, controls }: Scoreboard): boolean =>
  defects.every(({ caught }) => caught) && controls.every(({ passed }) => passed);
