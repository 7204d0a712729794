// The cycles that are not clean, each with what went wrong, how to run it again, and, for a bounded number of
// them, a picture drawn from the history of its class. A clean campaign costs nothing here: no history is read.

import type { Entry } from '../../../catalogue/catalogue.ts';
import { readHistory } from '../../../evidence/history.ts';
import { type TimelineView, timelineView } from '../timeline/timeline.ts';
import { type CycleLine, type CycleLines, isClean, type UncleanCycle, uncleanOf } from './cycles.ts';

/** So many pictures fit the weight of a campaign page, and of a page of cycles. */
export const TIMELINES_ON_CAMPAIGN = 4;
export const TIMELINES_ON_CYCLES = 16;
/** Beyond these a list of commands helps nobody: the table names every cycle. */
const LISTED_MAX = 100;

export interface DrawnCycle extends UncleanCycle {
  timeline: TimelineView | null;
  /** Why there is no picture, or less of one. */
  problem: string | null;
}

export interface UncleanView {
  drawn: DrawnCycle[];
  /** Without a picture here, with their command. */
  listed: UncleanCycle[];
  /** Neither drawn nor listed. */
  more: number;
}

export function uncleanView(
  root: string,
  entry: Entry,
  classes: readonly CycleLines[],
  drawn_max: number,
): UncleanView {
  const order = inTurn(
    classes.map(({ name, lines }) => lines.filter((line) => !isClean(line)).map((line) => ({ name, line }))),
  );
  const drawn = order.slice(0, drawn_max);
  const listed = order.slice(drawn_max, drawn_max + LISTED_MAX);
  return {
    drawn: [...Map.groupBy(drawn, ({ name }) => name)].flatMap(([name, members]) =>
      drawnOf(
        root,
        entry,
        name,
        members.map(({ line }) => line),
      ),
    ),
    listed: listed.map(({ name, line }) => uncleanOf(root, entry, name, line)),
    more: order.length - drawn.length - listed.length,
  };
}

export const historyFile = (name: string): string => `history-${name}.jsonl.gz`;

function drawnOf(root: string, entry: Entry, name: string, lines: readonly CycleLine[]): DrawnCycle[] {
  const file = historyFile(name);
  const state = entry.verdict.artifacts.find((artifact) => artifact.file === file)?.state;
  const wanted = new Set(lines.map(({ cycle }) => cycle.cycle));
  const excerpt = state === 'binary' ? readHistory(root, entry.id, file, wanted) : null;
  return lines.map((line) => {
    const { cycle, injected_ms, converged_ms } = line.cycle;
    const facts = { name: `${name}, cycle ${cycle}`, injected_ms, converged_ms };
    const timeline = excerpt ? timelineView(excerpt.cycles.get(cycle) ?? [], facts) : null;
    return { ...uncleanOf(root, entry, name, line), timeline, problem: problemOf(file, state, excerpt, timeline) };
  });
}

function problemOf(
  file: string,
  state: string | undefined,
  excerpt: ReturnType<typeof readHistory> | null,
  timeline: TimelineView | null,
): string | null {
  if (state === undefined) return `No picture can be drawn: ${file} is not in the folder.`;
  if (excerpt === null) return `No picture is drawn from ${file}: it cannot be believed.`;
  if (excerpt.problem !== null) return `${excerpt.problem}.`;
  return timeline === null ? `${file} holds no operation of this cycle.` : null;
}

/** The first of each list, then the second of each: no class crowds out another. */
function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat();
}
