// Every format by its name.

import type { Catalogue, Entry } from '../catalogue/catalogue.ts';
import { releaseOf } from '../catalogue/releases.ts';
import { decisionSentence } from '../views/releases/decision.ts';
import { badgeJson, badgeSvg } from './badge.ts';
import { classFigures } from './class-figures.ts';
import { ctrfJson } from './ctrf.ts';
import { junitXml } from './junit.ts';
import { summaryMarkdown } from './markdown/document.ts';
import type { Summarized } from './markdown/summary.ts';
import { openMetrics } from './openmetrics.ts';
import { reportOf } from './report.ts';

export const FORMATS = ['junit', 'ctrf', 'openmetrics', 'badge-svg', 'badge-json', 'summary'] as const;
export type Format = (typeof FORMATS)[number];

/** @param page the address of a campaign's page, null where nobody said where the site is */
export function summarized(read: Catalogue, entry: Entry, page: string | null): Summarized {
  const release = releaseOf(read, entry);
  return {
    report: reportOf(read, entry, page),
    classes: classFigures(read, entry),
    statuses: entry.verdict.phases.map(({ status }) => status),
    decision: release && decisionSentence(release),
  };
}

export async function exported(read: Catalogue, entry: Entry, format: Format, page: string | null): Promise<string> {
  const all = summarized(read, entry, page);
  switch (format) {
    case 'junit':
      return junitXml(all.report);
    case 'ctrf':
      return ctrfJson(all.report);
    case 'openmetrics':
      return openMetrics(all.report, all.classes, all.statuses);
    case 'badge-svg':
      return badgeSvg(all.report);
    case 'badge-json':
      return badgeJson(all.report);
    case 'summary':
      return summaryMarkdown(all);
  }
}
