// What the judge reads in a campaign folder, as an exit code. The runner's own claims decide nothing here.

import type { CampaignVerdict } from '../contract/verdict.ts';
import { readFolder } from '../evidence/folder.ts';
import { judge } from '../verdict/judge.ts';

const PASSED = 0;
const FAILED = 1;
const INCOMPLETE = 3;

export const judgeFolder = (out: string, id: string): CampaignVerdict => judge(readFolder(out, id));

export function exitCodeOf({ outcome }: CampaignVerdict): number {
  return { PASS: PASSED, FAIL: FAILED, INCOMPLETE }[outcome];
}

/**
 * A replay, or a shard, is judged by the phases that it was to run.
 * @param isWhole all evidence of the part was written down, and no defect was planted in it: without that it is no pass
 */
export function exitCodeOfPart({ phases }: CampaignVerdict, own: readonly number[], isWhole: boolean): number {
  const statuses = phases.filter(({ phase }) => own.includes(phase)).map(({ status }) => status);
  if (statuses.includes('FAIL')) return FAILED;
  return isWhole && statuses.length > 0 && statuses.every((status) => status === 'PASS') ? PASSED : INCOMPLETE;
}
