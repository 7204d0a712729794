// What a campaign means beyond itself: for its release, and since the campaign before.

import { type Catalogue, type Entry, sideOf } from '../../catalogue/catalogue.ts';
import { changesBetween } from '../../catalogue/compare.ts';
import { comparedWith } from '../../catalogue/pairs.ts';
import { releaseOf } from '../../catalogue/releases.ts';
import { isControl } from '../../contract/controls.ts';
import { compareHref } from '../compare/address.ts';
import { changesInWords } from '../compare/comparison.ts';
import type { Link } from '../link.ts';
import { decisionMark, decisionSentence, releaseHref } from '../releases/decision.ts';
import { campaignPath, withBase } from '../site.ts';
import type { Mark } from '../words.ts';

export interface DecisionView {
  mark: Mark;
  /** The same as on the page of the release. */
  sentence: string;
  href: string;
  /** What this campaign has to do with it. */
  part: string;
}

/** Null for a campaign that belongs to no release. */
export function decisionOf(catalogue: Catalogue, entry: Entry): DecisionView | null {
  const release = releaseOf(catalogue, entry);
  if (release === null) return null;
  return {
    mark: decisionMark(release),
    sentence: decisionSentence(release),
    href: releaseHref(release),
    part: isControl(release.subject) ? 'This campaign tests the harness itself.' : partOf(entry),
  };
}

function partOf({ clearing, verdict }: Entry): string {
  if (clearing?.clears) return 'This campaign clears it.';
  if (clearing === null) return 'This is no gate campaign, so it clears nothing.';
  if (verdict.outcome === 'FAIL') return 'This gate campaign failed.';
  const [first] = clearing.why;
  return `This gate campaign does not clear it. ${first ?? ''}`.trim();
}

export interface SinceView {
  before: Link;
  text: string;
  href: string;
}

/** The short form of a comparison; null where there is nothing to compare with. */
export function sinceLast(catalogue: Catalogue, entry: Entry): SinceView | null {
  const before = comparedWith(catalogue, entry);
  if (before === null) return null;
  return {
    before: { text: before.id, href: withBase(campaignPath(before.id)) },
    text: changesInWords(changesBetween(sideOf(before), sideOf(entry))),
    href: compareHref(catalogue, { before, after: entry }),
  };
}
