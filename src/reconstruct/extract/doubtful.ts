// Phases whose printed documents cannot be believed: one has lost a line, or two summaries differ.

import type { PhaseNumber } from '../../contract/names.ts';
import type { CampaignEvidence } from './scope.ts';
import { lacks } from './whole.ts';

/**
 * Nothing at all is used of a phase whose document has lost a line, or that differing summaries hold: what the
 * progress lines say of it would be another word for what is in doubt.
 */
export function withoutDoubtful(evidence: CampaignEvidence, notes: string[]): CampaignEvidence {
  const doubtful = new Set<PhaseNumber>(evidence.differing.flatMap((one) => one.phases.map(({ phase }) => phase)));
  for (const { phase, value, origin } of evidence.phases) {
    const member = lacks(phase, value);
    if (member === null) continue;
    doubtful.add(phase);
    const place = `${origin.log}:${origin.lineStart}-${origin.lineEnd}`;
    notes.push(`the document of phase ${phase} at ${place} lacks ${member}: a line of it is lost, and it is not used`);
  }
  return {
    ...evidence,
    phases: evidence.phases.filter(({ phase }) => !doubtful.has(phase)),
    progress: evidence.progress.filter(({ phase }) => phase === null || !doubtful.has(phase)),
  };
}
