// One campaign: extract, decide, write. What is missing afterwards is named.

import { resolve } from 'node:path';
import { EVIDENCE_LIST_FILE, SUMMARY_FILE } from '../contract/names.ts';
import { filesOfCampaign, type UploadedFile } from './artifact-files.ts';
import { wordsOf } from './belonging.ts';
import { decide } from './decision.ts';
import { extract, type RebuiltFile } from './extract.ts';
import { type CampaignFolder, readFolder } from './folder.ts';
import { contradictingLines, markedText } from './marked.ts';
import { type Candidate, type Decision, recordOf } from './record.ts';
import type { Evidence } from './source.ts';
import { writeFolder } from './write.ts';

export interface FileResult {
  file: string;
  state: Decision['state'];
  from: Candidate['from'];
  exact: boolean;
  reason: string | null;
  unknown: string[];
  /** Log and lines of the first excerpt. */
  where: string | null;
  /** The lines that say otherwise: log, line and text. */
  contradicted_by: string[];
}

export interface CampaignResult {
  campaign_id: string;
  folder: string;
  dry_run: boolean;
  /** Nothing that the run reached is missing any more, and all of the log was read. */
  complete: boolean;
  files: FileResult[];
  /** Files that are still absent, or hold unknown values. */
  missing: string[];
  /** Where a summary is whose campaign is masked. */
  masked: string[];
  notes: string[];
}

/** Everything came back, nothing of it masked, and no line of the log says otherwise. */
export const isSound = ({ complete, files }: CampaignResult): boolean =>
  complete && files.every((file) => file.contradicted_by.length === 0);

export async function reconstructCampaign(
  evidence: Evidence,
  target: { campaignId: string; out: string; dryRun: boolean },
): Promise<CampaignResult> {
  const { campaignId, dryRun } = target;
  const folder = await readFolder(target.out, campaignId);
  const from = evidence.source.address ?? `log file ${evidence.source.file}`;
  const rebuilt = extract(evidence.findings, { campaignId, from, jobs: evidence.jobs });
  const notes = [...evidence.notes, ...rebuilt.notes];
  const uploaded = await Promise.all(
    filesOfCampaign(campaignId, evidence.uploaded, notes).map((one) => uploadedCandidate(one, rebuilt.files)),
  );
  const tied = rebuilt.tied || wordsOf(evidence.title).includes(campaignId);
  const others = rebuilt.files.filter((file) => !covers(uploaded, file));
  const candidates = [...uploaded, ...(await Promise.all(others.map((file) => rebuiltCandidate(file, tied, from))))];
  const decisions = decide(candidates, folder, evidence.source, campaignId);
  const missing = stillMissing(rebuilt.partial, decisions, folder);
  const unread = evidence.findings.some(({ limited, truncated }) => limited || truncated);
  const complete = missing.length === 0 && !unread && hasPhase(decisions, folder);
  const record = await recordOf({
    ...evidence,
    campaignId,
    decisions,
    complete,
    maskedValues: rebuilt.maskedValues,
    notes,
  });
  if (!dryRun) await writeFolder(folder, decisions, record);
  const path = resolve(folder.path);
  return {
    campaign_id: campaignId,
    folder: path,
    dry_run: dryRun,
    complete,
    files: decisions.map(resultOf),
    missing,
    masked: rebuilt.masked.map((origin) => `${origin.log}:${origin.lineStart}`),
    notes: record.notes,
  };
}

const covers = (uploaded: readonly Candidate[], file: RebuiltFile): boolean =>
  uploaded.some((one) => one.file === file.file);

async function rebuiltCandidate(file: RebuiltFile, tied: boolean, from: string): Promise<Candidate> {
  const contradictions = await contradictingLines(file.contradictedBy);
  return {
    ...file,
    bytes: Buffer.from(markedText(file, contradictions, from)),
    exact: file.exact && contradictions.length === 0,
    provenance: 'reconstructed',
    tied,
    contradictions,
  };
}

/** The run's own bytes: recorded by it, only fetched late. What its log says against them counts all the same. */
async function uploadedCandidate(one: UploadedFile, logged: readonly RebuiltFile[]): Promise<Candidate> {
  const contradictedBy = logged.find(({ file }) => file === one.file)?.contradictedBy ?? [];
  return {
    file: one.file,
    bytes: one.bytes,
    from: 'artifact',
    exact: true,
    provenance: 'recorded',
    values: [{ path: '', label: 'printed', origins: [] }],
    tied: true,
    contradictedBy,
    contradictions: await contradictingLines(contradictedBy),
  };
}

function stillMissing(partial: readonly string[], decisions: readonly Decision[], folder: CampaignFolder): string[] {
  const had = [...folder.entries.keys()];
  const uploaded = decisions
    .filter((one) => one.candidate.from === 'artifact' && one.state === 'written')
    .map((one) => one.candidate.file);
  const there = (file: string) =>
    file === 'phase1-node-*.json'
      ? [...had, ...uploaded].some((name) => name.startsWith('phase1-node-'))
      : [...had, ...uploaded].includes(file);
  const refused = decisions.filter((one) => one.state === 'refused').map((one) => one.candidate.file);
  const gone = (folder.list?.artifacts ?? [])
    .map((line) => line.file)
    .filter((file) => file !== EVIDENCE_LIST_FILE && !had.includes(file));
  const back = decisions.filter((one) => one.state === 'written').map((one) => one.candidate.file);
  return [
    ...new Set([...partial.filter((file) => !there(file)), ...refused, ...gone.filter((file) => !back.includes(file))]),
  ];
}

function hasPhase(decisions: readonly Decision[], folder: CampaignFolder): boolean {
  const names = [
    ...folder.entries.keys(),
    ...decisions.filter((one) => one.state === 'written').map((one) => one.candidate.file),
  ];
  return names.includes(SUMMARY_FILE) && names.some((name) => /^phase[1-4]/.test(name));
}

function resultOf({ candidate, state, reason }: Decision): FileResult {
  const origin = candidate.values.find((value) => value.origins.length > 0)?.origins[0];
  return {
    file: candidate.file,
    state,
    from: candidate.from,
    exact: candidate.exact,
    reason,
    unknown: candidate.values.filter((value) => value.label === 'unknown').map((value) => value.path),
    where: origin ? `${origin.log}:${origin.lineStart}-${origin.lineEnd}` : null,
    contradicted_by: candidate.contradictions.map(({ log, line, text }) => `${log}:${line}: ${text}`),
  };
}
