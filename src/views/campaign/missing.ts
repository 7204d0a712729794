// Evidence that is not here may still stand in the log of the run: the command that would look for it.

import type { Entry } from '../../catalogue/catalogue.ts';
import { isCampaignId } from '../../contract/names.ts';

const RUN = /^https:\/\/[^/\s]+\/([\w.-]+\/[\w.-]+)\/actions\/runs\/(\d{1,20})(?:\/|$)/;

/** Null where every phase left evidence that can be read. */
export function searchCommand({ id, head, verdict }: Entry): string | null {
  const missing = verdict.phases.some(({ documents }) => documents.length === 0);
  if (!missing || !isCampaignId(id)) return null;
  const run = head.ci ?? runOf(head.reconstructed_from);
  return run === null
    ? 'npm run reconstruct -- --repo OWNER/NAME --workflow campaign.yml --missing'
    : `npm run reconstruct -- --repo ${run.repository} --run ${run.run_id} --campaign ${id}`;
}

function runOf(address: string | null): { repository: string; run_id: string } | null {
  const [, repository, run_id] = RUN.exec(address ?? '') ?? [];
  return repository && run_id ? { repository, run_id } : null;
}
