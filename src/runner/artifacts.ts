// The campaign folder. Every artifact is written whole under a temporary name and then gets its own, and none is
// ever written twice, but for the summary, which is written first and last. The list of hashes comes with the last
// summary, both or neither: a folder without it is one whose campaign did not get there.

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

/** The directory of campaigns takes no new folder: nothing was begun. */
export class OutUnusable extends Error {
  override readonly name = 'OutUnusable';
}

export interface CampaignFolder {
  readonly id: string;
  readonly path: string;
  /** The path at which an artifact is to appear; the caller writes it whole and only once. */
  place(file: string): string;
  writeDocument(file: string, document: object): Promise<void>;
  writeCycles(file: string, cycles: readonly Cycle[]): Promise<void>;
  /** The first summary; where even that cannot be written, the folder goes again, with the plan of a shard in it. */
  open(summary: Summary): Promise<void>;
  /** The last summary in the place of the first, and every file listed with its size and hash. */
  seal(summary: Summary): Promise<void>;
}

/**
 * Makes the folder `<out>/<id>`.
 * @throws CampaignExists where it is there already; OutUnusable where it cannot be made; Error for an id that may
 *   not be part of an address
 */
export async function createFolder(out: string, id: string): Promise<CampaignFolder> {
  if (!isCampaignId(id)) {
    throw new Error(`expected a campaign id of letters, digits, ".", "_" and "-", found ${JSON.stringify(id)}`);
  }
  const path = join(out, id);
  await make(out, path);

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
    async open(summary) {
      try {
        await writeOnce(place(SUMMARY_FILE), textOf(summary));
      } catch (error) {
        await rm(path, { recursive: true, force: true });
        throw error;
      }
    },
    async seal(summary) {
      const others = (await readdir(path)).filter((file) => !UNLISTED.has(file));
      const lines: EvidenceList['artifacts'] = [lineOfText(SUMMARY_FILE, textOf(summary))];
      for (const file of others) lines.push(await lineOfFile(path, file));
      const artifacts = lines.toSorted((a, b) => (a.file < b.file ? -1 : 1));
      // there is room for both, or for neither
      const replacement = await writePartial(place(SUMMARY_FILE), textOf(summary));
      try {
        await writeOnce(place(EVIDENCE_LIST_FILE), textOf({ artifacts } satisfies EvidenceList));
        await rename(replacement, place(SUMMARY_FILE));
      } finally {
        await rm(replacement, { force: true });
      }
    },
  };
}

const UNLISTED: ReadonlySet<string> = new Set([SUMMARY_FILE, EVIDENCE_LIST_FILE, ANALYSIS_FILE]);

async function make(out: string, path: string): Promise<void> {
  try {
    await mkdir(out, { recursive: true });
  } catch (error) {
    throw unusable(out, error);
  }
  try {
    await mkdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(out, error);
    throw new CampaignExists(
      `expected a new campaign, found ${path}: evidence is never overwritten; choose another --id`,
    );
  }
}

const unusable = (out: string, error: unknown): OutUnusable =>
  new OutUnusable(
    `expected a directory in which campaigns can be written, found ${(error as Error).message}; see --out ${out}`,
    { cause: error },
  );

/** Writes the text beside its place; gives the path. Leaves nothing where it fails: room may be what is missing. */
async function writePartial(path: string, text: string): Promise<string> {
  const partial = `${path}.partial`;
  try {
    await writeFile(partial, text);
    return partial;
  } catch (error) {
    await rm(partial, { force: true });
    throw notWritten(path, error);
  }
}

/** A link fails where the name is taken; a rename would silently replace. */
async function writeOnce(path: string, text: string): Promise<void> {
  const partial = await writePartial(path, text);
  try {
    await link(partial, path);
  } catch (error) {
    throw notWritten(path, error);
  } finally {
    await rm(partial, { force: true });
  }
}

function notWritten(path: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  const found = code === 'EEXIST' ? 'it is there already: evidence is never overwritten' : message;
  return new Error(`expected to write ${path}, found ${found}`, { cause: error });
}

type Line = EvidenceList['artifacts'][number];

function lineOfText(file: string, text: string): Line {
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { file, bytes: Buffer.byteLength(text), sha256, provenance: 'recorded' };
}

async function lineOfFile(path: string, file: string): Promise<Line> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(join(path, file)), hash);
  const { size: bytes } = await stat(join(path, file));
  return { file, bytes, sha256: hash.digest('hex'), provenance: 'recorded' };
}

const textOf = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;
