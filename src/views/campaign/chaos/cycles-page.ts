// All cycles of one fault class, on the page of the artifact that holds them.

import type { Entry } from '../../../catalogue/catalogue.ts';
import { cyclesFile } from '../../../contract/names.ts';
import { leftOut } from '../../left-out.ts';
import type { Link } from '../../link.ts';
import { grouped } from '../../rounding.ts';
import { artifactPath, campaignPath, withBase } from '../../site.ts';
import { lineAnchor } from '../raw.ts';
import { type CycleRow, cycleLines, isClean, rowsOf } from './cycles.ts';
import { historyViews, TIMELINES_ON_CYCLES } from './history-views.ts';
import type { PulseView } from './pulse.ts';
import { shrunkCycles, shrunkHref } from './shrunk.ts';
import { type UncleanView, uncleanView } from './unclean.ts';

export interface CyclesView {
  name: string;
  sentence: string;
  rows: (CycleRow & { href: string | null })[];
  /** To the artifact, which has the others. */
  more: Link | undefined;
  /** To the cycles that are not clean and stand on this page. */
  jumps: { text: string; href: string }[];
  unclean: UncleanView | null;
  /** All cycles laid upon each other at the injection; null where no history says how they went. */
  pulse: PulseView | null;
}

/** @returns null where the artifact holds no cycle: its text is shown all the same */
export function cyclesView(root: string, entry: Entry, name: string): CyclesView | null {
  const found = cycleLines(root, entry, name);
  const { lines, unreadable, cut } = found;
  if (lines.length === 0) return null;
  const { rows, more } = rowsOf(found);
  const clean = lines.filter(isClean).length;
  const unclean =
    clean === lines.length ? null : withShrunk(root, entry, uncleanView(root, entry, [found], TIMELINES_ON_CYCLES));
  return {
    name,
    sentence: [
      `${grouped(lines.length)} cycles, ${clean === lines.length ? 'all' : grouped(clean)} clean.`,
      ...(unreadable > 0 ? [`${grouped(unreadable)} lines hold no cycle of the known shape.`] : []),
      ...(cut ? [`Only the first ${grouped(lines.length + unreadable)} lines were read.`] : []),
    ].join(' '),
    more: leftOut(more, withBase(artifactPath(entry.id, cyclesFile(name)))),
    rows: rows.map((row) => ({ ...row, href: lineAnchor(row.line) })),
    jumps: [...(unclean?.drawn ?? []), ...(unclean?.listed ?? [])].map(({ id, cycle }) => ({
      text: String(cycle),
      href: `#${id}`,
    })),
    unclean,
    pulse: historyViews(root, entry, name).pulse,
  };
}

/** Its steps are on the campaign page. */
function withShrunk(root: string, entry: Entry, unclean: UncleanView): UncleanView {
  const shrunk = shrunkCycles(root, entry);
  if (shrunk === null) return unclean;
  const drawn = unclean.drawn.map((cycle) => {
    const anchor = shrunkHref(shrunk, cycle.name, cycle.cycle);
    return { ...cycle, shrunk: anchor && withBase(`${campaignPath(entry.id)}${anchor}`) };
  });
  return { ...unclean, drawn };
}
