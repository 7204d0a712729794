// The last words of a campaign: where the folder is, what the judge reads in it, and the page to open.

import { join } from 'node:path';
import colors from 'picocolors';
import type { CampaignVerdict } from '../contract/verdict.ts';
import type { CampaignResult } from '../runner/campaign.ts';

interface Report {
  verdict: CampaignVerdict;
  result: CampaignResult;
  json: boolean;
  replay: boolean;
}

const REASONS_SHOWN_MAX = 10;

export function report({ verdict, result, json, replay }: Report): void {
  process.stdout.write(`${json ? JSON.stringify(documentOf(verdict, result)) : wordsOf(verdict, result, replay)}\n`);
}

function documentOf(verdict: CampaignVerdict, { folder, state, troubles }: CampaignResult): object {
  const phases = verdict.phases.map(({ phase, status, reasons }) => ({ phase, status, reasons }));
  const { outcome, reasons } = verdict;
  return { campaign_id: folder.id, folder: folder.path, state, outcome, reasons, phases, troubles };
}

function wordsOf(verdict: CampaignVerdict, { folder, state }: CampaignResult, replay: boolean): string {
  const shown = verdict.phases.filter(({ phase }) => !replay || phase === 4);
  const phases = shown.map(({ phase, status }) => `  phase ${phase}  ${paint(status)}`);
  const reasons = shown.flatMap(({ phase, reasons }) => reasons.map((reason) => `  phase ${phase}: ${reason}`));
  const more = reasons.length - REASONS_SHOWN_MAX;
  return [
    '',
    replay
      ? 'One cycle, judged as phase 4 alone'
      : `Outcome ${paint(verdict.outcome)}${state === 'interrupted' ? ' (interrupted)' : ''}`,
    ...phases,
    ...reasons.slice(0, REASONS_SHOWN_MAX),
    ...(more > 0 ? [`  and ${more} more`] : []),
    `  folder  ${join(folder.path, '/')}`,
    ...(replay
      ? []
      : [`  page    /campaigns/${folder.id}/ after npm run build && npm run preview, or at once under npm run dev`]),
  ].join('\n');
}

function paint(word: string): string {
  if (word === 'PASS') return colors.green(word);
  return word === 'FAIL' || word === 'UNREADABLE' ? colors.red(word) : colors.yellow(word);
}
