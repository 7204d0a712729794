// Which of the findings belong to the campaign. A job that names another campaign, in its environment or in the
// aggregate it printed, gives nothing; one that names none is taken at the word of whoever asked.

import type { Aggregate, CampaignDocuments, PhaseDocument } from './campaign-documents.ts';
import type { Progress } from './progress.ts';

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
  /** Different documents only; those inside the aggregate where there are any, then those printed alone. */
  phases: PhaseDocument[];
  progress: Progress[];
  notes: string[];
  /** Campaigns that the logs name. */
  named: string[];
}

export function evidenceOf(campaignId: string, findings: readonly Findings[]): CampaignEvidence {
  const notes = limitNotes(findings);
  const kept: Findings[] = [];
  for (const [job, group] of byJob(findings)) {
    const named = campaignsNamed(group);
    if (named.length === 0 || named.includes(campaignId)) kept.push(...group);
    else
      notes.push(
        `job ${job ?? '(unnamed)'} ran campaign ${named.join(', ')}, not ${campaignId}: nothing of it is used`,
      );
  }
  const named = campaignsNamed(findings);
  if (named.length === 0)
    notes.push(`no line names a campaign: that these logs are of ${campaignId} is the word of the command`);
  const aggregate = onlyAggregate(campaignId, kept, notes);
  const embedded = aggregate?.phases ?? [];
  const alone = distinct(kept.flatMap((one) => one.phases)).filter(
    (document) => !embedded.some((one) => one.phase === document.phase),
  );
  if (aggregate && aggregate.strangers > 0) {
    notes.push(`${aggregate.strangers} entries of the printed summary's phases are no phase documents`);
  }
  return { aggregate, phases: [...embedded, ...alone], progress: kept.flatMap((one) => one.progress), notes, named };
}

/** Every campaign that these logs name, by environment or aggregate. */
export function campaignsNamed(findings: readonly Findings[]): string[] {
  const names = findings.flatMap((one) => [
    ...one.aggregates.map((aggregate) => aggregate.campaignId),
    ...one.progress.flatMap(({ statement }) =>
      statement.kind === 'environment' && statement.name === 'CAMPAIGN_ID' ? [statement.value] : [],
    ),
  ]);
  return [...new Set(names)].filter((name) => name !== '' && !name.includes('***'));
}

function byJob(findings: readonly Findings[]): Map<string | null, Findings[]> {
  const groups = new Map<string | null, Findings[]>();
  for (const one of findings) groups.set(one.job, [...(groups.get(one.job) ?? []), one]);
  return groups;
}

function onlyAggregate(campaignId: string, findings: readonly Findings[], notes: string[]): Aggregate | null {
  const own = distinct(findings.flatMap((one) => one.aggregates)).filter((one) => one.campaignId === campaignId);
  if (own.length > 1) notes.push(`${own.length} different summaries were printed; none of them counts`);
  return own.length === 1 ? (own[0] ?? null) : null;
}

/** The same text in a job's file and in its step's is one document; the step's says more of where it stood. */
function distinct<T extends { text: string; origin: { stepNumber: number | null } }>(documents: readonly T[]): T[] {
  const seen = new Map<string, T>();
  for (const document of documents) {
    const known = seen.get(document.text);
    if (!known || (known.origin.stepNumber === null && document.origin.stepNumber !== null))
      seen.set(document.text, document);
  }
  return [...seen.values()];
}

function limitNotes(findings: readonly Findings[]): string[] {
  return findings.flatMap((one) => [
    ...(one.truncated ? [`${one.log}: longer than the limit; its end was not read`] : []),
    ...(one.limited ? [`${one.log}: the search met a limit before the end`] : []),
  ]);
}
