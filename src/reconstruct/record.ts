// `reconstruction.json`: every value with its label, the lines it came from, and where those stand.

import { createHash } from 'node:crypto';
import type { Provenance } from '../contract/artifacts.ts';
import type {
  ReconstructedFile,
  ReconstructedValue,
  Reconstruction,
  ReconstructionExcerpt,
  ReconstructionSource,
} from '../contract/reconstruction.ts';
import { type JobFact, jobOf, type Origin, RULES, type Value } from './extract.ts';
import { CONTRADICTION_COUNT_MAX, EXCERPT_CHARS_MAX, EXTRACTOR_VERSION } from './limits.ts';
import type { ContradictingLine } from './marked.ts';
import { looksSecret, maskSecrets, SECRET_RULES } from './secrets.ts';

/** A file that may be written, wherever it came from. */
export interface Candidate {
  file: string;
  bytes: Buffer;
  from: ReconstructedFile['from'];
  exact: boolean;
  provenance: Provenance;
  values: readonly Value[];
  /** Something names the campaign that it is of. */
  tied: boolean;
  /** Lines of the log that say otherwise, and how they are written into the document. */
  contradictedBy: readonly Origin[];
  contradictions: readonly ContradictingLine[];
}

export interface Decision {
  candidate: Candidate;
  state: ReconstructedFile['state'];
  reason: string | null;
}

export interface RecordGiven {
  campaignId: string;
  source: ReconstructionSource;
  jobs: readonly JobFact[];
  decisions: readonly Decision[];
  complete: boolean;
  maskedValues: number;
  notes: readonly string[];
}

export async function recordOf(given: RecordGiven): Promise<Reconstruction> {
  const excerpts = new Excerpts(given.jobs);
  const files: ReconstructedFile[] = [];
  const lookalikes: string[] = [];
  for (const { candidate, state, reason } of given.decisions) {
    const { file, bytes, from, exact, provenance } = candidate;
    const values = state === 'written' ? candidate.values.map((value) => labelled(value, excerpts)) : [];
    const facts = { file, state, reason, from, exact, provenance, bytes: bytes.length, sha256: sha256(bytes) };
    files.push({
      ...facts,
      values,
      contradicted_by: candidate.contradictedBy.slice(0, CONTRADICTION_COUNT_MAX).map((origin) => excerpts.at(origin)),
    });
    if (state === 'written' && file.endsWith('.json') && (await looksSecret(bytes.toString('utf8'))))
      lookalikes.push(file);
  }
  const masked = await excerpts.masked();
  return {
    schema_version: 1,
    extractor_version: EXTRACTOR_VERSION,
    campaign_id: given.campaignId,
    source: given.source,
    complete: given.complete,
    files,
    excerpts: masked,
    masks: {
      rule_set: SECRET_RULES,
      excerpts_masked: masked.filter((excerpt) => excerpt.masked > 0).length,
      values_masked_by_runner: given.maskedValues,
      files_with_lookalikes: lookalikes,
    },
    notes: await Promise.all(given.notes.map(async (note) => (await maskSecrets(note)).text)),
  };
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function labelled(value: Value, excerpts: Excerpts): ReconstructedValue {
  const at = value.origins.map((origin) => excerpts.at(origin));
  const base = { path: value.path, label: value.label, rule: null, reason: null, excerpts: [...new Set(at)] };
  if (value.label === 'unknown') return { ...base, reason: value.reason };
  if (value.label === 'derived') return { ...base, value: value.value, rule: value.rule, reason: RULES[value.rule] };
  return value.path === '' ? base : { ...base, value: value.value };
}

/** Each excerpt once, however many values rest on it. */
class Excerpts {
  readonly #origins: Origin[] = [];
  readonly #known = new Map<string, number>();
  readonly #jobs: readonly JobFact[];

  constructor(jobs: readonly JobFact[]) {
    this.#jobs = jobs;
  }

  at(origin: Origin): number {
    const key = `${origin.log}\n${origin.lineStart}\n${origin.lineEnd}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.#origins.length);
    return this.#origins.push(origin) - 1;
  }

  masked(): Promise<ReconstructionExcerpt[]> {
    return Promise.all(this.#origins.map((origin) => excerptOf(origin, jobOf(origin, this.#jobs))));
  }
}

async function excerptOf(origin: Origin, job: JobFact | null): Promise<ReconstructionExcerpt> {
  // Masked before it is cut: half a secret would no longer look like one.
  const { text, masked } = await maskSecrets(origin.text);
  const cut = text.length > EXCERPT_CHARS_MAX || origin.text.split('\n').length <= origin.lineEnd - origin.lineStart;
  return {
    text: text.slice(0, EXCERPT_CHARS_MAX),
    cut,
    masked,
    log: origin.log,
    line_start: origin.lineStart,
    line_end: origin.lineEnd,
    time: origin.time,
    job: origin.job ?? job?.name ?? null,
    job_id: origin.jobId ?? job?.jobId ?? null,
    step: origin.step,
    step_number: origin.stepNumber,
  };
}
