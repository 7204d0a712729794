// The ledger of findings as a page, and as a document for machines: what is still there first, the controls apart.

import type { AnalysisFix } from '../../analysis/analysis.ts';
import { type Catalogue, catalogue, type Entry } from '../../catalogue/catalogue.ts';
import { dayOf } from '../../catalogue/completion.ts';
import { type Defect, findingsLedger, titleOf } from '../../catalogue/findings.ts';
import type { ApiFindings } from '../../contract/api.ts';
import { writeThatShows } from '../campaign/ops/address.ts';
import { leftOut } from '../left-out.ts';
import type { Link } from '../link.ts';
import { nameInWords } from '../name-in-words.ts';
import { releaseHref } from '../releases/decision.ts';
import { grouped } from '../rounding.ts';
import { campaignPath, FINDINGS_API_PATH, FINDINGS_PATH, RELEASES_PATH, withBase } from '../site.ts';
import { counted, type Mark, sentence } from '../words.ts';
import { defectAnchor } from './address.ts';
import { reproduceCommand } from './reproduce.ts';
import { workaroundOf } from './workaround.ts';

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
  /** To all releases. */
  moreReleases: Link | undefined;
  /** The page of a write that shows it. */
  write: Link | null;
  reproduce: string | null;
  told: Link | null;
  workaround: string | null;
  fixes: { label: string; url: string | null }[];
  moreFixes: Link | undefined;
}

export interface FindingsView {
  path: string;
  sentence: string;
  subjects: FindingRow[];
  controls: FindingRow[];
  /** Beyond those told in full: by title only. */
  others: { anchor: string; title: string; href: string }[];
  /** To the document for machines, which has them all. */
  more: Link | undefined;
}

/** Told in full are as many as fit: some take a line, others a page. */
const TOLD_BYTES_MAX = 384 * 1024;
const LISTED_BYTES_MAX = 192 * 1024;
const RELEASES_MAX = 12;
const FIXES_MAX = 8;
const FIX_CHARS_MAX = 200;
/** Campaigns that are asked for a write. */
const ASKED_MAX = 20;

export async function findingsPage(): Promise<FindingsView> {
  const read = catalogue();
  const all = await findingsLedger(read);
  const told = asRoomAllows(all, TOLD_BYTES_MAX, (defect) => ({
    row: findingRow(read, defect),
    isControl: defect.isControl,
  }));
  const others = asRoomAllows(all.slice(told.length), LISTED_BYTES_MAX, otherRow);
  const rows = (isControl: boolean) => told.flatMap((one) => (one.isControl === isControl ? [one.row] : []));
  const open = all.filter(({ goneSince, isControl }) => goneSince === null && !isControl).length;
  const products = all.filter(({ isControl }) => !isControl).length;
  return {
    path: FINDINGS_PATH,
    sentence: `${grouped(products)} ${products === 1 ? 'defect was' : 'defects were'} found in products, of which ${grouped(open)} ${open === 1 ? 'is' : 'are'} not known to be gone.`,
    subjects: rows(false),
    controls: rows(true),
    others,
    more: leftOut(
      all.length - told.length - others.length,
      withBase(FINDINGS_API_PATH),
      'in the document for machines',
    ),
  };
}

const otherRow = (defect: Defect): FindingsView['others'][number] => ({
  anchor: defectAnchor(defect),
  title: titleOf(defect),
  href: withBase(campaignPath(defect.seen[0]?.entry.id ?? '')),
});

/** The first rows whose text, escaped, takes so many bytes; the others are not even made. */
function asRoomAllows<T>(all: readonly Defect[], bytes_max: number, rowOf: (defect: Defect) => T): T[] {
  const rows: T[] = [];
  let room = bytes_max;
  for (const defect of all) {
    const row = rowOf(defect);
    const text = JSON.stringify(row);
    room -= Buffer.byteLength(text) + ESCAPED_BYTES * (text.match(/[<>&"]/g)?.length ?? 0);
    if (room < 0) break;
    rows.push(row);
  }
  return rows;
}

/** What `&quot;` or `&lt;` takes more than the sign itself. */
const ESCAPED_BYTES = 5;

const shortened = ({ label, url }: AnalysisFix): AnalysisFix => ({
  label: label.length > FIX_CHARS_MAX ? `${label.slice(0, FIX_CHARS_MAX)}…` : label,
  url,
});

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
    moreReleases: leftOut(releases.length - RELEASES_MAX, withBase(RELEASES_PATH), 'versions'),
    write: writeIn(defect),
    reproduce: shown?.finding ? reproduceCommand(read.root, shown.entry, shown.finding.cycle) : null,
    told: told && linkTo(told.entry, 'analysis'),
    workaround: workaroundOf(defect),
    fixes: told?.bug.fixed_in.slice(0, FIXES_MAX).map(shortened) ?? [],
    moreFixes: told
      ? leftOut(told.bug.fixed_in.length - FIXES_MAX, linkTo(told.entry, 'analysis').href, 'fixes')
      : undefined,
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
