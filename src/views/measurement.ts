// The recorded comparisons of two ways to measure, as the page about measurement shows them. Every figure of that
// page is drawn from these documents, those in its sentences too.

/// <reference types="astro/client" />

import { type Comparison, comparisonSchema, isMeasured, type Measured, NO_FAULT } from '../contract/comparison.ts';
import { withBase } from './site.ts';
import { timeInWords } from './words.ts';

export type Harness = 'established' | 'ours';

/** One document: as it is committed, and read. */
export interface Measurement {
  /** Its file without the ending: `ai-memory-0.6.0`. */
  name: string;
  text: string;
  document: Comparison;
}

/** Bundled with the page, so that a build sees when one changes. */
const TEXTS = import.meta.glob<string>('../measurements/*.json', { query: '?raw', import: 'default', eager: true });

let read: Measurement[] | undefined;

/**
 * All recorded comparisons, in the natural order of their names.
 * @throws Error for a document that is none, with its name: it is ours, and a page must not guess
 */
export function measurements(): readonly Measurement[] {
  read ??= Object.entries(TEXTS)
    .map(([path, text]) => ({ name: path.replace(/^.*\/|\.json$/g, ''), text, document: documentOf(path, text) }))
    .toSorted((x, y) => x.name.localeCompare(y.name, 'en', { numeric: true }));
  return read;
}

function documentOf(path: string, text: string): Comparison {
  const parsed = comparisonSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`${path}: expected a comparison, found otherwise: ${parsed.error.message}`);
  return parsed.data;
}

export const measurementPaths = () => measurements().map(({ name, text }) => ({ params: { name }, props: { text } }));

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
      file: `${one.name}.json`,
      href: withBase(`methodology/measurement/${one.name}.json`),
      rows: [
        { term: 'program', text: subject.binary_sha256 ?? 'not one file', code: true },
        { term: 'measured', text: timeInWords(started_at) ?? started_at, code: false },
        { term: 'machine', text: `${os} ${kernel}, ${arch}, ${cpus} CPUs, Node ${node}`, code: false },
        { term: 'runner', text: `${runner_version}, seed ${seed}`, code: false },
        { term: 'command', text: command, code: true },
      ],
    };
  });
