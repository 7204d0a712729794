// The pages that compare two campaigns: those that a build writes, and the one that compares any two in the browser.

import { type Catalogue, catalogue, type Entry, sideOf } from '../../catalogue/catalogue.ts';
import { type Figure, figuresIn } from '../../catalogue/figures-in.ts';
import { writtenPairs } from '../../catalogue/pairs.ts';
import { phase4Of } from '../../catalogue/texts.ts';
import type { Link } from '../link.ts';
import { campaignPath, comparePath, withBase } from '../site.ts';
import { type Compared, type ComparisonView, comparisonView } from './comparison.ts';
import { experimentsDiffer } from './experiment.ts';

export interface ComparePage extends ComparisonView {
  path: string;
  /** What has to be known before the figures are read. */
  caution: string | null;
}

export const comparePaths = () =>
  [...writtenPairs(catalogue()).values()].map(({ before, after }) => ({
    params: { a: before.id, b: after.id },
    props: { a: before.id, b: after.id },
  }));

export function comparePage(a: string, b: string): ComparePage {
  const read = catalogue();
  const [before, after] = [read.byId.get(a), read.byId.get(b)];
  if (!before || !after) throw new Error(`no campaign ${before ? b : a}`);
  const onSite = (entry: Entry) => compared(read, entry, withBase(campaignPath(entry.id)));
  const view = comparisonView(onSite(before), onSite(after));
  return { ...view, path: comparePath(a, b), caution: experimentsDiffer(read, before, after) };
}

export interface FreeComparison {
  /** Where the browser finds what it compares. */
  apiBase: string;
  campaignsBase: string;
  written: Link[];
}

export const freeComparison = (): FreeComparison => ({
  apiBase: withBase('api/'),
  campaignsBase: withBase('campaigns/'),
  // not one is left out: no build writes more
  written: [...writtenPairs(catalogue()).values()].map(({ before, after }) => ({
    text: `${after.id} with ${before.id}`,
    href: withBase(comparePath(before.id, after.id)),
  })),
});

/** @param href of its page */
export function compared({ root }: Catalogue, entry: Entry, href: string): Compared {
  const { id, head, verdict } = entry;
  return {
    id,
    href,
    ref: head.ref,
    completed_at: head.completed_at,
    outcome: verdict.outcome,
    ...sideOf(entry),
    figures: figuresOf(root, entry),
  };
}

/** Of its phase 4, read again. */
export const figuresOf = (root: string, entry: Entry): Figure[] => figuresIn(phase4Of(root, entry)?.document ?? null);
