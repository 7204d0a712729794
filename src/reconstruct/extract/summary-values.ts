// The summary where the run never printed it: what the steps' environment and the final verdict line say of it.

import type { Progress } from './progress.ts';
import { derived, printed, single, statements, unknown, type Value } from './values.ts';

export function summaryValues(progress: readonly Progress[], campaignId: string): Value[] {
  const shown = statements(progress, 'environment');
  const named = shown.filter((line) => line.statement.name === 'CAMPAIGN_ID' && line.statement.value === campaignId);
  const refs = shown.filter((line) => line.statement.name === 'AI_MEMORY_GIT_REF');
  const ref = single('ai_memory_git_ref', refs, [], (line) => line.statement.value);
  return [
    named[0]
      ? printed('campaign_id', campaignId, [named[0].origin])
      : derived('campaign_id', campaignId, 'campaign-of-the-command', []),
    ref.label === 'printed' && String(ref.value).includes('***')
      ? unknown(ref.path, 'masked by the runner (***)')
      : ref,
    unknown('completed_at', 'no line prints it'),
    single('overall_pass', statements(progress, 'overall'), [], (line) => line.statement.pass),
    unknown('phases', 'no line prints it'),
  ];
}
