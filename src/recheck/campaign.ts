// One stored campaign, judged again: its histories by today's checkers, and the whole by the judge with their findings
// in the place of the ones that were recorded. Nothing that was recorded is changed.

import { join } from 'node:path';
import { isObject } from '../contract/json-object.ts';
import { SUMMARY_FILE } from '../contract/names.ts';
import type { Folder, JsonObject, Reading } from '../contract/reading.ts';
import type { Recheck, RecheckedHistory } from '../contract/recheck.ts';
import { readFolder } from '../evidence/folder.ts';
import { readCycles } from '../evidence/history-file.ts';
import { judge } from '../verdict/judge.ts';
import type { Documents } from './documents.ts';
import { recheckHistory } from './histories.ts';

export type Rechecked = Pick<Recheck, 'campaign_id' | 'histories' | 'outcome'>;

/** @param root the directory of campaigns */
export async function recheckCampaign(root: string, id: string): Promise<Rechecked> {
  const folder = readFolder(root, id);
  const documents = {
    summary: documentIn(folder, SUMMARY_FILE),
    phase2: documentIn(folder, 'phase2.json'),
    phase4: documentIn(folder, 'phase4.json'),
  };
  const histories: RecheckedHistory[] = [];
  // one after the other: each may be as large as all others together
  for (const file of folder.files.map((one) => one.file).filter((name) => /^history-.+\.jsonl\.gz$/.test(name))) {
    const cycles = await readCycles(join(root, id, file)).catch((error: Error) => error);
    histories.push(recheckHistory({ file, cycles }, documents));
  }
  const today = judge({ ...folder, files: folder.files.map((one) => withFindings(one, histories)) });
  return { campaign_id: id, histories, outcome: { recorded: judge(folder).outcome, today: today.outcome } };
}

const documentIn = ({ files }: Folder, name: string): Documents['summary'] => {
  const reading = files.find(({ file }) => file === name);
  return reading?.state === 'document' ? (reading.document as Record<string, unknown>) : null;
};

/** The document as it was, with today's findings where a history of it was judged again. */
function withFindings(reading: Reading, histories: readonly RecheckedHistory[]): Reading {
  if (reading.state !== 'document') return reading;
  const judged = histories.filter(({ problem }) => problem === null);
  if (reading.file === 'phase2.json') {
    const own = judged.find(({ phase }) => phase === 2);
    // the probe's part of it is in no history
    const others = listIn(reading.document.anomalies).filter(
      (one) => !own?.anomalies.some(({ name }) => name === (one as JsonObject).name),
    );
    return own ? { ...reading, document: { ...reading.document, anomalies: [...own.anomalies, ...others] } } : reading;
  }
  if (reading.file !== 'phase4.json') return reading;
  const faults = { ...(reading.document.faults as JsonObject | undefined) };
  for (const { fault, anomalies } of judged) {
    const own = fault === null ? undefined : faults[fault];
    if (fault !== null && isObject(own)) faults[fault] = { ...own, anomalies };
  }
  return { ...reading, document: { ...reading.document, faults } };
}

const listIn = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
