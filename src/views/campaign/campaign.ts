// The campaign page: everything on it, in the order in which it is read.

import { webAddress } from '../../analysis/web-address.ts';
import type { Catalogue, Entry } from '../../catalogue/catalogue.ts';
import { completionInWords } from '../../catalogue/completion.ts';
import { neighboursOf } from '../../catalogue/neighbours.ts';
import { archiveOf } from '../../catalogue/published.ts';
import { EVIDENCE_LIST_FILE, isPublished, SUMMARY_FILE } from '../../contract/names.ts';
import { fewOf, type Listed, leftOut } from '../left-out.ts';
import type { Link } from '../link.ts';
import { nameInWords } from '../name-in-words.ts';
import { grouped } from '../rounding.ts';
import { seriesHref } from '../series/address.ts';
import { apiPath, artifactPath, campaignPath, evidencePath, hashListPath, withBase } from '../site.ts';
import { bytesInWords, type Mark, markOf, stampOf } from '../words.ts';
import { type AnalysisView, analysisOf } from './analysis.ts';
import { type Blockers, blockersOf } from './blockers.ts';
import { claimInWords, disputeInWords } from './dispute.ts';
import { environmentInWords } from './environment.ts';
import { derivedFocus, type Focus } from './focus.ts';
import { searchCommand } from './missing.ts';
import { type PhaseView, phaseViews } from './phase/phase.ts';
import { hasOwnPage, inlineRaw, type RawView } from './raw.ts';
import { type ReconstructionView, reconstructionViews } from './reconstruction.ts';
import { type ShardRow, shardRows } from './shards.ts';
import { type DecisionView, decisionOf, type SinceView, sinceLast } from './standing.ts';
import { stateBanners, stateNote } from './state-words.ts';
import { type VerifyView, verifyView } from './verify-commands.ts';

export interface ArtifactRow {
  file: string;
  size: string;
  sha256: string | null;
  provenance: string;
  state: string;
  problem: string | null;
  pageHref: string | null;
  downloadHref: string | null;
}

export interface CampaignView {
  id: string;
  /** The id and the version under test. */
  title: string;
  local: boolean;
  kicker: { series: { text: string; href: string | null }; ordinal: number } | null;
  outcome: string;
  disputed: boolean;
  mark: Mark;
  stamp: { word: string; small: string };
  decision: DecisionView | null;
  blockers: Blockers | null;
  since: SinceView | null;
  environment: string;
  shards: ShardRow[];
  facts: { label: string; value: string; code?: boolean; note?: string; href?: string | null }[];
  dispute: string | null;
  banners: string[];
  focus: Focus;
  analysis: AnalysisView | null;
  phases: PhaseView[];
  artifacts: ArtifactRow[];
  /** To the list of all files. */
  moreArtifacts: Link | undefined;
  /** All published artifacts as one tar; null where there is none. */
  archive: { file: string; href: string; size: string; sha256: string } | null;
  summary: RawView | null;
  /** Files of the folder that are nowhere on the site, and why; empty where there is none. */
  leftOut: string;
  verify: VerifyView;
  reconstructions: Listed<ReconstructionView>;
  search: string | null;
  apiHref: string;
  /** Where the terms of the field are explained. */
  wordsHref: string;
  previous: Link | null;
  next: Link | null;
  description: string;
}

/** What a page lists of a folder that may hold anything. */
const ARTIFACTS_MAX = 400;
const LEFT_OUT_MAX = 40;
const NOTES_MAX = 20;
const NOTE_CHARS_MAX = 600;

export async function campaignView(catalogue: Catalogue, entry: Entry): Promise<CampaignView> {
  const { id, verdict } = entry;
  const analysis = await analysisOf(catalogue, entry);
  const focus = derivedFocus(entry);
  const { previous, next } = neighboursOf(catalogue, entry);
  const phases = phaseViews(catalogue.root, entry);
  const summary = verdict.artifacts.find(({ file, bytes }) => file === SUMMARY_FILE && bytes !== null);
  return {
    id,
    title: titleOf(entry),
    local: entry.local,
    kicker:
      entry.series !== null && entry.ordinal !== null
        ? {
            series: { text: entry.series, href: entry.local ? null : seriesHref(entry.series) },
            ordinal: entry.ordinal,
          }
        : null,
    outcome: verdict.outcome,
    disputed: verdict.claim.disputed,
    mark: markOf(verdict.outcome),
    stamp: { word: stampOf(verdict.outcome), small: stampNote(entry) },
    decision: decisionOf(catalogue, entry),
    blockers: blockersOf(entry, phases),
    since: sinceLast(catalogue, entry),
    environment: environmentInWords(entry.head),
    shards: shardRows(entry.head.shards),
    facts: factsOf(entry),
    dispute: disputeInWords(verdict),
    banners: bannersOf(entry),
    focus,
    analysis,
    phases,
    artifacts: artifactRows(entry),
    moreArtifacts: moreArtifacts(entry),
    archive: await archiveLink(catalogue.root, entry),
    summary: summary ? inlineRaw(catalogue.root, entry, summary) : null,
    leftOut: fewOf(
      entry.leftOut.map(({ name, why }) => `${name} (${why})`),
      LEFT_OUT_MAX,
    ),
    verify: verifyView(id),
    reconstructions: reconstructionViews(catalogue.root, entry),
    search: searchCommand(entry),
    apiHref: withBase(apiPath(id)),
    wordsHref: withBase('methodology/#the-words-of-this-site'),
    previous: previous && linkTo(previous),
    next: next && linkTo(next),
    description: `${stampOf(verdict.outcome)}: ${analysis?.headlineText ?? focus.headline}`,
  };
}

