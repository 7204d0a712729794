// What is better and what is worse than in earlier releases: the campaigns that stand for the two, side by side. A
// defect that is gone or new counts, and a bound that differs by more than chance explains.

import { type Catalogue, type Entry, sideOf } from '../../catalogue/catalogue.ts';
import { changesBetween } from '../../catalogue/compare.ts';
import { differencesBetween } from '../../catalogue/figures-in.ts';
import type { DefectState } from '../../catalogue/findings-in.ts';
import { speakerOf } from '../../catalogue/pairs.ts';
import type { Release } from '../../catalogue/releases.ts';
import { compareHref } from '../compare/address.ts';
import { figuresOf } from '../compare/compare-page.ts';
import { experimentsDiffer } from '../compare/experiment.ts';
import { faultInWords } from '../fault-words.ts';
import { fewOf, firstOf, type Listed } from '../left-out.ts';
import type { Link } from '../link.ts';
import { nameInWords } from '../name-in-words.ts';
import { boundInWords } from '../rounding.ts';
import { campaignPath, withBase } from '../site.ts';
import { releaseHref } from './decision.ts';

/** `Gone` or `New` of a defect, nothing of a figure. */
export type Change = Link & { what: 'Gone' | 'New' | null };

export interface SinceBefore {
  before: Link;
  /** Where the two campaigns are compared in full. */
  comparison: Link;
  better: Listed<Change>;
  worse: Listed<Change>;
  /** What has to be known before either is read. */
  caution: string | null;
  /** Defects of both. */
  same: number;
  /** Defects that were found now, and not looked for in the earlier release. */
  firstLookedFor: number;
}

const LISTED_MAX = 12;
const CLASSES_NAMED_MAX = 12;
const EARLIER_MAX = 3;

/** One for each earlier release that was measured, the latest first; none for the oldest of a subject. */
export function sinceEarlier(catalogue: Catalogue, release: Release): SinceBefore[] {
  const earlier: Release[] = [];
  for (let one = release.before; one !== null && earlier.length < EARLIER_MAX; one = one.before) earlier.push(one);
  return earlier.flatMap((one) => since(catalogue, one, release) ?? []);
}

function since(catalogue: Catalogue, earlier: Release, release: Release): SinceBefore | null {
  const [before, after] = [speakerOf(earlier), speakerOf(release)];
  if (!before || !after) return null;
  const { findings } = changesBetween(sideOf(before), sideOf(after));
  const bounds = boundsBetween(catalogue, before, after);
  const comparison = { text: `${before.id} and ${after.id}`, href: compareHref(catalogue, { before, after }) };
  return {
    before: { text: nameInWords(earlier.ref), href: releaseHref(earlier) },
    comparison,
    better: firstOf([...bounds.better, ...defects(before, 'Gone', findings.gone)], LISTED_MAX, comparison.href),
    worse: firstOf([...bounds.worse, ...defects(after, 'New', findings.fresh)], LISTED_MAX, comparison.href),
    caution: experimentsDiffer(catalogue, before, after),
    same: findings.remaining.length,
    firstLookedFor: findings.firstLookedFor.length,
  };
}

const hrefOf = ({ id }: Entry, at: string): string => `${withBase(campaignPath(id))}#${at}`;

const UNDER = ', under ';

/** A defect that several fault classes bring out is one line, which leads to the first. */
function defects(of: Entry, what: 'Gone' | 'New', found: readonly DefectState[]): Change[] {
  return [...Map.groupBy(found, ({ words }) => words.split(UNDER)[0] ?? words)].map(([words, alike]) => {
    const classes = alike.flatMap((one) => one.words.split(UNDER).slice(1));
    const under = classes.length === 0 ? '' : `${UNDER}${fewOf(classes, CLASSES_NAMED_MAX)}`;
    return { what, text: `${words}${under}`, href: hrefOf(of, alike[0]?.at ?? '') };
  });
}

const BOUND = '.bound';

/** Of each fault class, where the two differ beyond their intervals. */
function boundsBetween({ root }: Catalogue, before: Entry, after: Entry): { better: Change[]; worse: Change[] } {
  const differing = differencesBetween(figuresOf(root, before), figuresOf(root, after)).flatMap((one) =>
    one.exceeds === true && one.id.endsWith(BOUND) && one.before && one.after
      ? [{ fault: one.id.slice(0, -BOUND.length), was: one.before.value, is: one.after.value }]
      : [],
  );
  const of = (isBetter: boolean): Change[] =>
    differing
      .filter(({ was, is }) => is > was === isBetter)
      .map(({ fault, was, is }) => ({
        what: null,
        text: `After ${faultInWords(fault)}, every node holds ${shareInWords(is)} the confirmed writes in the end; before it was ${shareInWords(was)} them`,
        href: hrefOf(after, `phase4.${fault}`),
      }));
  return { better: of(true), worse: of(false) };
}

/** A bare 1 would be read as one write. */
const shareInWords = (share: number): string => (share === 1 ? 'all of' : `a share of ${boundInWords(share)} of`);
