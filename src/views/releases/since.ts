// What is better and what is worse than in the release before: the campaigns that stand for the two, side by side.

import { type Catalogue, type Entry, sideOf } from '../../catalogue/catalogue.ts';
import { changesBetween } from '../../catalogue/compare.ts';
import type { Finding } from '../../catalogue/findings-in.ts';
import { speakerOf } from '../../catalogue/pairs.ts';
import type { Release } from '../../catalogue/releases.ts';
import { compareHref } from '../compare/address.ts';
import type { Link } from '../link.ts';
import { campaignPath, withBase } from '../site.ts';
import { nameInWords, releaseHref } from './decision.ts';

export interface SinceBefore {
  before: Link;
  /** Where the two campaigns are compared in full. */
  comparison: Link;
  better: Link[];
  worse: Link[];
  /** Defects of both. */
  same: number;
  /** Defects that were found now, and not looked for in the release before. */
  firstLookedFor: number;
}

const LISTED_MAX = 12;

/** Null for the oldest release of a subject. */
export function sinceBefore(catalogue: Catalogue, release: Release): SinceBefore | null {
  const { before: earlier } = release;
  const [before, after] = [earlier && speakerOf(earlier), speakerOf(release)];
  if (!earlier || !before || !after) return null;
  const { findings } = changesBetween(sideOf(before), sideOf(after));
  const links = (of: Entry, found: readonly Finding[]): Link[] =>
    found
      .slice(0, LISTED_MAX)
      .map(({ words, at }) => ({ text: words, href: `${withBase(campaignPath(of.id))}#${at}` }));
  return {
    before: { text: nameInWords(earlier.ref), href: releaseHref(earlier) },
    comparison: { text: `${before.id} and ${after.id}`, href: compareHref(catalogue, { before, after }) },
    better: links(before, findings.gone),
    worse: links(after, findings.fresh),
    same: findings.remaining.length,
    firstLookedFor: findings.firstLookedFor.length,
  };
}
