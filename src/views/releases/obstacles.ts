// What speaks against a release: the defects that a gate campaign of it failed by, and those that somebody who uses it
// has to live with. Each is said once, however many campaigns show it.

import { type Catalogue, type Entry, findingsOf } from '../../catalogue/catalogue.ts';
import { isAnomaly } from '../../catalogue/defect-words.ts';
import { type Defect, idOfBug, titleOf } from '../../catalogue/findings.ts';
import { defectOf } from '../../catalogue/named-findings.ts';
import { narrativeOf } from '../../catalogue/narratives.ts';
import { attemptsOf, type Release } from '../../catalogue/releases.ts';
import { ANOMALIES } from '../../contract/anomaly-names.ts';
import { INVARIANTS } from '../../contract/invariants.ts';
import { writeThatShows } from '../campaign/ops/address.ts';
import { defectHref } from '../findings/address.ts';
import { workaroundOf } from '../findings/workaround.ts';
import { firstOf, type Listed, leftOut } from '../left-out.ts';
import type { Link } from '../link.ts';
import { campaignPath, FINDINGS_PATH, withBase } from '../site.ts';
import { sentence } from '../words.ts';

export interface Obstacle {
  /** Of the finding. */
  id: string;
  title: string;
  /** Its line in the ledger of findings. */
  href: string;
  /** Where to see it, one campaign a link. */
  shownBy: Listed<Link>;
  /** What it breaks, in words; null for what no list of promises has. */
  broken: string | null;
  /** The page of a write that shows it. */
  write: Link | null;
  /** Finished HTML of an analysis; null where none tells of one. */
  workaround: string | null;
}

export interface Obstacles {
  blockers: Obstacle[];
  limits: Obstacle[];
  /** To the ledger, which has those beyond the list. */
  more: Link | undefined;
}

const LISTED_MAX = 30;
const SHOWN_BY_MAX = 4;

interface Shown {
  /** The campaign, and the place on its page. */
  by: { entry: Entry; at: string }[];
  /** A gate campaign failed by it. */
  blocks: boolean;
}

export async function obstaclesOf(catalogue: Catalogue, release: Release): Promise<Obstacles> {
  const attempts = new Set(attemptsOf(release));
  const shown = new Map<string, Shown>();
  for (const entry of release.campaigns) {
    for (const { id, at, state, promised } of findingsOf(entry)) {
      if (state === 'found') add(shown, id, entry, at, attempts.has(entry) && promised === true);
    }
    const { analysis } = await narrativeOf(catalogue, entry);
    for (const bug of analysis?.bugs ?? []) add(shown, idOfBug(bug), entry, 'analysis', false);
  }
  // what blocks the release comes first, however many known limits there are
  const inOrder = [...shown].toSorted(([, x], [, y]) => Number(y.blocks) - Number(x.blocks));
  const listed = inOrder.slice(0, LISTED_MAX);
  const all = await Promise.all(listed.map(([id, one]) => obstacleOf(catalogue, release, id, one)));
  const of = (blocks: boolean) => all.flatMap((one) => (one?.blocks === blocks ? [one.obstacle] : []));
  return {
    blockers: of(true),
    limits: of(false),
    more: leftOut(shown.size - listed.length, withBase(FINDINGS_PATH), 'in the ledger of findings'),
  };
}

function add(shown: Map<string, Shown>, id: string, entry: Entry, at: string, blocks: boolean): void {
  const known = shown.get(id) ?? { by: [], blocks: false };
  if (known.by.at(-1)?.entry !== entry) known.by.push({ entry, at });
  known.blocks ||= blocks;
  shown.set(id, known);
}

async function obstacleOf(catalogue: Catalogue, { campaigns }: Release, id: string, { by, blocks }: Shown) {
  const [newest] = campaigns;
  const defect = newest && (await defectOf(catalogue, newest, id));
  return defect ? { blocks, obstacle: obstacle(defect, id, by) } : null;
}

const obstacle = (defect: Defect, id: string, by: Shown['by']): Obstacle => ({
  id,
  title: sentence(titleOf(defect)),
  href: defectHref(defect),
  shownBy: firstOf(
    by.map(({ entry: { id }, at }) => ({ text: id, href: `${withBase(campaignPath(id))}#${at}` })),
    SHOWN_BY_MAX,
    withBase('campaigns/'),
    'campaigns',
  ),
  broken: brokenBy(id),
  write: writeIn(id, by),
  workaround: workaroundOf(defect),
});

/** Of the first that has one: the others are not asked. */
function writeIn(id: string, by: Shown['by']): Link | null {
  for (const { entry } of by) {
    const link = writeThatShows(entry, id);
    if (link) return link;
  }
  return null;
}

/** The invariant that a defect of a checker breaks. */
function brokenBy(id: string): string | null {
  const anomaly = id.split('.').at(-1);
  if (!isAnomaly(anomaly)) return null;
  const { excluded_by } = ANOMALIES[anomaly];
  return excluded_by === 'always'
    ? 'No store may do this.'
    : `It breaks the invariant ${excluded_by}: ${INVARIANTS[excluded_by]}.`;
}