const linkTo = ({ id, ordinal }: Entry): Link => ({
  text: ordinal === null ? id : `r${ordinal}`,
  href: withBase(campaignPath(id)),
});

function stampNote({ head, verdict }: Entry): string {
  const passed = verdict.phases.filter(({ status }) => status === 'PASS').length;
  const failed = verdict.phases.filter(({ status }) => status === 'FAIL').length;
  const phases = verdict.outcome === 'FAIL' ? `${failed} of 4 phases failed` : `${passed} of 4 phases proven`;
  return head.profile ? `${head.profile} · ${phases}` : phases;
}

function factsOf({ head, verdict }: Entry): CampaignView['facts'] {
  const { claim, agrees } = claimInWords(verdict);
  const present = verdict.artifacts.filter(({ bytes }) => bytes !== null).length;
  const source = head.reconstructed_from;
  return [
    {
      label: 'Ref',
      value: head.ref === null ? 'not recorded' : nameInWords(head.ref),
      code: head.ref !== null,
      ...(head.subject
        ? { note: [head.subject, head.version].flatMap((name) => (name ? nameInWords(name) : [])).join(' ') }
        : {}),
    },
    {
      label: 'Completed',
      value: completionInWords(head) ?? 'not recorded',
      ...noteOf([head.doubt && `as recorded: ${head.doubt}, so it counts for nothing`, stateNote(head)]),
    },
    { label: 'Claim', value: claim, note: agrees },
    {
      label: 'Evidence',
      value: `${grouped(present)} ${present === 1 ? 'artifact' : 'artifacts'}`,
      ...(source ? { note: `reconstructed from ${runInWords(source)}`, href: webAddress(source) } : {}),
    },
  ];
}

const noteOf = (notes: readonly (string | null)[]): { note?: string } => {
  const said = notes.filter((note) => note !== null);
  return said.length === 0 ? {} : { note: said.join('; ') };
};

/** A series of one subject tests many versions: the title says which. */
const titleOf = ({ id, head }: Entry): string =>
  head.ref !== null && !id.includes(head.ref)
    ? `${id}, ${head.subject === null ? 'ref' : nameInWords(head.subject)} ${nameInWords(head.ref)}`
    : id;

/** `run 24668417320` of an address that ends in /runs/24668417320. */
const runInWords = (address: string): string =>
  /\/runs\/(\d{1,20})/.exec(address)?.[1]?.replace(/^/, 'run ') ?? 'another source';

function bannersOf({ head, verdict, local }: Entry): string[] {
  return [
    ...(local ? ['Made on this machine for a first look. It is no part of what this site claims.'] : []),
    ...stateBanners(head),
    ...(head.transcribed_from ? [`Copied by hand from ${head.transcribed_from}.`] : []),
    ...(head.note ? [head.note] : []),
    ...verdict.notes.slice(0, NOTES_MAX).map((note) => note.slice(0, NOTE_CHARS_MAX)),
    ...(verdict.notes.length > NOTES_MAX
      ? [`And ${grouped(verdict.notes.length - NOTES_MAX)} more notes like these.`]
      : []),
  ];
}

function moreArtifacts({ id, verdict }: Entry): CampaignView['moreArtifacts'] {
  const more = verdict.artifacts.length - ARTIFACTS_MAX;
  const isListed = verdict.artifacts.some(({ file, sha256 }) => file === EVIDENCE_LIST_FILE && sha256 !== null);
  return leftOut(more, withBase(isListed ? artifactPath(id, EVIDENCE_LIST_FILE) : hashListPath(id)), 'files');
}

async function archiveLink(root: string, entry: Entry): Promise<CampaignView['archive']> {
  const archive = await archiveOf(root, entry);
  if (archive === null) return null;
  const { file, bytes, sha256 } = archive;
  return { file, href: withBase(artifactPath(entry.id, file)), size: bytesInWords(bytes), sha256 };
}

function artifactRows(entry: Entry): ArtifactRow[] {
  return entry.verdict.artifacts.slice(0, ARTIFACTS_MAX).map((artifact) => {
    const { file, bytes, sha256, provenance, state, why, departs } = artifact;
    const onThisPage =
      bytes !== null && state !== 'binary' && isPublished(file) && /^(phase|campaign-summary)/.test(file);
    return {
      file,
      size: bytes === null ? 'none' : bytesInWords(bytes),
      sha256,
      provenance,
      state: bytes === null ? 'missing' : isPublished(file) ? state : `${state}, not published`,
      problem: (departs?.detail ?? why?.detail)?.slice(0, NOTE_CHARS_MAX) ?? null,
      pageHref: hasOwnPage(entry, artifact) ? withBase(evidencePath(entry.id, file)) : onThisPage ? `#${file}` : null,
      downloadHref: bytes !== null && isPublished(file) ? withBase(artifactPath(entry.id, file)) : null,
    };
  });
}
