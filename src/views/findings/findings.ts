// The ledger of findings as a page, and as a document for machines: what is still there first, the controls apart.

import { type Catalogue, catalogue, type Entry } from '../../catalogue/catalogue.ts';
import { dayOf } from '../../catalogue/completion.ts';
import { type Defect, findingsLedger, titleOf } from '../../catalogue/findings.ts';
import type { ApiFindings } from '../../contract/api.ts';
import { writeThatShows } from '../campaign/ops/address.ts';
import type { Link } from '../link.ts';
import { nameInWords, releaseHref } from '../releases/decision.ts';
import { grouped } from '../rounding.ts';
import { campaignPath, FINDINGS_PATH, withBase } from '../site.ts';
import { counted, type Mark, sentence } from '../words.ts';
import { defectAnchor } from './address.ts';
import { reproduceCommand } from './reproduce.ts';

export interface FindingRow {
  anchor: string;
  id: string;
  title: string;
  subject: string;
  state: { mark: Mark; text: string };
  /** What the checkers say, where an analysis gave it another name. */
  words: string | null;
  first: Link & { when: string };
  last: Link & { when: string };
  seen: string;
  goneSince: Link | null;
  /** Newest first. */
  releases: (Link & { mark: Mark })[];
  /** The page of a write that shows it. */
  write: Link | null;
  reproduce: string | null;
  told: Link | null;
  workaround: string | null;
  fixes: { label: string; url: string | null }[];
}

export interface FindingsView {
  path: string;
  sentence: string;
  subjects: FindingRow[];
  controls: FindingRow[];
  /** Beyond those told in full: by title only. */
  others: { anchor: string; title: string; href: string }[];
  /** Not even listed. */
  more: number;
}

const TOLD_MAX = 300;
const LISTED_MAX = 5_000;
const RELEASES_MAX = 12;
/** Campaigns that are asked for a write. */
const ASKED_MAX = 20;

export async function findingsPage(): Promise<FindingsView> {
  const read = catalogue();
  const all = await findingsLedger(read);
  const listed = all.slice(0, TOLD_MAX);
  const others = all.slice(TOLD_MAX, LISTED_MAX);
  const rows = (isControl: boolean) =>
    listed.filter((defect) => defect.isControl === isControl).map((defect) => findingRow(read, defect));
  const open = all.filter(({ goneSince, isControl }) => goneSince === null && !isControl).length;
  const products = all.filter(({ isControl }) => !isControl).length;
  return {
    path: FINDINGS_PATH,
    sentence: `${grouped(products)} ${products === 1 ? 'defect was' : 'defects were'} found in products, of which ${grouped(open)} ${open === 1 ? 'is' : 'are'} not known to be gone.`,
    subjects: rows(false),
    controls: rows(true),
    others: others.map((defect) => ({
      anchor: defectAnchor(defect),
      title: titleOf(defect),
      href: withBase(campaignPath(defect.seen[0]?.entry.id ?? '')),
    })),
    more: all.length - listed.length - others.length,
  };
}

/** By campaign and by finding: what a search, or somebody's own page, needs. */
export async function apiFindings(read: Catalogue): Promise<ApiFindings> {
  const all = await findingsLedger(read);
  return {
    schema_version: 1,
    findings: all.map((defect) => ({
      id: defect.id,
      subject: defect.subject,
      control: defect.isControl,
      title: titleOf(defect),
      campaigns: defect.seen.map(({ entry }) => entry.id),
      gone_since: defect.goneSince?.ref ?? null,
    })),
  };
}

export function findingRow(read: Catalogue, defect: Defect): FindingRow {
  const { id, subject, words, told, seen, goneSince, releases } = defect;
  const [newest, oldest] = [seen[0], seen.at(-1)];
  if (!newest || !oldest) throw new Error(`a finding that no campaign shows: ${id}`);
  const shown = seen.find(({ finding }) => finding !== null);
  return {
    anchor: defectAnchor(defect),
    id: words === null ? '' : id,
    title: sentence(titleOf(defect)),
    subject: subject === null ? 'no subject recorded' : nameInWords(subject),
    state: stateOf(defect),
    words: told && words,
    first: linkTo(oldest.entry, oldest.finding?.at),
    last: linkTo(newest.entry, newest.finding?.at),
    seen: counted(seen.length, 'campaign'),
    goneSince: goneSince && { text: nameInWords(goneSince.ref), href: releaseHref(goneSince) },
    releases: releases.slice(0, RELEASES_MAX).map(({ release, isFound }) => ({
      text: nameInWords(release.ref),
      href: releaseHref(release),
      mark: isFound ? FOUND : ABSENT,
    })),
    write: writeIn(defect),
    reproduce: shown?.finding ? reproduceCommand(read.root, shown.entry, shown.finding.cycle) : null,
    told: told && linkTo(told.entry, 'analysis'),
    workaround: told?.bug.workaround?.html ?? null,
    fixes: told?.bug.fixed_in ?? [],
  };
}

/** Of the newest campaign that has one. */
const writeIn = ({ id, seen }: Defect): Link | null =>
  seen
    .slice(0, ASKED_MAX)
    .map(({ entry }) => writeThatShows(entry, id))
    .find((link) => link !== null) ?? null;

const FOUND: Mark = { glyph: '✗', word: 'found', tone: 'fail' };
const ABSENT: Mark = { glyph: '✓', word: 'looked for, not found', tone: 'pass' };

function stateOf({ words, goneSince, releases }: Defect): FindingRow['state'] {
  if (goneSince) return { mark: { glyph: '✓', word: 'Gone', tone: 'pass' }, text: '' };
  if (words === null)
    return { mark: { glyph: '?', word: 'Named', tone: 'warn' }, text: 'Named by an analysis. No check looks for it.' };
  const last = releases.find(({ isFound }) => isFound);
  return {
    mark: { glyph: '✗', word: 'Open', tone: 'fail' },
    text: last ? `Found in ${nameInWords(last.release.ref)}; no later version was found free of it.` : 'Found.',
  };
}

const linkTo = ({ id, head }: Entry, at = ''): Link & { when: string } => ({
  text: id,
  href: `${withBase(campaignPath(id))}${at === '' ? '' : `#${at}`}`,
  when: dayOf(head) ?? 'no date',
});
