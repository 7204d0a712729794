// What keeps a campaign from a pass whatever its four phases are: a summary that is not this campaign's or not of its
// end, a list of hashes that was promised and is not there, a planted defect, a mask over what the summary holds.

import { isObject } from '../contract/json-object.ts';
import { EVIDENCE_LIST_FILE, SUMMARY_FILE } from '../contract/names.ts';
import type { Folder, JsonObject } from '../contract/reading.ts';
import { saidByLog } from './contradictions.ts';
import { defectsOf } from './defect.ts';
import type { PhaseDocuments } from './documents.ts';
import { hidesPhases } from './embedded.ts';
import { shortJson } from './field.ts';
import { hasMaskedKey } from './masked.ts';

const SHOWN_CHARS_MAX = 80;

const shown = (value: unknown): string => shortJson(value, SHOWN_CHARS_MAX);

/** One plain sentence each. */
export function objectionsTo(
  folder: Folder,
  summary: JsonObject | null,
  documents: readonly PhaseDocuments[],
): string[] {
  const head = summary === null ? [] : [{ file: SUMMARY_FILE, base: [], node: null, document: summary }];
  const defects = Map.groupBy(defectsOf([...head, ...documents.flatMap(({ sources }) => sources)]), ({ defect }) =>
    shown(defect),
  );
  return [...(summary === null ? [] : ofSummary(folder, summary)), ...[...defects].map(ofDefect)];
}

function ofDefect([defect, [first, ...more]]: [string, { file: string }[]]): string {
  const who = more.length === 0 ? 'says' : `and ${more.length === 1 ? 'one' : more.length} more say`;
  return `a defect was planted, ${defect}, as ${first?.file} ${who}: such a campaign never passes`;
}

/** Of a harness that does not see a planted defect no pass can be believed. */
function unseenCanary({ canary }: JsonObject): string[] {
  if (canary === undefined || (isObject(canary) && canary.caught === true)) return [];
  const defect = isObject(canary) ? shown(canary.defect) : 'of an unknown kind';
  return [`the canary, a defect planted to be found (${defect}), went unseen: this harness proves nothing here`];
}

function ofSummary({ id, files }: Folder, summary: JsonObject): string[] {
  const { campaign_id, state, schema_version } = summary;
  const otherwise = saidByLog(summary);
  const hasList = files.some(({ file }) => file === EVIDENCE_LIST_FILE);
  return [
    ...(campaign_id !== undefined && campaign_id !== id
      ? [`${SUMMARY_FILE} is of another campaign: expected campaign_id ${shown(id)}, found ${shown(campaign_id)}`]
      : []),
    ...(state !== undefined && state !== 'complete'
      ? [`${SUMMARY_FILE} was not written at the end of the campaign: its state is ${shown(state)}`]
      : []),
    ...(schema_version !== undefined && !hasList
      ? [`${SUMMARY_FILE} has a schema_version, which promises ${EVIDENCE_LIST_FILE}; there is none`]
      : []),
    ...unseenCanary(summary),
    ...(otherwise === null ? [] : [`${SUMMARY_FILE} is contradicted by the log it was rebuilt from: ${otherwise}`]),
    ...(hasMaskedKey(summary) || hidesPhases(summary)
      ? [`${SUMMARY_FILE} has a masked key or a masked phase, which may hide anything`]
      : []),
  ];
}
