// What this harness can see: the defects and saboteurs of the scoreboard with what was named of each, what escapes and
// why, the sound subject under the same seeds, and how rare a defect may be and still be seen.

import { type Control, type Scoreboard, scoreboardSchema, type Trial } from '../../contract/scoreboard.ts';
import { harnessHash, scoreboardText } from '../../evidence/measurements.ts';
import { type Ledger, numbers, words } from '../ledger.ts';
import { fewOf } from '../left-out.ts';
import { grouped, milliseconds } from '../rounding.ts';
import { absolute, HARNESS_PATH, SCOREBOARD_PATH, withBase } from '../site.ts';
import { counted, type Mark, okMark, timeInWords } from '../words.ts';
import { type PowerView, percent, powerView } from './power.ts';

const FOUND_MAX = 4;

export interface HarnessView {
  path: string;
  sentence: string;
  /** Why it may say nothing of the harness as it is now; null: it is of this one. */
  stale: string | null;
  escapes: { id: string; does: string; because: string }[];
  defects: Ledger;
  saboteurs: Ledger;
  controls: Ledger;
  power: PowerView | null;
  facts: { term: string; text: string; code: boolean }[];
  document: string;
}

/** @throws Error for a document that is none: it is ours, and a page must not guess */
export function harnessPage(): HarnessView {
  const board = scoreboardSchema.parse(JSON.parse(scoreboardText()));
  const { defects, controls } = board;
  const caught = defects.filter((one) => one.caught).length;
  const passed = controls.filter((one) => one.passed).length;
  return {
    path: HARNESS_PATH,
    sentence:
      `${grouped(defects.length)} defects were planted, in the nodes of the reference and in the harness itself; ` +
      `${grouped(caught)} were named for what they are. ` +
      `Without any, ${grouped(passed)} of ${grouped(controls.length)} short runs passed.`,
    stale: staleness(board),
    escapes: defects
      .filter((one) => !one.caught)
      .map(({ id, does, escapes_because }) => ({ id, does, because: escapes_because ?? 'the reason is not known' })),
    defects: ledgerOf(
      'Defects of the subject',
      defects.filter(({ kind }) => kind === 'defect'),
    ),
    saboteurs: ledgerOf(
      'Saboteurs of the harness',
      defects.filter(({ kind }) => kind === 'saboteur'),
    ),
    controls: controlsLedger(controls),
    power: board.power && powerView(board.power),
    facts: factsOf(board),
    document: withBase(SCOREBOARD_PATH),
  };
}

function staleness({ harness_sources_sha256 }: Scoreboard): string | null {
  if (harness_sources_sha256 === harnessHash()) return null;
  return 'The harness has changed since this scoreboard was made: it speaks of the one before.';
}

const PLACE = (phase: number, fault: string | null): string => fault ?? `phase ${phase}`;

const caughtMark = (caught: boolean): Mark =>
  caught ? { ...okMark(true), word: 'named' } : { ...okMark(false), word: 'escapes' };

function ledgerOf(caption: string, trials: readonly Trial[]): Ledger {
  return {
    caption,
    isProse: true,
    columns: [
      ...words('Planted', 'What it does', 'Looked for by', 'Named as'),
      ...numbers('Cycles that named it', 'Seen by a gate, at least'),
    ],
    rows: trials.map((one) => ({
      key: one.id,
      mark: caughtMark(one.caught),
      head: one.id,
      cells: [
        { text: one.does },
        { text: PLACE(one.phase, one.class) },
        { text: one.caught ? one.expected_anomaly : `expected ${one.expected_anomaly}` },
        { text: one.class === null ? '–' : `${one.caught_in} of ${one.cycles}` },
        { text: one.power === null ? '–' : percent(one.power) },
      ],
    })),
    note:
      'Named: the harness found the anomaly, or the failing check, that this defect should raise, on the nodes and rows ' +
      'that it harmed. The last column takes the share of cycles at its lower 95 % limit, and asks how likely one of ' +
      'the 50 cycles of a gate names it.',
  };
}

function controlsLedger(controls: readonly Control[]): Ledger {
  return {
    caption: 'The sound subject under the same schedules',
    columns: [...words('Run', 'What was found'), ...numbers('Seed', 'Took')],
    rows: controls.map(({ phase, class: fault, seed, passed, found, took_ms }) => ({
      mark: passed ? { ...okMark(true), word: 'passed' } : { ...okMark(false), word: 'did not pass' },
      head: PLACE(phase, fault),
      cells: [
        { text: found.length === 0 ? 'nothing' : fewOf(found, FOUND_MAX) },
        { text: grouped(seed) },
        { text: `${milliseconds(took_ms)} ms` },
      ],
    })),
    note: null,
  };
}

function factsOf({ date, harness_version, harness_sources_sha256, commit, seed, defects }: Scoreboard) {
  const took = defects.reduce((sum, { took_ms }) => sum + took_ms, 0);
  return [
    { term: 'made', text: timeInWords(date) ?? date, code: false },
    {
      term: 'harness',
      text: `${harness_version}, ${counted(defects.length, 'line')}, ${grouped(Math.round(took / 1000))} s in all`,
      code: false,
    },
    { term: 'its sources', text: harness_sources_sha256, code: true },
    ...(commit === null ? [] : [{ term: 'commit', text: commit, code: true }]),
    { term: 'again', text: `npm run scoreboard -- --seed ${seed}`, code: true },
    { term: 'document', text: absolute(SCOREBOARD_PATH), code: true },
  ];
}
