// The campaign folder as it is before anything is written.

import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EvidenceList, evidenceListSchema, type Provenance } from '../contract/artifacts.ts';
import { isObject } from '../contract/json-object.ts';
import { messageOf } from '../contract/message.ts';
import { DOCUMENT_BYTES_MAX, EVIDENCE_LIST_FILE } from '../contract/names.ts';
import { isReconstruction } from '../contract/reconstruction.ts';
import { ReconstructFailure } from './failure.ts';
import { sha256 } from './record.ts';

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
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

async function readList(path: string, entries: CampaignFolder['entries']): Promise<EvidenceList | null> {
  const own = entries.get(EVIDENCE_LIST_FILE);
  if (own === undefined) return null;
  if (own === null)
    throw unsafe(`${join(path, EVIDENCE_LIST_FILE)}: expected a file, found none. Nothing was written.`);
  try {
    return evidenceListSchema.parse(JSON.parse(await readFile(join(path, EVIDENCE_LIST_FILE), 'utf8')));
  } catch (error) {
    throw unsafe(
      `${join(path, EVIDENCE_LIST_FILE)}: expected a readable list of evidence, so that lines can be added; ${messageOf(error).split('\n')[0]}. Nothing was written.`,
    );
  }
}

export const unsafe = (message: string): ReconstructFailure => new ReconstructFailure('unsafe folder', message);
