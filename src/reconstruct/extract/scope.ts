// Which of the findings belong to the campaign. A job that names another campaign, in its environment or in the
// aggregate it printed, gives nothing. One that names none is tied to the campaign only where the other jobs of its
// run name this one and no other: the word of whoever asked ties nothing.

import { isCampaignId } from '../../contract/names.ts';
import { STRAY_COUNT_MAX } from '../limits.ts';
import type { Aggregate, CampaignDocuments, FoundDocument, PhaseDocument } from './campaign-documents.ts';
import type { Origin } from './evidence.ts';
import { holdsMask } from './masked.ts';
import type { Progress } from './progress.ts';
import { isBracket, type Stray, saidOf } from './strays.ts';

/** What one log text held. */
export interface Findings extends CampaignDocuments {
  log: string;
  job: string | null;
  progress: Progress[];
  /** A limit left a part of the text unread. */
  truncated: boolean;
}

/** What all logs hold of one campaign. */
export interface CampaignEvidence {
  aggregate: Aggregate | null;
  /** More than one, each with another content: none of them counts. */
  differing: Aggregate[];
  /** Different documents only; those inside the aggregate where there are any, then those printed alone. */
  phases: PhaseDocument[];
  /** Printed alone beside an aggregate that holds the same phase. */
  beside: PhaseDocument[];
  progress: Progress[];
  strays: Stray[];
  /** Where a summary is whose campaign is masked. */
  masked: Origin[];
  /** Something in the log names the campaign. */
  tied: boolean;
  notes: string[];
  /** Campaigns that the logs name. */
  named: string[];
}

export function evidenceOf(campaignId: string, findings: readonly Findings[]): CampaignEvidence {
  const notes = [...limitNotes(findings), ...quotedNotes(findings)];
  const named = campaignsNamed(findings);
  const kept: Findings[] = [];
  let tied = named.includes(campaignId);
  for (const [job, group] of byJob(findings)) {
    const own = campaignsNamed(group);
    if (own.length === 0 ? named.every((name) => name === campaignId) : own.includes(campaignId)) kept.push(...group);
    else if (own.length > 0)
      notes.push(`job ${job ?? '(unnamed)'} ran campaign ${own.join(', ')}, not ${campaignId}: nothing of it is used`);
    else if (group.some(holdsAnything))
      notes.push(`job ${job ?? '(unnamed)'} names no campaign, and other jobs name several: nothing of it is used`);
  }
  if (kept.length === 0) tied = false;
  const aggregates = distinct(kept.flatMap((one) => one.aggregates));
  const own = aggregates.filter((one) => one.campaignId === campaignId);
  if (own.length > 1) notes.push(`${own.length} different summaries were printed; none of them counts`);
  const aggregate = own.length === 1 ? (own[0] ?? null) : null;
  if (aggregate && aggregate.strangers > 0) {
    notes.push(`${aggregate.strangers} entries of the printed summary's phases are no phase documents`);
  }
  const embedded = aggregate?.phases ?? [];
  const alone = distinct(kept.flatMap((one) => one.phases)).filter((one) => ours(one.campaignId, campaignId));
  const isInside = (document: PhaseDocument) => embedded.some((one) => one.phase === document.phase);
  return {
    aggregate,
    differing: own.length > 1 ? own : [],
    phases: [...embedded, ...alone.filter((one) => !isInside(one))],
    beside: alone.filter(isInside),
    progress: kept.flatMap((one) => one.progress),
    strays: [
      ...kept.flatMap((one) => one.blocks.flatMap((block) => block.strays)),
      ...aggregates.filter((one) => !isCampaignId(one.campaignId)).flatMap(asStrays),
    ].filter((stray) => ours(stray.campaignId, campaignId)),
    masked: maskedSummaries(findings),
    tied,
    notes,
    named,
  };
}

/** A name that is masked or garbled may be that of the campaign. */
const ours = (named: string | null, campaignId: string): boolean =>
  named === null || named === campaignId || !isCampaignId(named);

/** Every campaign that these logs name, by environment or aggregate, whole or not. */
export function campaignsNamed(findings: readonly Findings[]): string[] {
  const names = findings.flatMap((one) => [
    ...one.aggregates.map((aggregate) => aggregate.campaignId),
    ...one.blocks.flatMap((block) => block.named?.campaignId ?? []),
    ...one.progress.flatMap(({ statement }) =>
      statement.kind === 'environment' && statement.name === 'CAMPAIGN_ID' ? [statement.value] : [],
    ),
  ]);
  return [...new Set(names)].filter(isCampaignId);
}

function byJob(findings: readonly Findings[]): Map<string | null, Findings[]> {
  const groups = new Map<string | null, Findings[]>();
  for (const one of findings) groups.set(one.job, [...(groups.get(one.job) ?? []), one]);
  return groups;
}

const holdsAnything = (one: Findings): boolean => one.phases.length + one.progress.length + one.blocks.length > 0;

/** Of a summary that was found whole only its name counts here: its other values are labelled one by one. */
function maskedSummaries(findings: readonly Findings[]): Origin[] {
  return findings.flatMap((one) => [
    ...one.aggregates.filter(({ campaignId }) => holdsMask(campaignId)).map(({ origin }) => origin),
    ...one.blocks
      .filter(({ named, strays }) => holdsMask(named?.campaignId) || strays.some(({ text }) => holdsMask(text)))
      .flatMap(({ named }) => named?.origin ?? []),
  ]);
}

/** A summary whose name cannot be read gives no value; what its phases say still counts against another. */
function asStrays({ campaignId, phases }: Aggregate): Stray[] {
  return phases.flatMap(({ phase, text, origin }) =>
    text
      .split('\n')
      .slice(0, STRAY_COUNT_MAX)
      .map((line) => ({ text: saidOf(line), phase, campaignId, endsLog: false, origin }))
      .filter((stray) => !isBracket(stray.text)),
  );
}

/**
 * One document however often, and in whatever form, it was printed. The copy with the most lines is nearest to the
 * file that the run wrote; of equal ones, that in a step's own log says more of where it was.
 */
function distinct<T extends FoundDocument>(documents: readonly T[]): T[] {
  const seen = new Map<string, T>();
  const rank = ({ text, origin }: T) => text.split('\n').length + (origin.stepNumber === null ? 0 : 0.5);
  for (const document of documents) {
    const content = JSON.stringify(document.value);
    const known = seen.get(content);
    if (!known || rank(document) > rank(known)) seen.set(content, document);
  }
  return [...seen.values()];
}

function limitNotes(findings: readonly Findings[]): string[] {
  return findings.flatMap((one) => [
    ...(one.truncated ? [`${one.log}: longer than the limit; its end was not read`] : []),
    ...(one.limited ? [`${one.log}: the search met a limit before the end`] : []),
  ]);
}

function quotedNotes(findings: readonly Findings[]): string[] {
  return findings.flatMap((one) =>
    one.quoted.slice(0, 1).map((origin) => {
      const more = one.quoted.length > 1 ? `, and ${one.quoted.length - 1} more` : '';
      return `${one.log}:${origin.lineStart}${more}: a document inside a command, a difference or a test's expectation is no evidence`;
    }),
  );
}
