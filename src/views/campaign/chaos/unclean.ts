// The cycles that are not clean, each with what went wrong, how to run it again, and, for a bounded number of
// them, a picture drawn from the history of its class. A clean campaign costs nothing here: no history is read.

import type { Entry } from '../../../catalogue/catalogue.ts';
import { inTurn } from '../../../catalogue/shown-writes.ts';
import { historyFile } from '../../../contract/names.ts';
import type { Link } from '../../link.ts';
import { shownIn, writeLinks } from '../ops/address.ts';
import { withoutKeys } from '../phase/anomalies.ts';
import type { TimelineView } from '../timeline/timeline.ts';
import { type CycleLine, type CycleLines, isClean, type UncleanCycle, uncleanOf } from './cycles.ts';
import { historyViews } from './history-views.ts';

/** So many pictures fit the weight of a campaign page. */
export const TIMELINES_ON_CAMPAIGN = 4;
/** Beyond these a list of commands helps nobody: the table names every cycle. */
const LISTED_MAX = 100;

export interface DrawnCycle extends UncleanCycle {
  timeline: TimelineView | null;
  /** Why there is no picture, or less of one. */
  problem: string | null;
  /** The pages of its writes. */
  writes: Link[];
  /** Where it was made smaller; null: nowhere. */
  shrunk: string | null;
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

function drawnOf(root: string, entry: Entry, name: string, lines: readonly CycleLine[]): DrawnCycle[] {
  const { timelines, problem } = historyViews(root, entry, name);
  return lines.map((line) => {
    const { cycle } = line.cycle;
    const timeline = timelines.get(cycle) ?? null;
    const writes = writeLinks(entry, shownIn(entry, name, cycle));
    const unclean = uncleanOf(root, entry, name, line);
    return {
      ...unclean,
      reasons: writes.length > 0 ? unclean.reasons.map(withoutKeys) : unclean.reasons,
      timeline,
      problem: problem ?? (timeline === null ? `${historyFile(name)} holds no operation of this cycle.` : null),
      writes,
      shrunk: null,
    };
  });
}
