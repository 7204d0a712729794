// A claim beside the outcome, in words: what the summary says of itself, and what the evidence shows.

import type { CampaignVerdict, PhaseStatus } from '../../contract/verdict.ts';
import { counted } from '../words.ts';

/** One sentence for the top of the page; null where claim and evidence agree. */
export function disputeInWords({ claim, phases, artifacts, reasons }: CampaignVerdict): string | null {
  if (!claim.disputed) return null;
  const says = `The summary says overall_pass: ${claim.overall_pass}`;
  if (claim.overall_pass === false) return `${says}, although the evidence shows a pass in all four phases.`;
  const numbers = (wanted: readonly PhaseStatus[]) =>
    phases.filter(({ status }) => wanted.includes(status)).map(({ phase }) => phase);
  const silent = numbers(['NOT RUN', 'NOT REACHED']);
  const altered = artifacts.filter(({ departs }) => departs !== null).length;
  const parts = [
    ...told(numbers(['FAIL']), 'failed', 'failed'),
    ...told(numbers(['UNREADABLE']), 'left evidence that cannot be read', 'left evidence that cannot be read'),
    ...told(numbers(['INCONCLUSIVE']), 'is inconclusive', 'are inconclusive'),
    ...(silent.length > 0
      ? [`${silent.length === 4 ? 'all four phases' : counted(silent.length, 'phase')} left no evidence`]
      : []),
    ...(altered > 0 && silent.length === 0
      ? [`${counted(altered, 'artifact')} departed from the folder’s list of hashes`]
      : []),
  ];
  // all four phases may pass, and the folder as a whole not: what keeps it from that is then the reason
  const why = parts.length > 0 ? parts.join(', ') : (reasons[0] ?? 'the evidence does not show it').replace(/\.$/, '');
  return `${says}; ${why}.`;
}

function told(phases: readonly number[], one: string, many: string): string[] {
  if (phases.length === 0) return [];
  return [phases.length === 1 ? `phase ${phases[0]} ${one}` : `phases ${phases.join(' and ')} ${many}`];
}

/** What stands beside the claim in the head of the page. */
export function claimInWords({ claim, outcome }: CampaignVerdict): { claim: string; agrees: string } {
  if (claim.overall_pass === null) return { claim: 'none', agrees: 'the summary makes no claim' };
  const agrees = claim.disputed
    ? 'disputed by the evidence'
    : claim.overall_pass === (outcome === 'PASS')
      ? 'agrees with the evidence'
      : 'the evidence shows no more';
  return { claim: `overall_pass: ${claim.overall_pass}`, agrees };
}
