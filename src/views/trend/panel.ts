// A series as one small picture: a lane for each fault class, so that no mark hides another, and all lanes over one
// axis of versions. Geometry only, and pure; whole numbers, and marks of one kind in a lane are one path.

import { CONVERGENCE_BOUND_MIN } from '../../contract/names.ts';
import { ninesOf } from '../../statistics/nines.ts';
import { type FaultInk, faultInk } from '../fault-ink.ts';
import { boundInWords } from '../rounding.ts';
import type { Mark } from '../words.ts';

/** A campaign, or the numbers that are missing before the next one. */
export type Stop =
  | { id: string; number: string; version: string; href: string; mark: Mark; bounds: ReadonlyMap<string, number> }
  | { gap: string };

type Campaign = Exclude<Stop, { gap: string }>;

export interface Panel {
  width: number;
  height: number;
  description: string;
  lanes: Lane[];
  /** One upright strip a campaign, to point at and to follow. */
  columns: { x: number; width: number; href: string; title: string }[];
  /** The outcome of each campaign and, where there is room, its number. */
  feet: { x: number; glyph: string; tone: Mark['tone']; number: string | null }[];
  gaps: { x: number; title: string }[];
  versions: { x: number; line: string; text: string | null }[];
  rows: { feet: number; numbers: number; versions: number };
}

export interface Lane {
  name: string;
  ink: FaultInk;
  nameY: number;
  /** Where the threshold is. */
  threshold: string;
  /** Horizontal rules with their labels. */
  rules: { y: number; label: string }[];
  line: string;
  reached: string;
  missed: string;
  /** Of the campaigns below the threshold, where there is room. */
  values: { x: number; y: number; text: string }[];
}

const LEFT = 42;
const MARGIN = 8;
const NAME = 24;
const STEP = 10;
/** Nines, and one step more for a bound of exactly 1. */
const STEPS = 5;
const NINES_MAX = 4;
const LANE_GAP = 6;
const SLOT_MAX = 72;
/** The name of a class has room in it. */
const WIDTH_MIN = 240;
const GAP_SHARE = 0.6;
const CHAR = 6.1;
const ROW = 14;

/** As many as a picture of that width can tell apart. */
export const stopsIn = (width: number): number => Math.floor((width - LEFT - MARGIN) / 13);

/**
 * @param stops in the order of the axis, at most as many as `stopsIn` the width
 * @param widest no wider than its stops need
 */
export function panelOf(stops: readonly Stop[], classes: readonly string[], widest: number): Panel {
  const placed = placesOf(stops, widest);
  const width = Math.max(WIDTH_MIN, Math.round(endOf(placed)) + MARGIN);
  const campaigns = placed.flatMap(({ stop, ...place }) => ('gap' in stop ? [] : [{ ...stop, ...place }]));
  const lane = NAME + STEPS * STEP + LANE_GAP;
  const bottom = classes.length * lane;
  return {
    width,
    height: bottom + 3 * ROW + 6,
    description: describe(campaigns, classes),
    lanes: classes.map((name, index) => laneOf(name, index * lane, placed)),
    columns: campaigns.map(({ x, room, href, ...one }) => ({
      x: Math.round(x - room / 2),
      width: Math.round(room),
      href,
      title: inWords(one, classes),
    })),
    feet: feetOf(campaigns),
    gaps: placed.flatMap(({ stop, x }) => ('gap' in stop ? [{ x, title: stop.gap }] : [])),
    versions: versionsOf(campaigns, bottom + 2 * ROW - 4),
    rows: { feet: bottom + ROW - 3, numbers: bottom + 2 * ROW - 6, versions: bottom + 3 * ROW },
  };
}

interface Placed {
  stop: Stop;
  x: number;
  room: number;
}

function placesOf(stops: readonly Stop[], width: number): Placed[] {
  const share = (stop: Stop): number => ('gap' in stop ? GAP_SHARE : 1);
  const all = stops.reduce((sum, stop) => sum + share(stop), 0);
  const slot = Math.min(SLOT_MAX, (width - LEFT - MARGIN) / Math.max(1, all));
  let at = LEFT;
  return stops.map((stop) => {
    const room = slot * share(stop);
    at += room;
    return { stop, x: Math.round(at - room / 2), room };
  });
}

