// Pure: log texts in, documents with their provenance out. First each text by itself (so that only one is held at
// a time), then everything that was found, for one campaign. Nothing here reads a file, a clock or the network.

import { findCampaignDocuments } from './extract/campaign-documents.ts';
import type { JobFact } from './extract/evidence.ts';
import { findProgress } from './extract/progress.ts';
import { type Rebuilt, rebuild } from './extract/rebuild.ts';
import { evidenceOf, type Findings } from './extract/scope.ts';
import { PROGRESS_COUNT_MAX } from './limits.ts';
import { cleanLines } from './lines.ts';

export type { JobFact, Origin } from './extract/evidence.ts';
export type { Rebuilt } from './extract/rebuild.ts';
export type { RebuiltFile } from './extract/rebuilt-file.ts';
export { campaignsNamed, type Findings } from './extract/scope.ts';
export { jobOf } from './extract/steps.ts';
export { RULES, type Value } from './extract/values.ts';

/** One log text as it came, with what its name or the service says of its origin. */
export interface RawLog {
  log: string;
  job: string | null;
  jobId: string | null;
  step: string | null;
  stepNumber: number | null;
  text: string;
  /** The text was longer than the limit. */
  truncated: boolean;
}

export function findEvidence(raw: RawLog): Findings {
  const clean = cleanLines(raw.text);
  const text = { ...raw, lines: clean.lines };
  const documents = findCampaignDocuments(text);
  const progress = findProgress(text);
  const found = {
    ...documents,
    log: raw.log,
    job: raw.job,
    progress,
    limited: documents.limited || progress.length >= PROGRESS_COUNT_MAX,
    truncated: raw.truncated || clean.truncated,
  };
  // A piece cut out of a string keeps the whole of it in memory: a clone lets the log go.
  return structuredClone(found);
}

export function extract(
  findings: readonly Findings[],
  given: { campaignId: string; from: string; jobs: readonly JobFact[] },
): Rebuilt & { named: string[] } {
  const evidence = evidenceOf(given.campaignId, findings);
  return { ...rebuild(evidence, given), named: evidence.named };
}
