// Finds what to rebuild: the runs of a workflow, newest first, each paired with its campaign, each folder compared
// with what its run reached. Only then is a log fetched.

import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject } from '../contract/json-object.ts';
import {
  DOCUMENT_BYTES_MAX,
  isCampaignId,
  NODES,
  type PhaseNumber,
  phaseOf,
  RECONSTRUCTION_FILE,
  SUMMARY_FILE,
} from '../contract/names.ts';
import { campaignOf } from './artifact-files.ts';
import { runOf, wordsOf } from './belonging.ts';
import { isSound, reconstructCampaign } from './campaign.ts';
import { campaignsNamed, type JobFact } from './extract.ts';
import { isRefusal, ReconstructFailure } from './failure.ts';
import type { GitHub, RunFact } from './github.ts';
import { evidenceOfRun } from './source.ts';

export type RunState =
  | 'complete'
  | 'rebuilt'
  | 'partly rebuilt'
  | 'nothing to rebuild'
  | 'expired'
  | 'not found'
  | 'running'
  | 'failed';

export interface RunRow {
  run_id: string;
  attempt: number;
  campaign_id: string | null;
  state: RunState;
  detail: string;
}

export interface MissingGiven {
  github: GitHub;
  repository: string;
  workflow: string;
  since: string | null;
  out: string;
  dryRun: boolean;
  report: (row: RunRow) => void;
}

/** One row a run. A refusal that every other run would meet too ends the search. */
export async function reconstructMissing(given: MissingGiven): Promise<RunRow[]> {
  const known = await knownRuns(given.out, given.repository);
  const rows: RunRow[] = [];
  for await (const run of given.github.runs(given.workflow)) {
    // Newest first means by creation, whatever was run again since.
    if (given.since !== null && run.createdAt < given.since) break;
    const row = await rowOf(run, known, given);
    rows.push(row);
    given.report(row);
  }
  return rows;
}

async function rowOf(run: RunFact, known: Known, given: MissingGiven): Promise<RunRow> {
  const row = (campaign: string | null, state: RunState, detail: string): RunRow => ({
    run_id: String(run.id),
    attempt: run.attempt,
    campaign_id: campaign,
    state,
    detail,
  });
  if (run.status !== 'completed') return row(null, 'running', 'the run has not ended');
  const named = known.byRun.get(String(run.id)) ?? titled(run.title, known.ids);
  try {
    if (named && (await lacking(named, given.out, await given.github.jobs(run))).length === 0) {
      return row(named, 'complete', 'nothing is missing');
    }
    const evidence = await evidenceOfRun(given.github, run, given.repository);
    const logged = campaignsNamed(evidence.findings);
    const uploaded = evidence.uploaded.flatMap((one) =>
      one.file === SUMMARY_FILE ? (campaignOf(one.bytes) ?? []) : [],
    );
    const ids = [...new Set([...logged, ...uploaded])].filter(isCampaignId);
    const campaignId = named && (ids.length === 0 || ids.includes(named)) ? named : ids[0];
    if (!campaignId) return row(null, 'nothing to rebuild', 'neither its name nor its logs name a campaign');
    if (campaignId !== named && ids.length > 1)
      return row(null, 'nothing to rebuild', `it names several campaigns: ${ids.join(', ')}`);
    const result = await reconstructCampaign(evidence, { campaignId, out: given.out, dryRun: given.dryRun });
    const written = result.files.filter((file) => file.state === 'written').map((file) => file.file);
    const refused = result.files.find((file) => file.state === 'refused');
    const contradicted = result.files.filter((file) => file.contradicted_by.length > 0).map(({ file }) => file);
    const still = [
      refused?.reason ??
        (result.missing.length > 0 ? `still missing or partly unknown: ${result.missing.join(', ')}` : ''),
      contradicted.length > 0 ? `contradicted by the log: ${contradicted.join(', ')}` : '',
    ]
      .filter((part) => part !== '')
      .join('; ');
    const sound = isSound(result);
    if (written.length === 0)
      return row(campaignId, sound ? 'complete' : 'nothing to rebuild', still || 'nothing is missing');
    const state = sound ? 'rebuilt' : 'partly rebuilt';
    return row(campaignId, state, [written.join(', '), still].filter((part) => part !== '').join('; '));
  } catch (error) {
    if (!(error instanceof ReconstructFailure) || isRefusal(error)) throw error;
    const state = error.kind === 'expired' ? 'expired' : error.kind === 'not found' ? 'not found' : 'failed';
    return row(named, state, error.message);
  }
}

interface Known {
  ids: Set<string>;
  byRun: Map<string, string>;
}

/** Campaigns on disk, and the runs that their summaries or reconstructions name. */
async function knownRuns(out: string, repository: string): Promise<Known> {
  const known: Known = { ids: new Set(), byRun: new Map() };
  for (const entry of await readdir(out, { withFileTypes: true }).catch(() => [])) {
    if (!entry.isDirectory() || !isCampaignId(entry.name)) continue;
    known.ids.add(entry.name);
    const documents = new Map<string, Record<string, unknown>>();
    for (const file of [SUMMARY_FILE, RECONSTRUCTION_FILE]) {
      const document = await documentAt(join(out, entry.name, file));
      if (document) documents.set(file, document);
    }
    const run = runOf(documents);
    if (run && run.repository === repository) known.byRun.set(run.run_id, entry.name);
  }
  return known;
}

async function documentAt(path: string): Promise<Record<string, unknown> | null> {
  try {
    const isDocument = await lstat(path).then((found) => found.isFile() && found.size <= DOCUMENT_BYTES_MAX);
    const value: unknown = isDocument ? JSON.parse(await readFile(path, 'utf8')) : null;
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** The run's title names a campaign that is on disk, or holds exactly one word of a series: `soak-v0.6.0-r17`. */
function titled(title: string, ids: ReadonlySet<string>): string | null {
  const words = wordsOf(title);
  const onDisk = words.filter((word) => ids.has(word));
  const likely = onDisk.length > 0 ? onDisk : words.filter((word) => /-r\d+$/.test(word));
  return likely.length === 1 ? (likely[0] ?? null) : null;
}

/** The files that the run's steps say it reached and the folder has not. */
async function lacking(campaignId: string, out: string, jobs: readonly JobFact[]): Promise<string[]> {
  const names = await readdir(join(out, campaignId)).catch((): string[] => []);
  const steps = jobs
    .flatMap((job) => job.steps)
    .filter((step) => step.conclusion !== null && step.conclusion !== 'skipped');
  const reached = steps
    .flatMap((step) => /\bphase[ _-]?([1-4])\b/i.exec(step.name)?.[1] ?? [])
    .map(Number) as PhaseNumber[];
  const expected = reached.length > 0 ? reached : ([1, 2, 3, 4] as const);
  const missing = expected.flatMap((phase) => {
    if (phase > 1) return names.some((name) => phaseOf(name)?.phase === phase) ? [] : [`phase${phase}.json`];
    return NODES.map((node) => `phase1-node-${node}.json`).filter((name) => !names.includes(name));
  });
  return names.includes(SUMMARY_FILE) ? missing : [SUMMARY_FILE, ...missing];
}
