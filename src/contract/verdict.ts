// The verdict: what the judge derives from a folder. Copied from nowhere, claimed by nobody.

import type { Provenance } from './artifacts.ts';
import type { PhaseNumber } from './names.ts';
import type { Path, Unreadable } from './reading.ts';

/** Worst first. */
export const STATUSES = ['FAIL', 'UNREADABLE', 'INCONCLUSIVE', 'PASS', 'NOT REACHED', 'NOT RUN'] as const;
export type PhaseStatus = (typeof STATUSES)[number];

export const OUTCOMES = ['PASS', 'FAIL', 'INCOMPLETE'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One assertion about one artifact. `ok` null means unknown. */
export interface Check {
  id: string;
  label: string;
  expected: string;
  got: unknown;
  ok: boolean | null;
  /** The artifact it was judged from; null where there is none. */
  file: string | null;
  /** Where in the document the value stands, or would stand. */
  path: Path;
}

export type PhaseProvenance = Provenance | 'embedded';

export interface PhaseVerdict {
  phase: PhaseNumber;
  status: PhaseStatus;
  provenance: PhaseProvenance | null;
  /** Why the status is what it is, one sentence each. */
  reasons: string[];
  checks: Check[];
  /** Checks beyond those that a reader keeps, where a document gives rise to more than anybody reads. */
  checks_left_out?: number;
  /** The files, or the summary, that this phase was judged from. */
  documents: { file: string; node: string | null; path: Path }[];
  /** Facts that change no status: a file that differs from its embedded copy, for one. */
  notes: string[];
}

export type ArtifactState = 'document' | 'unreadable' | 'altered' | 'text' | 'binary';

/** How a file departs from the folder's list of hashes. */
export interface Departure {
  how: 'not listed' | 'differs' | 'gone';
  detail: string;
}

export interface ArtifactVerdict {
  file: string;
  bytes: number | null;
  sha256: string | null;
  provenance: Provenance;
  state: ArtifactState;
  why: Unreadable | null;
  departs: Departure | null;
}

export interface Claim {
  overall_pass: boolean | null;
  disputed: boolean;
}

export interface CampaignVerdict {
  outcome: Outcome;
  reasons: string[];
  claim: Claim;
  phases: PhaseVerdict[];
  artifacts: ArtifactVerdict[];
  /** Facts that change no outcome: a schema version that this reader does not know, for one. */
  notes: string[];
}
