// The campaign folder: absent files only, each under a temporary name first. What is there stays, byte for byte;
// the list of evidence gains lines and loses none.

import { randomUUID } from 'node:crypto';
import { link, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvidenceList } from '../contract/artifacts.ts';
import { ANALYSIS_FILE, EVIDENCE_LIST_FILE, isArtifactName } from '../contract/names.ts';
import { type Reconstruction, reconstructionFile } from '../contract/reconstruction.ts';
import { type CampaignFolder, unsafe } from './folder.ts';
import { type Decision, sha256 } from './record.ts';

/** Writes the chosen files, the record, and last the list. Gives the names written. */
export async function writeFolder(
  folder: CampaignFolder,
  decisions: readonly Decision[],
  record: Reconstruction,
): Promise<string[]> {
  const chosen = decisions.filter((decision) => decision.state === 'written').map((decision) => decision.candidate);
  if (chosen.length === 0) return [];
  const recordFile = nextRecord(folder);
  const recordBytes = Buffer.from(`${JSON.stringify(record, null, 2)}\n`);
  const files = [...chosen, { file: recordFile, bytes: recordBytes, provenance: 'reconstructed' as const }];
  await mkdir(folder.path, { recursive: true });
  for (const { file, bytes } of files) if (!folder.entries.has(file)) await writeAbsent(join(folder.path, file), bytes);
  const lines = files.map(({ file, bytes, provenance }) => ({
    file,
    bytes: bytes.length,
    sha256: sha256(bytes),
    provenance,
  }));
  await replaceList(folder, lines);
  return files.map(({ file }) => file);
}

function nextRecord(folder: CampaignFolder): string {
  const taken = new Set([...folder.entries.keys(), ...(folder.list?.artifacts ?? []).map((line) => line.file)]);
  let ordinal = 1;
  while (taken.has(reconstructionFile(ordinal))) ordinal += 1;
  return reconstructionFile(ordinal);
}

/** A hard link to a whole file: it appears at once, and never in place of another. */
async function writeAbsent(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(path, '..', `.${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, bytes, { flag: 'wx' });
    await link(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw unsafe(`${path}: another process wrote it meanwhile; it was left alone. Run the command again.`);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function replaceList(folder: CampaignFolder, added: EvidenceList['artifacts']): Promise<void> {
  const existing = folder.list ?? { artifacts: recordedLines(folder) };
  const known = new Set(existing.artifacts.map((line) => line.file));
  const list = { ...existing, artifacts: [...existing.artifacts, ...added.filter((line) => !known.has(line.file))] };
  const temporary = join(folder.path, `.${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, `${JSON.stringify(list, null, 2)}\n`, { flag: 'wx' });
    await rename(temporary, join(folder.path, EVIDENCE_LIST_FILE));
  } finally {
    await rm(temporary, { force: true });
  }
}

/** An established folder has no list: its new one must hold every file, or the ones left out would count as foreign. */
const recordedLines = (folder: CampaignFolder): EvidenceList['artifacts'] =>
  [...folder.entries].flatMap(([file, facts]) =>
    facts === null || file === ANALYSIS_FILE || file === EVIDENCE_LIST_FILE || !isArtifactName(file)
      ? []
      : [{ file, ...facts }],
  );
