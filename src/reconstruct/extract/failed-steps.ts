// Steps that ended with a failure, and what of the campaign they had printed. A step that printed nothing of it, such
// as a linter's, says nothing about it.

import type { PhaseNumber } from '../../contract/names.ts';
import type { Origin } from './evidence.ts';
import type { CampaignEvidence } from './scope.ts';

/** `phase` is null where the step spoke of the whole run: it printed the summary, or the final verdict. */
export function failedSteps(evidence: CampaignEvidence): { phase: PhaseNumber | null; origin: Origin }[] {
  const failed = evidence.progress.filter(({ statement }) => statement.kind === 'failed');
  return failed.flatMap(({ origin }) => phasesOf(origin, evidence).map((phase) => ({ phase, origin })));
}

function phasesOf(failure: Origin, evidence: CampaignEvidence): (PhaseNumber | null)[] {
  const within = ({ origin }: { origin: Origin }) => origin.log === failure.log && origin.section === failure.section;
  const { aggregate, differing, phases, beside, progress } = evidence;
  const ofRun = [...(aggregate ? [aggregate] : []), ...differing, ...progress.filter(isVerdict)];
  if (ofRun.some(within)) return [null];
  const printed = [...phases, ...beside].filter((document) => !document.embedded && within(document));
  const spoken = printed.length > 0 ? printed : progress.filter(within);
  return [...new Set(spoken.flatMap(({ phase }) => phase ?? []))];
}

const isVerdict = ({ statement }: CampaignEvidence['progress'][number]): boolean => statement.kind === 'overall';
