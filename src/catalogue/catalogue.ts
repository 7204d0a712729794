// Every campaign of this build, read and judged once, newest first. What is kept is small: the verdict and
// the head of the summary. Documents and texts are read again by the one page that shows them.

import { createHash } from 'node:crypto';
import type { Analysis } from '../analysis/analysis.ts';
import type { GateDecision } from '../contract/gate.ts';
import { isObject } from '../contract/json-object.ts';
import { historyFile, isLocal, type PhaseNumber, seriesOf } from '../contract/names.ts';
import type { Folder, JsonObject, Reading } from '../contract/reading.ts';
import type { Clearing } from '../contract/release.ts';
import type { CampaignVerdict } from '../contract/verdict.ts';
import { gateFileBeside, listCampaigns, readFolder } from '../evidence/folder.ts';
import { clearing } from '../verdict/clearing.ts';
import { valueAt } from '../verdict/field.ts';
import { judge, summaryOf } from '../verdict/judge.ts';
import { campaignsDir } from './campaigns-folder.ts';
import type { Side } from './compare.ts';
import { type DefectState, findingsIn, recordedFindings } from './findings-in.ts';
import { type Head, headOf, withSource } from './head.ts';
import { withinRoom } from './shown-checks.ts';
import { type ShownWrite, shownWrites } from './shown-writes.ts';
import { readDecisions } from './stored-decisions.ts';
import { withSharedWords } from './verdict-words.ts';

export interface Entry {
  id: string;
  series: string | null;
  ordinal: number | null;
  local: boolean;
  head: Head;
  verdict: CampaignVerdict;
  /** Whether it clears its release; null where it is no gate campaign. */
  clearing: Clearing | null;
  /** What its checkers wrote down; checks say the rest (findingsOf). */
  recorded: readonly DefectState[];
  /** The writes that have a page of their own. */
  writes: readonly ShownWrite[];
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
  /** What gates decided, as stored. */
  gateDecisions: readonly GateDecision[];
  /** The rules of the gate as they are today; null where there is no gate file beside the campaigns. */
  gateFile: { sha256: string } | null;
  /** When it was read, in milliseconds since 1970. */
  now: number;
  problems: string[];
  /** Campaigns whose pages of the last build still stand (publish/kept.ts): nobody asks for them. */
  kept: ReadonlySet<string>;
  /** Narratives by id, filled as they are read (narratives.ts). */
  narratives: Map<string, Narrative>;
  insightsById?: ReadonlyMap<string, unknown>;
}

const findings = new WeakMap<Entry, readonly DefectState[]>();

/** All that a campaign shows of defects, found or looked for and absent. Its page, its neighbours and the ledger ask. */
export function findingsOf(entry: Entry): readonly DefectState[] {
  const known = findings.get(entry);
  if (known) return known;
  const { verdict, recorded } = entry;
  const found = findingsIn({ checks: verdict.phases.flatMap(({ checks }) => checks), recorded });
  findings.set(entry, found);
  return found;
}

/** A campaign as it is compared with another. */
export const sideOf = (entry: Entry): Side => ({
  checks: entry.verdict.phases.flatMap(({ checks }) => checks),
  findings: findingsOf(entry),
});

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
  const { ids, problems, insights, gateDecisions } = listCampaigns(root);
  const stored = readDecisions(gateDecisions);
  const entries = ids.map((id) => entryOf(readFolder(root, id), now)).sort(newestFirst);
  return {
    root,
    entries,
    byId: new Map(entries.map((entry) => [entry.id, entry])),
    insights,
    gateDecisions: typeof stored === 'string' ? [] : stored.decisions,
    gateFile: gateFileBeside(root),
    now,
    problems: typeof stored === 'string' ? [...problems, stored] : problems,
    kept: new Set(),
    narratives: new Map(),
  };
}

function entryOf(folder: Folder, now: number): Entry {
  const judged = judge(folder);
  const verdict = withSharedWords(withinRoom(judged));
  const head = withSource(headOf(summaryOf(folder.files), now), folder);
  const [phase2, phase4] = [believed(folder, verdict, 2), believed(folder, verdict, 4)];
  return {
    id: folder.id,
    ...seriesOf(folder.id),
    local: isLocal(folder.id),
    head,
    verdict,
    clearing: head.profile === 'gate' ? clearing(folder, judged) : null,
    recorded: recordedFindings(phase2, phase4),
    writes: shownWrites(phase2, phase4, (name) => isBelieved(verdict, historyFile(name))),
    leftOut: folder.leftOut,
    hasAnalysis: folder.files.some(({ file, state }) => file === 'analysis.mdx' && state === 'text'),
    digest: digestOf(folder),
  };
}

/** Whether a compressed artifact is there, and as it is listed. */
const isBelieved = ({ artifacts }: CampaignVerdict, wanted: string): boolean =>
  artifacts.some(({ file, state }) => file === wanted && state === 'binary');

/** The document that a phase was judged from. */
function believed({ files }: Folder, { phases }: CampaignVerdict, wanted: PhaseNumber): JsonObject | null {
  const [place] = phases.find(({ phase }) => phase === wanted)?.documents ?? [];
  const reading = files.find(({ file }) => file === place?.file);
  const found = reading?.state === 'document' ? valueAt(reading.document, place?.path ?? []) : undefined;
  return isObject(found) ? found : null;
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
