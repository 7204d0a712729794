// The recorded comparisons of two ways to measure, as the page about measurement shows them. Every figure of that
// page is drawn from these documents, those in its sentences too.

import {
  type Comparison,
  comparisonSchema,
  isMeasured,
  type Measured,
  NO_FAULT,
} from '../../../contract/comparison.ts';
import { measurementFiles, measurementText } from '../../../evidence/measurements.ts';
import { measurementPath, withBase } from '../../site.ts';
import { timeInWords } from '../../words.ts';

export type Harness = 'established' | 'ours';

/** One document and its file: `ai-memory-0.6.0.json`. */
export interface Measurement {
  file: string;
  document: Comparison;
}

let read: Measurement[] | undefined;

/**
 * All recorded comparisons, in the natural order of their names.
 * @throws Error for a document that is none, with its name: it is ours, and a page must not guess
 */
export function measurements(): readonly Measurement[] {
  read ??= measurementFiles().map((file) => ({ file, document: documentOf(file) }));
  return read;
}

function documentOf(file: string): Comparison {
  const parsed = comparisonSchema.safeParse(JSON.parse(measurementText(file)));
  if (!parsed.success) throw new Error(`${file}: expected a comparison, found otherwise: ${parsed.error.message}`);
  return parsed.data;
}

/** What one harness measured of a class; null where it did not. */
export function measuredSide({ document }: Measurement, fault: string, harness: Harness): Measured | null {
  const side = document.classes.find((one) => one.fault === fault)?.[harness];
  return side && isMeasured(side) ? side : null;
}

/** Classes of any document, in the order in which they were measured. */
export const measuredFaults = (): string[] => [
  ...new Set(measurements().flatMap(({ document }) => document.classes.map((one) => one.fault))),
];

export const titleOf = ({ document: { subject } }: Measurement): string => `${subject.name} ${subject.version}`;

export const faultInWords = (fault: string): string => (fault === NO_FAULT ? 'no fault at all' : fault);

export interface Provenance {
  title: string;
  href: string;
  file: string;
  rows: { term: string; text: string; code: boolean }[];
}

/** Where each document comes from, for the end of the page. */
export const provenances = (): Provenance[] =>
  measurements().map((one) => {
    const { subject, environment, started_at, runner_version, seed, command } = one.document;
    const { os, kernel, arch, cpus, node } = environment;
    return {
      title: titleOf(one),
      file: one.file,
      href: withBase(measurementPath(one.file)),
      rows: [
        { term: 'program', text: subject.binary_sha256 ?? 'not one file', code: true },
        { term: 'measured', text: timeInWords(started_at) ?? started_at, code: false },
        { term: 'machine', text: `${os} ${kernel}, ${arch}, ${cpus} CPUs, Node ${node}`, code: false },
        { term: 'runner', text: `${runner_version}, seed ${seed}`, code: false },
        { term: 'command', text: command, code: true },
      ],
    };
  });
