// All that the pages show of one stored history, made while it is read once: the pictures of cycles that are not clean,
// the stories of writes, and all cycles laid upon each other. Three kinds of pages ask for it, one after the other, so
// what was made is held; a history that no page asks for is not read.

import type { Entry } from '../../../catalogue/catalogue.ts';
import { historyFile } from '../../../contract/names.ts';
import { type HistoryExcerpt, readExcerpt } from '../../../evidence/history.ts';
import { modelOf, UNNAMED_RULES } from '../../../history/model.ts';
import type { HistoryOp } from '../../../history/ops.ts';
import { storyOf, type WriteStory } from '../../../history/story.ts';
import { shownIn, writeHref } from '../ops/address.ts';
import { type TimelineView, timelineView } from '../timeline/timeline.ts';
import { aroundInjection } from './around-injection.ts';
import { type CycleLine, cycleLines, isClean } from './cycles.ts';
import { type PulseView, pulseView } from './pulse.ts';

/** So many pictures fit the weight of a page of cycles; the first of them are on the campaign page too. */
export const TIMELINES_ON_CYCLES = 16;
/** Each weighs some hundred kilobytes; beyond these the oldest is forgotten, and read again where it is asked for. */
const HELD_MAX = 400;
/** Of these kinds every cycle's operations are read; the others of a cycle only where it is drawn. */
const OF_EVERY_CYCLE = new Set(['write', 'inject', 'heal', 'stage']);

export interface HistoryViews {
  /** By cycle; null for a cycle without operations. */
  timelines: ReadonlyMap<number, TimelineView | null>;
  /** By key; null where no operation is about it. */
  stories: ReadonlyMap<string, WriteStory | null>;
  pulse: PulseView | null;
  /** Why there is nothing, or less than there should be. */
  problem: string | null;
}

const held = new Map<string, { entry: Entry; views: HistoryViews }>();

/** @param name a fault class, or `phase2` */
export function historyViews(root: string, entry: Entry, name: string): HistoryViews {
  const place = `${entry.id}/${name}`;
  const known = held.get(place);
  if (known?.entry === entry) return known.views;
  const views = viewsOf(root, entry, name);
  held.delete(place);
  held.set(place, { entry, views });
  const [oldest] = held.keys();
  if (held.size > HELD_MAX && oldest !== undefined) held.delete(oldest);
  return views;
}

const NOTHING = { timelines: new Map(), stories: new Map(), pulse: null };

function viewsOf(root: string, entry: Entry, name: string): HistoryViews {
  const file = historyFile(name);
  const state = entry.verdict.artifacts.find((artifact) => artifact.file === file)?.state;
  if (state === undefined) return { ...NOTHING, problem: `No picture can be drawn: ${file} is not in the folder.` };
  if (state !== 'binary') return { ...NOTHING, problem: `No picture is drawn from ${file}: it cannot be believed.` };
  const { lines } = name === 'phase2' ? { lines: [] } : cycleLines(root, entry, name);
  const drawn = lines.filter((line) => !isClean(line)).slice(0, TIMELINES_ON_CYCLES);
  const writes = shownIn(entry, name);
  const whole = new Set([...drawn.map(({ cycle }) => cycle.cycle), ...writes.map(({ cycle }) => cycle)]);
  const excerpt = readExcerpt(root, entry.id, file, (cycle, f) => whole.has(cycle) || OF_EVERY_CYCLE.has(f));
  const opsOf = (cycle: number): readonly HistoryOp[] => excerpt.cycles.get(cycle) ?? [];
  const injected = new Map(lines.map(({ cycle }) => [cycle.cycle, cycle.injected_ms]));
  const hrefsIn = (cycle: number) =>
    new Map(writes.filter((write) => write.cycle === cycle).map((write) => [write.key, writeHref(entry, write)]));
  return {
    timelines: new Map(
      drawn.map(({ cycle }) => [cycle.cycle, drawnFrom(opsOf(cycle.cycle), name, cycle, hrefsIn(cycle.cycle))]),
    ),
    stories: new Map(
      writes.map(({ cycle, key }) => [key, quietly(() => storyOf(opsOf(cycle), key, injected.get(cycle) ?? null))]),
    ),
    pulse: name === 'phase2' ? null : quietly(() => pulseOf(excerpt, name)),
    problem: excerpt.problem === null ? null : `${excerpt.problem}.`,
  };
}

const drawnFrom = (
  ops: readonly HistoryOp[],
  name: string,
  { cycle, injected_ms, converged_ms }: CycleLine['cycle'],
  hrefs: ReadonlyMap<string, string>,
): TimelineView | null => timelineView(ops, { name: `${name}, cycle ${cycle}`, injected_ms, converged_ms }, hrefs);

function pulseOf({ cycles }: HistoryExcerpt, name: string): PulseView | null {
  const around = aroundInjection([...cycles.values()].map((ops) => ({ ops, model: modelOf(ops, UNNAMED_RULES) })));
  return around && pulseView(around, name);
}

/** A history may hold operations that contradict each other: then it has no story, and the page says so. */
function quietly<T>(make: () => T | null): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}
