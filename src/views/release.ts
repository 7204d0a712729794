// May the newest release ship? The judge's room decides it; here it is put into words beside its campaigns.

import { isControl } from '../contract/controls.ts';
import type { Decision } from '../contract/release.ts';
import { release } from '../verdict/release.ts';
import type { Entry } from './catalogue.ts';
import { campaignPath, withBase } from './site.ts';

export interface Release {
  ref: string;
  decision: Decision;
  /** Its campaigns, newest first. */
  campaigns: readonly Entry[];
  /** The newest campaign that clears the release, where it may ship. */
  clearedBy: { text: string; href: string } | null;
  sentence: string;
}

/** The subject and ref of the newest campaign, a control's only where there is no other. */
export function newestRelease(entries: readonly Entry[]): Release | null {
  const named = entries.filter(({ head }) => head.ref !== null);
  const newest = named.find(({ head }) => !isControl(head.subject_name ?? '')) ?? named[0];
  if (!newest || newest.head.ref === null) return null;
  const { ref, subject_name } = newest.head;
  const own = named.filter(({ head }) => head.ref === ref && head.subject_name === subject_name);
  const { decision, why, attempts } = release(
    subject_name,
    own.map(({ id, verdict, clearing }) => ({ id, outcome: verdict.outcome, clearing })),
  );
  const clearing = decision === 'ship' ? attempts.find((attempt) => attempt.clearing.clears) : undefined;
  return {
    ref,
    decision,
    campaigns: own,
    clearedBy: clearing ? { text: clearing.id, href: withBase(campaignPath(clearing.id)) } : null,
    sentence: clearing ? passingInWords(own) : `${passingInWords(own)} ${why}`,
  };
}

function passingInWords(own: readonly Entry[]): string {
  const passing = own.filter(({ verdict }) => verdict.outcome === 'PASS').length;
  if (own.length === 1) return passing === 1 ? 'Its one campaign passes.' : 'Its one campaign does not pass.';
  if (passing === own.length) return `All ${own.length} campaigns of it pass.`;
  return `Of its ${own.length} campaigns ${passing === 0 ? 'none passes' : `${passing} ${passing === 1 ? 'passes' : 'pass'}`}.`;
}
