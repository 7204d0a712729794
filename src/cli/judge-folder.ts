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

/** A replay is one cycle of phase 4, and is judged as that alone. */
export function judgePhase4({ phases }: CampaignVerdict): number {
  const status = phases.find((one) => one.phase === 4)?.status;
  if (status === 'PASS') return PASSED;
  return status === 'FAIL' ? FAILED : INCOMPLETE;
}
