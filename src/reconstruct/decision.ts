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

/**
 * A file that is there, or that the run uploaded, cannot take in what the log says against it: nothing is written that
 * would complete it.
 */
function doubted(candidates: readonly Candidate[], folder: CampaignFolder): string | null {
  const one = candidates.find(({ file, from, contradictions }) => {
    const isFixed = from === 'artifact' || (folder.entries.has(file) && !isMarked(folder.documents.get(file)));
    return contradictions.length > 0 && isFixed;
  });
  if (!one) return null;
  const whose = one.from === 'artifact' ? 'which the run uploaded' : 'which is there already';
  return `the log contradicts ${one.file}, ${whose} and which is never changed: nothing is written beside it`;
}

const isMarked = (document: Record<string, unknown> | undefined): boolean =>
  Array.isArray(document?._contradicted_by) && document._contradicted_by.length > 0;
