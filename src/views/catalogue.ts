// Every campaign of this build, read and judged once, newest first. What is kept is small: the verdict and
// the head of the summary. Documents and texts are read again by the one page that shows them.

import { createHash } from 'node:crypto';
import type { Analysis } from '../analysis/analysis.ts';
import { isLocal, seriesOf } from '../contract/names.ts';
import type { Folder, JsonObject, Reading } from '../contract/reading.ts';
import type { CampaignVerdict } from '../contract/verdict.ts';
import { listCampaigns, readFolder } from '../evidence/folder.ts';
import { judge, summaryOf } from '../verdict/judge.ts';
import { type Completion, completionOf } from './completion.ts';
import { campaignsDir } from './site.ts';
import { withSharedWords } from './verdict-words.ts';

export interface Head extends Completion {
  ref: string | null;
  profile: string | null;
  completed_at: string | null;
  state: string | null;
  /** The process that ran it, as the summary says; asked after only while `state` is `running`. */
  runner: unknown;
  subject: string | null;
  network: string | null;
  seed: number | null;
  environment: string | null;
  ci: { repository: string; run_id: string } | null;
  reconstructed_from: string | null;
  note: string | null;
  transcribed_from: string | null;
}

export interface Entry {
  id: string;
  series: string | null;
  ordinal: number | null;
  local: boolean;
  head: Head;
  verdict: CampaignVerdict;
  leftOut: Folder['leftOut'];
  hasAnalysis: boolean;
  /** Changes with any byte of the folder. */
  digest: string;
}

export interface Narrative {
  analysis: Analysis | null;
  /** What does not hold: an error stops the build, a problem is printed. */
  errors: string[];
  problems: string[];
  /** It took more than its share of time or memory. */
  exceeded: boolean;
}

export interface Catalogue {
  root: string;
  entries: Entry[];
  byId: ReadonlyMap<string, Entry>;
  insights: Reading | null;
  problems: string[];
  /** Campaigns whose pages of the last build still stand (publish/kept.ts): nobody asks for them. */
  kept: ReadonlySet<string>;
  /** Narratives by id, filled as they are read (views/analysis.ts). */
  narratives: Map<string, Narrative>;
  insightsById?: ReadonlyMap<string, unknown>;
}

/**
 * One reading serves the whole build. The pages are bundled and so hold modules of their own; the
 * global symbol is where they meet the integration that publishes and reports.
 */
const SHARED = Symbol.for('proofhouse.catalogue');
const shared = globalThis as { [SHARED]?: Catalogue | undefined };

export function catalogue(): Catalogue {
  const found = shared[SHARED];
  if (found && found.root === campaignsDir()) return found;
  const read = readCatalogue(campaignsDir());
  shared[SHARED] = read;
  return read;
}

/** For the development server: the next page reads the disk again. */
export function forgetCatalogue(): void {
  shared[SHARED] = undefined;
}

/** @param now when the site is built, in milliseconds since 1970 */
export function readCatalogue(root: string, now = Date.now()): Catalogue {
  const { ids, problems, insights } = listCampaigns(root);
  const entries = ids.map((id) => entryOf(readFolder(root, id), now)).sort(newestFirst);
  return {
    root,
    entries,
    byId: new Map(entries.map((entry) => [entry.id, entry])),
    insights,
    problems,
    kept: new Set(),
    narratives: new Map(),
  };
}

function entryOf(folder: Folder, now: number): Entry {
  const verdict = withSharedWords(judge(folder));
  return {
    id: folder.id,
    ...seriesOf(folder.id),
    local: isLocal(folder.id),
    head: withSource(headOf(summaryOf(folder.files), now), folder),
    verdict,
    leftOut: folder.leftOut,
    hasAnalysis: folder.files.some(({ file, state }) => file === 'analysis.mdx' && state === 'text'),
    digest: digestOf(folder),
  };
}

const TEXT_CHARS_MAX = 500;

function headOf(summary: JsonObject | null, now: number): Head {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value.slice(0, TEXT_CHARS_MAX) : null);
  const inside = (key: string) => {
    const value = summary?.[key];
    return typeof value === 'object' && value !== null ? (value as JsonObject) : {};
  };
  const completed_at = text(summary?.completed_at);
  const words = (object: JsonObject, keys: readonly string[]) => keys.flatMap((key) => object[key] ?? []).join(' ');
  return {
    ref: text(summary?.ai_memory_git_ref),
    profile: text(summary?.profile),
    completed_at,
    ...completionOf(completed_at, now),
    state: text(summary?.state),
    runner: summary?.runner,
    subject: text(words(inside('subject'), ['name', 'version'])),
    network: text(summary?.network),
    seed: typeof summary?.seed === 'number' ? summary.seed : null,
    environment: text(words(inside('environment'), ['os', 'kernel', 'arch'])),
    ci: ciOf(inside('ci')),
    reconstructed_from: text(summary?._reconstructed_from),
    note: text(summary?._reconstruction_note) ?? text(summary?._transcription_note),
    transcribed_from: text(summary?._transcribed_from),
  };
}

/** A summary that came back byte for byte carries no mark; the documents beside it do. */
function withSource(head: Head, { files }: Folder): Head {
  if (head.reconstructed_from !== null) return head;
  for (const reading of files) {
    const source = reading.state === 'document' ? sourceIn(reading.document) : undefined;
    if (typeof source === 'string') return { ...head, reconstructed_from: source.slice(0, TEXT_CHARS_MAX) };
  }
  return head;
}

/** The mark of a rebuilt document, or the address in the record of the reconstruction. */
const sourceIn = ({ _reconstructed_from, source }: JsonObject): unknown =>
  _reconstructed_from ?? (typeof source === 'object' && source !== null ? (source as JsonObject).address : undefined);

/** Only what can stand in a command that somebody copies. */
function ciOf({ repository, run_id }: JsonObject): Head['ci'] {
  const sound = typeof repository === 'string' && /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(repository);
  return sound && /^\d{1,20}$/.test(String(run_id)) ? { repository, run_id: String(run_id) } : null;
}

function digestOf(folder: Folder): string {
  const sha = createHash('sha256');
  for (const { file, sha256, state } of folder.files) sha.update(`${file}\0${sha256}\0${state}\n`);
  for (const { name } of folder.leftOut) sha.update(`${name}\n`);
  return sha.digest('hex');
}

const natural = new Intl.Collator('en', { numeric: true });

/** By completion, newest first; those without a time that can be believed come last; then the natural order of ids. */
function newestFirst(a: Entry, b: Entry): number {
  const [ta, tb] = [a.head.completed, b.head.completed];
  if (ta !== tb) return ta === null ? 1 : tb === null ? -1 : tb - ta;
  return natural.compare(a.id, b.id);
}
