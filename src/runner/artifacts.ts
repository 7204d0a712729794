// The campaign folder. Every artifact is written whole under a temporary name and then renamed, and none is
// ever written twice, but for the summary, which is written first and last. The list of hashes comes at the
// very end: a folder without it is one whose campaign did not get there.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Cycle, EvidenceList, Summary } from '../contract/artifacts.ts';
import { ANALYSIS_FILE, EVIDENCE_LIST_FILE, isArtifactName, isCampaignId, SUMMARY_FILE } from '../contract/names.ts';

export class CampaignExists extends Error {
  override readonly name = 'CampaignExists';
}

export interface CampaignFolder {
  readonly id: string;
  readonly path: string;
  /** The path at which an artifact is to appear; the caller writes it whole and only once. */
  place(file: string): string;
  writeDocument(file: string, document: object): Promise<void>;
  writeCycles(file: string, cycles: readonly Cycle[]): Promise<void>;
  /** Replaces the summary. */
  writeSummary(summary: Summary): Promise<void>;
  /** Lists every file with its size and hash. */
  seal(): Promise<void>;
}

/**
 * Makes the folder `<out>/<id>`.
 * @throws CampaignExists where it is there already; Error for an id that may not stand in an address
 */
export async function createFolder(out: string, id: string): Promise<CampaignFolder> {
  if (!isCampaignId(id)) {
    throw new Error(`expected a campaign id of letters, digits, ".", "_" and "-", found ${JSON.stringify(id)}`);
  }
  const path = join(out, id);
  await mkdir(out, { recursive: true });
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    throw new CampaignExists(
      `expected a new campaign, found ${path}: evidence is never overwritten; choose another --id`,
    );
  });

  function place(file: string): string {
    if (!isArtifactName(file)) throw new Error(`${JSON.stringify(file)} is no name for an artifact`);
    return join(path, file);
  }

  return {
    id,
    path,
    place,
    writeDocument: (file, document) => writeOnce(place(file), textOf(document)),
    writeCycles: (file, cycles) => writeOnce(place(file), cycles.map((cycle) => `${JSON.stringify(cycle)}\n`).join('')),
    async writeSummary(summary) {
      const partial = `${place(SUMMARY_FILE)}.partial`;
      await writeFile(partial, textOf(summary));
      await rename(partial, place(SUMMARY_FILE));
    },
    async seal() {
      const files = (await readdir(path)).filter((file) => file !== EVIDENCE_LIST_FILE && file !== ANALYSIS_FILE);
      const artifacts: EvidenceList['artifacts'] = [];
      for (const file of files.toSorted()) artifacts.push(await lineOf(path, file));
      await writeOnce(place(EVIDENCE_LIST_FILE), textOf({ artifacts } satisfies EvidenceList));
    },
  };
}

/** A link fails where the name is taken; a rename would silently replace. */
async function writeOnce(path: string, text: string): Promise<void> {
  const partial = `${path}.partial`;
  try {
    await writeFile(partial, text);
    await link(partial, path);
  } catch (error) {
    const problem = error as NodeJS.ErrnoException;
    const found = problem.code === 'EEXIST' ? 'it is there already: evidence is never overwritten' : problem.message;
    throw new Error(`could not write ${path}: ${found}`, { cause: error });
  } finally {
    await rm(partial, { force: true });
  }
}

async function lineOf(path: string, file: string): Promise<EvidenceList['artifacts'][number]> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(join(path, file)), hash);
  const { size: bytes } = await stat(join(path, file));
  return { file, bytes, sha256: hash.digest('hex'), provenance: 'recorded' };
}

const textOf = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;
