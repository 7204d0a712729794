// The ledger of findings: every defect that an analysis names or a checker found, over all published campaigns. Made
// once for a catalogue, in one pass.
//
// Since when a defect is there is a question of campaigns, since when it is gone one of releases: an old release may
// be measured again at any time. It is gone since the first release, after the last that shows it, in whose campaigns
// it was looked for and not found. What only an analysis names, no check looks for, and nobody can say that it is gone.

import type { AnalysisBug } from '../analysis/analysis.ts';
import { isControl } from '../contract/controls.ts';
import { type Catalogue, type Entry, findingsOf } from './catalogue.ts';
import type { DefectState } from './findings-in.ts';
import { narrativeOf } from './narratives.ts';
import { type Release, releaseOf } from './releases.ts';

export interface Defect {
  /** Its id among those of its subject, as an analysis may name it. */
  id: string;
  subject: string | null;
  isControl: boolean;
  /** What a checker or a check says of it; null where only an analysis names it. */
  words: string | null;
  /** The newest analysis that tells of it. */
  told: { entry: Entry; bug: AnalysisBug } | null;
  /** The campaigns that show it, newest first. */
  seen: { entry: Entry; finding: DefectState | null }[];
  /** The releases that were looked at for it, newest first, with what was found; none where only an analysis names it. */
  releases: { release: Release; isFound: boolean }[];
  /** The release since which it is gone; null where it is not, or nobody looked since. */
  goneSince: Release | null;
}

/** Those still there first, then by the newest campaign that shows them. */
export async function findingsLedger(catalogue: Catalogue): Promise<readonly Defect[]> {
  const known = made.get(catalogue);
  if (known) return known;
  const making = make(catalogue);
  made.set(catalogue, making);
  return making;
}

/** Where two analyses give the same title to a defect, it is the same one; else they may name an id. */
export const idOfBug = ({ finding, title }: AnalysisBug): string => finding ?? `said.${title.trim().toLowerCase()}`;

const TITLE_CHARS_MAX = 200;

/** What to call a defect: as an analysis calls it, else as its checker does. A title may be as long as an analysis. */
export function titleOf({ told, words, id }: Pick<Defect, 'told' | 'words' | 'id'>): string {
  const title = told?.bug.title ?? words ?? id;
  return title.length > TITLE_CHARS_MAX ? `${title.slice(0, TITLE_CHARS_MAX)}…` : title;
}

/** No two share it, whatever stands in a subject or a title. */
export const keyOf = (subject: string | null, id: string): string => JSON.stringify([subject, id]);

const made = new WeakMap<Catalogue, Promise<readonly Defect[]>>();

/** A defect while campaigns are still being read. */
interface Open extends Omit<Defect, 'releases' | 'goneSince'> {
  looked: Map<Release, boolean>;
}

async function make(catalogue: Catalogue): Promise<readonly Defect[]> {
  const open = new Map<string, Open>();
  for (const entry of catalogue.entries.filter(({ local }) => !local)) {
    const release = releaseOf(catalogue, entry);
    for (const finding of findingsOf(entry)) addFinding(open, entry, finding, release);
    const { analysis } = await narrativeOf(catalogue, entry);
    for (const bug of analysis?.bugs ?? []) addBug(open, entry, bug);
  }
  const defects = [...open.values()].filter(({ seen }) => seen.length > 0).map(closed);
  return defects.sort((a, b) => rankOf(a) - rankOf(b));
}

/** There to be seen, named only, gone. */
const rankOf = ({ goneSince, words }: Defect): number => (goneSince ? 2 : words === null ? 1 : 0);

function defectOf(open: Map<string, Open>, { head }: Entry, id: string): Open {
  const key = keyOf(head.subject, id);
  const known = open.get(key);
  if (known) return known;
  const subject = head.subject;
  const fresh: Open = {
    id,
    subject,
    isControl: subject !== null && isControl(subject),
    words: null,
    told: null,
    seen: [],
    looked: new Map(),
  };
  open.set(key, fresh);
  return fresh;
}

function addFinding(open: Map<string, Open>, entry: Entry, finding: DefectState, release: Release | null): void {
  const defect = defectOf(open, entry, finding.id);
  defect.words ??= finding.words;
  const isFound = finding.state === 'found';
  if (isFound) defect.seen.push({ entry, finding });
  if (release) defect.looked.set(release, isFound || defect.looked.get(release) === true);
}

function addBug(open: Map<string, Open>, entry: Entry, bug: AnalysisBug): void {
  const defect = defectOf(open, entry, idOfBug(bug));
  if (bug.title !== '') defect.told ??= { entry, bug };
  if (defect.seen.at(-1)?.entry !== entry) defect.seen.push({ entry, finding: null });
}

function closed({ looked, ...defect }: Open): Defect {
  const releases = [...looked]
    .map(([release, isFound]) => ({ release, isFound }))
    .sort((a, b) => b.release.position - a.release.position);
  const last = releases.findIndex(({ isFound }) => isFound);
  const since = last > 0 ? releases[last - 1] : undefined;
  return { ...defect, releases, goneSince: since?.release ?? null };
}