const endOf = (placed: readonly Placed[]): number => (placed.at(-1)?.x ?? LEFT) + (placed.at(-1)?.room ?? 0) / 2;

function laneOf(name: string, top: number, placed: readonly Placed[]): Lane {
  const floor = top + NAME + STEPS * STEP;
  const y = (bound: number): number => Math.round(floor - stepsOf(bound) * STEP);
  const points = placed.map(({ stop, x, room }) => {
    const bound = 'gap' in stop ? undefined : stop.bounds.get(name);
    return bound === undefined ? null : { x, room, bound, y: y(bound) };
  });
  const measured = points.filter((point) => point !== null);
  const [reached, missed] = [measured.filter(isReached), measured.filter((point) => !isReached(point))];
  const right = endOf(placed);
  return {
    name,
    ink: faultInk(name),
    nameY: top + NAME - 11,
    threshold: `M${LEFT} ${y(CONVERGENCE_BOUND_MIN)}H${Math.round(right)}`,
    rules: LABELS.map((label) => ({ y: y(Number(label)), label })),
    line: lineThrough(points),
    reached: reached.map((point) => `M${point.x} ${point.y}h0`).join(''),
    missed: missed.map((point) => `M${point.x - 4} ${point.y - 4}l8 8m0-8l-8 8`).join(''),
    values: missed.flatMap(({ x, y, room, bound }) => {
      const text = boundInWords(bound);
      return text.length * CHAR <= room ? [{ x, y: y - 7, text }] : [];
    }),
  };
}

const LABELS = ['0', '0.9', '0.99', '0.999', '1'];

/** How high a bound is: a step a nine, and the last one for what misses nothing at all. */
const stepsOf = (bound: number): number => (bound >= 1 ? STEPS : Math.min(NINES_MAX, ninesOf(bound)));

const isReached = ({ bound }: { bound: number }): boolean => bound >= CONVERGENCE_BOUND_MIN && bound <= 1;

/** Broken where a campaign did not measure the class, and where campaigns are missing. */
function lineThrough(points: readonly ({ x: number; y: number } | null)[]): string {
  return points
    .map((point, index) =>
      point === null ? '' : `${(points[index - 1] ?? null) === null ? 'M' : 'L'}${point.x} ${point.y}`,
    )
    .join('');
}

/** A number that would reach into the one before is left to the pointer. */
function feetOf(campaigns: readonly (Campaign & { x: number })[]): Panel['feet'] {
  let free = 0;
  return campaigns.map(({ x, mark, number }) => {
    const half = (number.length * CHAR) / 2;
    const fits = x - half >= free;
    if (fits) free = x + half + CHAR / 2;
    return { x, glyph: mark.glyph, tone: mark.tone, number: fits ? number : null };
  });
}

/** Neighbours of one version share its name; a name that would reach into the one before is left to the pointer. */
function versionsOf(campaigns: readonly (Campaign & { x: number; room: number })[], y: number): Panel['versions'] {
  const groups: { version: string; from: number; to: number }[] = [];
  for (const { version, x, room } of campaigns) {
    const last = groups.at(-1);
    if (last?.version === version) last.to = x + room / 2;
    else groups.push({ version, from: x - room / 2, to: x + room / 2 });
  }
  let free = 0;
  return groups.map(({ version, from, to }) => {
    const half = (version.length * CHAR) / 2;
    const x = Math.round(Math.max((from + to) / 2, half + 2));
    const fits = x - half >= free;
    if (fits) free = x + half + CHAR;
    return { x, line: `M${Math.round(from + 3)} ${y}H${Math.round(to - 3)}`, text: fits ? version : null };
  });
}

const inWords = ({ number, version, mark, bounds }: Omit<Campaign, 'href'>, classes: readonly string[]): string => {
  const said = classes.map((name) => {
    const bound = bounds.get(name);
    return `${name} ${bound === undefined ? 'not measured' : boundInWords(bound)}`;
  });
  return `${number}, ${version}: ${mark.word.toLowerCase()}. ${said.join(', ')}`;
};

const describe = (campaigns: readonly Campaign[], classes: readonly string[]): string =>
  `${campaigns.map((one) => inWords(one, classes)).join('. ')}.`;
