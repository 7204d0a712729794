// What the other files of this folder hand to each other.

import type { LogLine } from '../lines.ts';

/** Where in the logs something stands. Line numbers count from 1 in the log as it came. */
export interface Origin {
  log: string;
  job: string | null;
  jobId: string | null;
  step: string | null;
  stepNumber: number | null;
  lineStart: number;
  lineEnd: number;
  time: string | null;
  text: string;
  /** Counts the steps that the log has begun before this line: lines of one step have one number. */
  section: number;
}

/** One log text, cleaned, with what its name says of its origin. */
export interface LogText {
  log: string;
  job: string | null;
  jobId: string | null;
  step: string | null;
  stepNumber: number | null;
  lines: readonly LogLine[];
}

/** What the service says of a step; a log alone does not tell how its steps ended. */
export interface StepFact {
  number: number;
  name: string;
  conclusion: string | null;
  startedAt: string | null;
  completedAt: string | null;
}

export interface JobFact {
  jobId: string;
  name: string;
  conclusion: string | null;
  startedAt: string | null;
  completedAt: string | null;
  steps: readonly StepFact[];
}

export function originOf(text: LogText, first: number, last: number): Origin {
  const line = text.lines[first];
  return {
    log: text.log,
    job: text.job ?? line?.job ?? null,
    jobId: text.jobId,
    step: text.step ?? line?.step ?? null,
    stepNumber: text.stepNumber,
    lineStart: line?.number ?? 1,
    lineEnd: text.lines[last]?.number ?? line?.number ?? 1,
    time: line?.time ?? null,
    text: excerptText(text.lines, first, last),
    section: line?.section ?? 0,
  };
}

/** Enough lines for an excerpt; the cut to its exact length follows where it is written. */
function excerptText(lines: readonly LogLine[], first: number, last: number): string {
  const texts: string[] = [];
  let chars = 0;
  for (let at = first; at <= last && chars < 16_384; at += 1) {
    const text = lines[at]?.text.slice(0, 8_192) ?? '';
    texts.push(text);
    chars += text.length + 1;
  }
  return texts.join('\n');
}
