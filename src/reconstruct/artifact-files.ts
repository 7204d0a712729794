// Campaign files inside the artifacts that the run uploaded: better than any log, for they are the run's own bytes.

import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { DOCUMENT_BYTES_MAX, phaseOf, SUMMARY_FILE } from '../contract/names.ts';
import { archiveEntries, isArchive } from './archive.ts';
import { ReconstructFailure } from './failure.ts';
import type { ArtifactFact, GitHub, RunFact } from './github.ts';
import { ARCHIVE_BYTES_MAX, ARTIFACT_BYTES_MAX } from './limits.ts';

export interface UploadedFile {
  file: string;
  /** Folder within the artifact. */
  folder: string;
  bytes: Buffer;
  artifact: ArtifactFact;
}

const isCampaignFile = (file: string): boolean =>
  file === SUMMARY_FILE || phaseOf(file) !== null || /^(phase4-[\w.-]+\.jsonl|history-[\w.-]+\.jsonl\.gz)$/.test(file);

export async function artifactFiles(github: GitHub, run: RunFact, notes: string[]): Promise<UploadedFile[]> {
  const files: UploadedFile[] = [];
  let total = 0;
  for (const artifact of await github.artifacts(run)) {
    if (artifact.bytes > ARCHIVE_BYTES_MAX || total > ARTIFACT_BYTES_MAX) {
      notes.push(`artifact ${artifact.name}: ${artifact.bytes} bytes, above the limit; not read`);
      continue;
    }
    try {
      for (const file of await filesOf(artifact, await github.artifact(artifact), notes)) {
        files.push(file);
        total += file.bytes.length;
      }
    } catch (error) {
      if (!(error instanceof ReconstructFailure)) throw error;
      notes.push(error.message);
    }
  }
  return files;
}

async function filesOf(artifact: ArtifactFact, bytes: Buffer, notes: string[]): Promise<UploadedFile[]> {
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  if (!isArchive(bytes) || (artifact.digest !== null && artifact.digest !== digest)) {
    notes.push(`artifact ${artifact.name}: what was downloaded is not what was uploaded; not used`);
    return [];
  }
  const files: UploadedFile[] = [];
  let total = 0;
  const wanted = (name: string) => isCampaignFile(posix.basename(name)) && total <= ARTIFACT_BYTES_MAX;
  for await (const entry of archiveEntries(bytes, wanted, DOCUMENT_BYTES_MAX)) {
    total += entry.bytes.length;
    if (entry.truncated)
      notes.push(`artifact ${artifact.name}: ${entry.name} is above ${DOCUMENT_BYTES_MAX} bytes; not used`);
    else
      files.push({ file: posix.basename(entry.name), folder: posix.dirname(entry.name), bytes: entry.bytes, artifact });
  }
  return files;
}

/** The files of one campaign: its folder is named after it, or the summary beside them names it. */
export function filesOfCampaign(
  campaignId: string,
  uploaded: readonly UploadedFile[],
  notes: string[],
): UploadedFile[] {
  const own = uploaded.filter((one) => {
    const beside = uploaded.find(
      (other) => other.file === SUMMARY_FILE && other.folder === one.folder && other.artifact === one.artifact,
    );
    const named = beside ? campaignOf(beside.bytes) : null;
    return named === null ? posix.basename(one.folder) === campaignId : named === campaignId;
  });
  const files = new Map<string, UploadedFile>();
  const differing = new Set<string>();
  for (const one of own) {
    const known = files.get(one.file);
    if (known && !known.bytes.equals(one.bytes)) differing.add(one.file);
    files.set(one.file, one);
  }
  for (const file of differing) {
    notes.push(`${file}: uploaded more than once, with different content; not used`);
    files.delete(file);
  }
  return [...files.values()];
}

/** The campaign that a summary names; null where it cannot be read. */
export function campaignOf(bytes: Buffer): string | null {
  try {
    const value = JSON.parse(bytes.toString('utf8')) as { campaign_id?: unknown } | null;
    return typeof value?.campaign_id === 'string' ? value.campaign_id : null;
  } catch {
    return null;
  }
}
