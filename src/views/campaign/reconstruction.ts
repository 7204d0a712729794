// What a reconstruction says of itself: each value printed, derived or unknown, the lines it came from, and the lines
// that say otherwise.

import { webAddress } from '../../analysis/web-address.ts';
import type { Entry } from '../../catalogue/catalogue.ts';
import { documentOf } from '../../catalogue/texts.ts';
import { isReconstruction, type Reconstruction, reconstructionSchema } from '../../contract/reconstruction.ts';
import { fewOf, firstOf, type Listed, leftOut } from '../left-out.ts';
import type { Link } from '../link.ts';
import { artifactPath, withBase } from '../site.ts';
import { gotInWords } from './phase/got.ts';

const RECORDS_MAX = 8;
const FILES_MAX = 40;
const NOTES_MAX = 20;
const JOBS_MAX = 8;
/** Of a record, all its files together, and of the excerpts. */
const ALL_VALUES_MAX = 400;
const ALL_EXCERPT_CHARS_MAX = 100_000;
const TEXT_CHARS_MAX = 300;
const VALUES_MAX = 120;
const EXCERPTS_MAX = 40;
const EXCERPT_CHARS_MAX = 4000;
const CONTRADICTIONS_MAX = 40;

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
    more: Link | undefined;
  }[];
  moreFiles: Link | undefined;
  /** Lines of the log that say otherwise than a rebuilt file, in the order of the files. */
  contradictions: { file: string; where: string; text: string }[];
  moreContradictions: Link | undefined;
  excerpts: { id: string; where: string; text: string }[];
  moreExcerpts: Link | undefined;
  masks: string;
  notes: string[];
  moreNotes: Link | undefined;
}

/** The records that can be believed: readable, as listed, and of the known shape. */
export function reconstructionViews(root: string, entry: Entry): Listed<ReconstructionView> {
  const all = entry.verdict.artifacts.filter(({ file, state }) => isReconstruction(file) && state === 'document');
  const { rows, more } = firstOf(all, RECORDS_MAX, '#artifacts', 'records of reconstructions');
  return {
    rows: rows.flatMap(({ file }) => {
      const parsed = reconstructionSchema.safeParse(documentOf(root, entry, file, []));
      return parsed.success ? [viewOf(file, parsed.data, withBase(artifactPath(entry.id, file)))] : [];
    }),
    more,
  };
}

/** @param href of the record */
function viewOf(record: string, found: Reconstruction, href: string): ReconstructionView {
  const { source, masks } = found;
  const contradictions = contradictionsOf(found);
  return {
    record,
    source: [
      source.run_id === null ? (source.file ?? 'a log on disk') : `run ${source.run_id}`,
      ...(source.run_attempt === null ? [] : [`attempt ${source.run_attempt}`]),
      ...(source.jobs.length === 0
        ? []
        : [
            `job ${fewOf(
              source.jobs.map(({ name }) => name.slice(0, TEXT_CHARS_MAX)),
              JOBS_MAX,
            )}`,
          ]),
      `read as ${source.form}`,
    ].join(', '),
    href: source.address === null ? null : webAddress(source.address),
    extractor: found.extractor_version,
    complete: found.complete,
    files: filesOf(found, href),
    moreFiles: leftOut(found.files.length - FILES_MAX, href, 'files'),
    contradictions: contradictions.slice(0, CONTRADICTIONS_MAX),
    moreContradictions: leftOut(contradictions.length - CONTRADICTIONS_MAX, href, 'lines'),
    excerpts: excerptsOf(record, found),
    moreExcerpts: leftOut(found.excerpts.length - EXCERPTS_MAX, href, 'excerpts'),
    masks: `Excerpts were searched for secrets with ${masks.rule_set}: ${masks.excerpts_masked} masked. ${masks.values_masked_by_runner} values had arrived as *** and are unknown.`,
    notes: found.notes.slice(0, NOTES_MAX).map((note) => note.slice(0, TEXT_CHARS_MAX)),
    moreNotes: leftOut(found.notes.length - NOTES_MAX, href, 'notes'),
  };
}

function excerptsOf(record: string, { excerpts }: Reconstruction): ReconstructionView['excerpts'] {
  let room = ALL_EXCERPT_CHARS_MAX;
  return excerpts.slice(0, EXCERPTS_MAX).map((excerpt, index) => {
    const text = excerpt.text.slice(0, Math.min(EXCERPT_CHARS_MAX, room));
    room -= text.length;
    return { id: `${record}-excerpt-${index}`, where: placeOf(excerpt).slice(0, TEXT_CHARS_MAX), text };
  });
}

function filesOf({ files }: Reconstruction, href: string): ReconstructionView['files'] {
  let room = ALL_VALUES_MAX;
  return files.slice(0, FILES_MAX).map((file) => {
    const view = fileView(file, Math.min(VALUES_MAX, room), href);
    room -= view.values.length;
    return view;
  });
}

const FROM = {
  aggregate: 'from the aggregate document',
  document: 'from a printed document',
  progress: 'from progress lines',
  artifact: 'from an uploaded artifact',
} as const;

function fileView(
  { file, state, from, exact, values, reason }: Reconstruction['files'][number],
  values_max: number,
  href: string,
): ReconstructionView['files'][number] {
  const bytes = exact ? ', byte for byte as the run wrote it' : '';
  return {
    file,
    how: `${state} ${FROM[from]}${bytes}${reason === null ? '' : `: ${reason.slice(0, TEXT_CHARS_MAX)}`}`,
    values: values.slice(0, values_max).map(({ path, label, value, rule, reason, excerpts }) => ({
      path: path === '' ? 'the whole document' : path.slice(0, TEXT_CHARS_MAX),
      label,
      value: label === 'unknown' ? 'unknown' : value === undefined ? 'as printed' : gotInWords(value),
      why: [rule, reason]
        .filter((part) => part !== null)
        .join(': ')
        .slice(0, TEXT_CHARS_MAX),
      excerpts: excerpts.filter((index) => index < EXCERPTS_MAX),
    })),
    more: leftOut(values.length - values_max, href, 'values'),
  };
}

function contradictionsOf({ files, excerpts }: Reconstruction): ReconstructionView['contradictions'] {
  return files.flatMap(({ file, contradicted_by }) =>
    (contradicted_by ?? []).flatMap((index) => {
      const excerpt = excerpts[index];
      return excerpt ? [{ file, where: placeOf(excerpt), text: excerpt.text.slice(0, EXCERPT_CHARS_MAX) }] : [];
    }),
  );
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
