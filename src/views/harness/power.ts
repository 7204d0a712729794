// Detection power drawn: the chance that a gate sees a defect, over how often the defect strikes; measured points with
// their interval beside the theory.

import type { Power } from '../../contract/scoreboard.ts';
import { grouped } from '../rounding.ts';

export interface PowerView {
  width: number;
  height: number;
  description: string;
  /** The theory. */
  curve: string;
  rules: { y: number; label: string }[];
  ticks: { x: number; label: string }[];
  points: { x: number; y: number; interval: string; title: string }[];
  sentences: string[];
  caption: string;
}

/** Rounded down: a chance is at least so much. */
export const percent = (share: number): string => `${Math.floor(share * 1000) / 10} %`;

const ONE_IN = 10_000;
/** What a campaign of so many acked writes would have seen, by the theory that is measured on the page about the harness. */
export const seenWith = (acked: number): string =>
  `If writes fail independently, a defect that keeps one acked write in ${grouped(ONE_IN)} from a node would have been ` +
  `seen here with ${percent(1 - (1 - 1 / ONE_IN) ** acked)}.`;

const WIDTH = 640;
const HEIGHT = 240;
const PLOT = { left: 56, right: 624, top: 14, bottom: 200 } as const;
/** One in ten to the power of these. */
const FROM = 2;
const TO = 6;
const STEPS = 80;

export function powerView({ acked, campaign, rates }: Power): PowerView {
  const curve = Array.from({ length: STEPS + 1 }, (_, n) => {
    const rarity = FROM + ((TO - FROM) * n) / STEPS;
    return `${n === 0 ? 'M' : 'L'}${x(rarity)} ${y(1 - (1 - 10 ** -rarity) ** acked)}`;
  }).join('');
  const sentences = rates.map(
    ({ rate, trials, seen, lower95, upper95, theory }) =>
      `A defect that keeps one acked write in ${grouped(Math.round(1 / rate))} from a node would have been seen with ` +
      `${percent(seen / trials)}, ${percent(lower95)} to ${percent(upper95)} in ${grouped(trials)} trials; ` +
      `by theory ${percent(theory)}.`,
  );
  return {
    width: WIDTH,
    height: HEIGHT,
    description: sentences.join(' '),
    curve,
    rules: [0, 0.5, 1].map((share) => ({ y: y(share), label: `${share * 100} %` })),
    ticks: [2, 3, 4, 5, 6].map((rarity) => ({ x: x(rarity), label: `1 in ${grouped(10 ** rarity)}` })),
    points: rates.map(({ rate, seen, trials, lower95, upper95 }, n) => {
      const at = x(-Math.log10(rate));
      return {
        ...{ x: at, y: y(seen / trials), interval: `M${at} ${y(lower95)}V${y(upper95)}` },
        title: sentences[n] ?? '',
      };
    }),
    sentences,
    caption:
      `Measured on the ${grouped(acked)} acked writes of ${campaign}: its histories were judged again with writes ` +
      'taken out of what one node holds at the end. The line is the theory, if writes fail independently.',
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
const x = (rarity: number): number => round(PLOT.left + ((PLOT.right - PLOT.left) * (rarity - FROM)) / (TO - FROM));
const y = (share: number): number => round(PLOT.bottom - (PLOT.bottom - PLOT.top) * share);
