// The campaign folder: absent files only, each under a temporary name first. What is there stays, byte for byte;
// the list of evidence gains lines and loses none.

import { randomUUID } from 'node:crypto';
import { link, lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EvidenceList, evidenceListSchema, type Provenance } from '../contract/artifacts.ts';
import { ANALYSIS_FILE, DOCUMENT_BYTES_MAX, EVIDENCE_LIST_FILE, isArtifactName } from '../contract/names.ts';
import {
  isReconstruction,
  type Reconstruction,
  type ReconstructionSource,
  reconstructionFile,
} from '../contract/reconstruction.ts';
import { strangeness, untied } from './belonging.ts';
import { ReconstructFailure } from './failure.ts';
import { type Candidate, type Decision, sha256 } from './record.ts';

export interface CampaignFolder {
  path: string;
  /** Every name in the folder; facts only of regular files. */
  entries: Map<string, { bytes: number; sha256: string; provenance: Provenance } | null>;
  /** The readable documents among them. */
  documents: Map<string, Record<string, unknown>>;
  list: EvidenceList | null;
}

export async function readFolder(out: string, campaignId: string): Promise<CampaignFolder> {
  const path = join(out, campaignId);
  const entries: CampaignFolder['entries'] = new Map();
  const documents: CampaignFolder['documents'] = new Map();
  const own = await lstat(path).catch(() => null);
  if (own && !own.isDirectory()) throw unsafe(`${path}: expected a folder, found a link or a file.`);
  for (const name of own ? await readdir(path) : []) {
    if (!(await lstat(join(path, name))).isFile()) {
      entries.set(name, null);
      continue;
    }
    const bytes = await readFile(join(path, name));
    const document = name.endsWith('.json') ? documentOf(bytes) : null;
    if (document) documents.set(name, document);
    entries.set(name, { bytes: bytes.length, sha256: sha256(bytes), provenance: provenanceOf(name, document) });
  }
  return { path, entries, documents, list: await readList(path, entries) };
}

/** What may be written, and why not where it may not. */
export function decide(
  candidates: readonly Candidate[],
  folder: CampaignFolder,
  source: ReconstructionSource,
  campaignId: string,
): Decision[] {
  const stranger = strangeness(folder.documents, source, candidates);
  return candidates.map((candidate) => {
    const foreign = stranger ?? (candidate.tied ? null : untied(folder.documents, source, campaignId));
    if (foreign !== null) return { candidate, state: 'refused', reason: foreign };
    const listed = folder.list?.artifacts.find((line) => line.file === candidate.file);
    const there = folder.entries.get(candidate.file);
    // A write that was interrupted leaves the file without its line.
    if (folder.list && !listed && there?.sha256 === sha256(candidate.bytes)) {
      return { candidate, state: 'written', reason: 'it was there with these bytes, and not listed' };
    }
    if (folder.entries.has(candidate.file)) return { candidate, state: 'kept', reason: 'it is there already' };
    if (listed && listed.sha256 !== sha256(candidate.bytes)) {
      return { candidate, state: 'refused', reason: `${EVIDENCE_LIST_FILE} lists other content under this name` };
    }
    return { candidate, state: 'written', reason: null };
  });
}

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

/** A document says itself if it was not written by the run. */
function provenanceOf(name: string, document: Record<string, unknown> | null): Provenance {
  if (isReconstruction(name)) return 'reconstructed';
  if (typeof document?._transcribed_from === 'string') return 'transcribed';
  return typeof document?._reconstructed_from === 'string' ? 'reconstructed' : 'recorded';
}

function documentOf(bytes: Buffer): Record<string, unknown> | null {
  if (bytes.length > DOCUMENT_BYTES_MAX) return null;
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

async function readList(path: string, entries: CampaignFolder['entries']): Promise<EvidenceList | null> {
  if (!entries.has(EVIDENCE_LIST_FILE)) return null;
  try {
    return evidenceListSchema.parse(JSON.parse(await readFile(join(path, EVIDENCE_LIST_FILE), 'utf8')));
  } catch (error) {
    throw unsafe(
      `${join(path, EVIDENCE_LIST_FILE)}: expected a readable list of evidence, so that lines can be added; ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}. Nothing was written.`,
    );
  }
}

const unsafe = (message: string): ReconstructFailure => new ReconstructFailure('unsafe folder', message);
