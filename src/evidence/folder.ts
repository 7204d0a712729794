// A campaigns directory and the folders in it. Every entry that is left out is named, with the reason:
// evidence that vanishes from a green build would be the worst defect this project could have.

import { hash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { GATE_DECISIONS_FILE, GATE_FILE, GATE_FILE_BYTES_MAX } from '../contract/gate.ts';
import {
  EVIDENCE_LIST_FILE,
  INSIGHTS_FILE,
  isArtifactName,
  isCampaignId,
  phaseOf,
  SUMMARY_FILE,
} from '../contract/names.ts';
import type { Folder, Reading } from '../contract/reading.ts';
import { visibleLine } from '../contract/visible-text.ts';
import { readArtifact } from './file.ts';
import { readPlainFile } from './plain-file.ts';
import { emptyRoom, FOLDER_ROOM } from './room.ts';

/** What a repository may keep beside its campaigns without a word. */
const GIT_ENTRIES = new Set(['.git', '.gitignore', '.gitkeep', '.gitattributes']);

const NAME_CHARS_MAX = 140;

export interface CampaignsListing {
  ids: string[];
  /** Entries that are no campaign folders, in words. */
  problems: string[];
  /** The established map of narratives; null where there is none. */
  insights: Reading | null;
  /** The stored decisions of gates; null where there are none. */
  gateDecisions: Reading | null;
}

/** Lists a campaigns directory. A directory that is not there holds no campaigns, and says so. */
export function listCampaigns(root: string): CampaignsListing {
  const listing: CampaignsListing = { ids: [], problems: [], insights: null, gateDecisions: null };
  let entries: ReturnType<typeof entriesOf>;
  try {
    entries = entriesOf(root);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    return { ...listing, problems: [`${root}: expected a directory of campaigns, found ${code}`] };
  }
  for (const entry of entries) {
    if (entry.name === INSIGHTS_FILE) listing.insights = readArtifact(root, entry, emptyRoom());
    else if (entry.name === GATE_DECISIONS_FILE) listing.gateDecisions = readArtifact(root, entry, emptyRoom());
    else if (GIT_ENTRIES.has(entry.name)) continue;
    else if (!entry.isDirectory()) {
      const what = entry.isSymbolicLink() ? 'a symbolic link' : 'no folder';
      listing.problems.push(`${nameInWords(entry.name)}: left out, it is ${what}; expected a campaign folder`);
    } else if (!isCampaignId(entry.name)) {
      listing.problems.push(`${nameInWords(entry.name)}: left out, its name cannot stand in an address`);
    } else listing.ids.push(entry.name);
  }
  return listing;
}

/** The gate file that goes with a directory of campaigns: it is beside it. Null where there is none to be read. */
export function gateFileBeside(root: string): { path: string; sha256: string } | null {
  const path = join(dirname(resolve(root)), GATE_FILE);
  const bytes = readPlainFile(path, GATE_FILE_BYTES_MAX);
  return typeof bytes === 'string' ? null : { path, sha256: hash('sha256', bytes) };
}

/**
 * Reads one campaign folder: every file, hashed, the documents parsed, as many as there is room for. What is judged
 * comes first, so that nothing beside it takes its room.
 */
export function readFolder(root: string, id: string, room = FOLDER_ROOM): Folder {
  const take = emptyRoom(room);
  const dir = join(root, id);
  const files: Reading[] = [];
  const leftOut: { name: string; why: string }[] = [];
  let entries: ReturnType<typeof entriesOf>;
  try {
    entries = entriesOf(dir);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    return { id, files, leftOut: [{ name: '.', why: `the folder could not be read: ${code}` }] };
  }
  for (const entry of [...entries.filter(isJudged), ...entries.filter((one) => !isJudged(one))]) {
    if (!isArtifactName(entry.name))
      leftOut.push({ name: nameInWords(entry.name), why: 'its name cannot stand in an address' });
    else if (entry.isDirectory() && !entry.name.endsWith('.json'))
      leftOut.push({ name: entry.name, why: 'it is a folder' });
    else files.push(readArtifact(dir, entry, take));
  }
  return { id, files: files.sort((a, b) => (a.file < b.file ? -1 : 1)), leftOut };
}

const isJudged = ({ name }: { name: string }): boolean =>
  name === SUMMARY_FILE || name === EVIDENCE_LIST_FILE || phaseOf(name) !== null;

/** Sorted, so that neither the file system nor the clock decides what a build says. */
const entriesOf = (dir: string) => readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));

/** A name that may hold anything, on one line. */
const nameInWords = (name: string): string => visibleLine(name, NAME_CHARS_MAX);
