// What may be written into a folder, and why not where it may not: absent files only, and none that something speaks
// against.

import { EVIDENCE_LIST_FILE } from '../contract/names.ts';
import type { ReconstructionSource } from '../contract/reconstruction.ts';
import { strangeness, untied } from './belonging.ts';
import type { CampaignFolder } from './folder.ts';
import { type Candidate, type Decision, sha256 } from './record.ts';

export function decide(
  candidates: readonly Candidate[],
  folder: CampaignFolder,
  source: ReconstructionSource,
  campaignId: string,
): Decision[] {
  const stranger = strangeness(folder.documents, source, candidates) ?? doubted(candidates, folder);
  return candidates.map((candidate) => {
    const foreign = stranger ?? (candidate.tied ? null : untied(folder.documents, source, campaignId));
    return foreign === null ? decision(candidate, folder) : { candidate, state: 'refused', reason: foreign };
  });
}

function decision(candidate: Candidate, folder: CampaignFolder): Decision {
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
}

/** A file that is there stays without a word of what the log says against it: nothing is written that completes it. */
function doubted(candidates: readonly Candidate[], folder: CampaignFolder): string | null {
  const one = candidates.find(({ file, contradictions }) => {
    return contradictions.length > 0 && folder.entries.has(file) && !isMarked(folder.documents.get(file));
  });
  return one
    ? `the log contradicts ${one.file}, which is there already and is never changed: nothing is written beside it`
    : null;
}

const isMarked = (document: Record<string, unknown> | undefined): boolean =>
  Array.isArray(document?._contradicted_by) && document._contradicted_by.length > 0;
