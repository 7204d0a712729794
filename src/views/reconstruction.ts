// What a reconstruction says of itself: each value printed, derived or unknown, and the lines it came from.

import { webAddress } from '../analysis/web-address.ts';
import { isReconstruction, type Reconstruction, reconstructionSchema } from '../contract/reconstruction.ts';
import type { Entry } from './catalogue.ts';
import { gotInWords } from './got.ts';
import { documentOf } from './texts.ts';

const VALUES_MAX = 120;
const EXCERPTS_MAX = 40;
const EXCERPT_CHARS_MAX = 4000;

export interface ReconstructionView {
  record: string;
  source: string;
  href: string | null;
  extractor: string;
  complete: boolean;
  files: {
    file: string;
    how: string;
    values: { path: string; label: string; value: string; why: string; excerpts: number[] }[];
    more: number;
  }[];
  excerpts: { id: string; where: string; text: string }[];
  masks: string;
  notes: string[];
}

/** The records that can be believed: readable, as listed, and of the known shape. */
export function reconstructionViews(root: string, entry: Entry): ReconstructionView[] {
  return entry.verdict.artifacts
    .filter(({ file, state }) => isReconstruction(file) && state === 'document')
    .flatMap(({ file }) => {
      const parsed = reconstructionSchema.safeParse(documentOf(root, entry, file, []));
      return parsed.success ? [viewOf(file, parsed.data)] : [];
    });
}

function viewOf(record: string, found: Reconstruction): ReconstructionView {
  const { source, masks } = found;
  return {
    record,
    source: [
      source.run_id === null ? (source.file ?? 'a log on disk') : `run ${source.run_id}`,
      ...(source.run_attempt === null ? [] : [`attempt ${source.run_attempt}`]),
      ...(source.jobs.length === 0 ? [] : [`job ${source.jobs.map(({ name }) => name).join(', ')}`]),
      `read as ${source.form}`,
    ].join(', '),
    href: source.address === null ? null : webAddress(source.address),
    extractor: found.extractor_version,
    complete: found.complete,
    files: found.files.map((file) => fileView(file)),
    excerpts: found.excerpts.slice(0, EXCERPTS_MAX).map((excerpt, index) => ({
      id: `${record}-excerpt-${index}`,
      where: placeOf(excerpt),
      text: excerpt.text.slice(0, EXCERPT_CHARS_MAX),
    })),
    masks: `Excerpts were searched for secrets with ${masks.rule_set}: ${masks.excerpts_masked} masked. ${masks.values_masked_by_runner} values had arrived as *** and are unknown.`,
    notes: found.notes,
  };
}

const FROM = {
  aggregate: 'from the aggregate document',
  document: 'from a printed document',
  progress: 'from progress lines',
  artifact: 'from an uploaded artifact',
} as const;

function fileView({
  file,
  state,
  from,
  exact,
  values,
  reason,
}: Reconstruction['files'][number]): ReconstructionView['files'][number] {
  const bytes = exact ? ', byte for byte as the run wrote it' : '';
  return {
    file,
    how: `${state} ${FROM[from]}${bytes}${reason === null ? '' : `: ${reason}`}`,
    values: values.slice(0, VALUES_MAX).map(({ path, label, value, rule, reason, excerpts }) => ({
      path: path === '' ? 'the whole document' : path,
      label,
      value: label === 'unknown' ? 'unknown' : value === undefined ? 'as printed' : gotInWords(value),
      why: [rule, reason].filter((part) => part !== null).join(': '),
      excerpts: excerpts.filter((index) => index < EXCERPTS_MAX),
    })),
    more: Math.max(0, values.length - VALUES_MAX),
  };
}

function placeOf({ log, line_start, line_end, job, step, time, cut }: Reconstruction['excerpts'][number]): string {
  const lines = line_start === line_end ? `line ${line_start}` : `lines ${line_start} to ${line_end}`;
  return [
    log,
    lines,
    ...(job ? [`job ${job}`] : []),
    ...(step ? [`step ${step}`] : []),
    ...(time ? [time] : []),
    ...(cut ? ['cut'] : []),
  ].join(', ');
}
