// The last words of a campaign: where the folder is, what the judge reads in it, and the page to open. With --json
// they are one document on stdout, whatever became of the campaign.

import { join, resolve } from 'node:path';
import { styleText } from 'node:util';
import { campaignsDir } from '../catalogue/campaigns-folder.ts';
import { messageOf } from '../contract/message.ts';
import type { CampaignVerdict } from '../contract/verdict.ts';
import { visible, visibleLine, withVisibleText } from '../contract/visible-text.ts';
import type { CampaignFolder } from '../runner/artifacts.ts';
import type { CampaignResult } from '../runner/campaign.ts';
import type { Part } from '../runner/part.ts';
import { absolute, campaignPath } from '../views/site.ts';
import { complaint } from './complaint.ts';

interface Report {
  verdict: CampaignVerdict;
  folder: CampaignFolder;
  /** An error where the folder could not be finished. */
  result: CampaignResult | Error;
  code: number;
  json: boolean;
  /** What was run, where that was not a whole campaign. */
  part: Part | null;
}

const REASONS_SHOWN_MAX = 10;
const TROUBLE_CHARS_MAX = 500;

export function report(ended: Report): void {
  const { result, json } = ended;
  if (result instanceof Error) process.stderr.write(`${complaint('campaign', result.message)}\n`);
  process.stdout.write(
    `${json ? JSON.stringify(documentOf(ended)) : wordsOf({ ...ended, verdict: withVisibleText(ended.verdict) })}\n`,
  );
}

/** For a command that never came to have a folder to speak of. */
export function reportError(command: string, error: unknown, code: number, json: boolean): void {
  const message = messageOf(error);
  process.stderr.write(`${complaint(command, message)}\n`);
  if (json) process.stdout.write(`${JSON.stringify({ error: message, exit_code: code })}\n`);
}

function documentOf({ verdict, folder, result, code }: Report): object {
  const phases = verdict.phases.map(({ phase, status, reasons }) => ({ phase, status, reasons }));
  const { outcome, reasons } = verdict;
  const ended =
    result instanceof Error
      ? { state: 'running', troubles: [], error: result.message }
      : { state: result.state, troubles: result.troubles };
  return { campaign_id: folder.id, folder: folder.path, ...ended, outcome, reasons, phases, exit_code: code };
}

function wordsOf({ verdict, folder, result, part }: Report): string {
  const shown = verdict.phases.filter(({ phase }) => part === null || part.phases.includes(phase));
  const phases = shown.map(({ phase, status }) => `  phase ${phase}  ${paint(status)}`);
  const reasons = shown.flatMap(({ phase, reasons }) => reasons.map((reason) => `  phase ${phase}: ${reason}`));
  const more = reasons.length - REASONS_SHOWN_MAX;
  return [
    '',
    part === null ? `Outcome ${paint(verdict.outcome)}${stateOf(result)}` : `${partInWords(part)}${stateOf(result)}`,
    ...phases,
    ...troublesOf(result),
    ...reasons.slice(0, REASONS_SHOWN_MAX),
    ...(more > 0 ? [`  and ${more} more, on the page`] : []),
    `  folder   ${visible(join(folder.path, '/'))}`,
    ...(part === null ? pageOf(folder) : []),
  ].join('\n');
}

function partInWords({ phases, cycles }: Part): string {
  const number = cycles.length === 1 ? 'one cycle' : `${cycles.length} cycles`;
  return `A part of a campaign, judged as that alone: phase ${phases.join(', ')}; ${number} of each class`;
}

function stateOf(result: CampaignResult | Error): string {
  if (result instanceof Error) return ' (it could not be finished)';
  return result.state === 'interrupted' ? ' (interrupted)' : '';
}

/** In one line each: the whole of it was shown as it happened, and is in the summary. */
function troublesOf(result: CampaignResult | Error): string[] {
  if (result instanceof Error) return [];
  return result.troubles.map(
    ({ phase, error }) => `  phase ${phase}: could not be done: ${visibleLine(error, TROUBLE_CHARS_MAX)}`,
  );
}

/** Where the page is, and the command that serves it: with its setting where the folder is none of the site's. */
function pageOf({ id, path }: CampaignFolder): string[] {
  const out = resolve(path, '..');
  const setting = out === campaignsDir() ? '' : `CAMPAIGNS_DIR=${visible(out)} `;
  return [`  page     ${absolute(campaignPath(id))}`, `           served by ${setting}npm run dev`];
}

function paint(word: string): string {
  const colour = word === 'PASS' ? 'green' : word === 'FAIL' || word === 'UNREADABLE' ? 'red' : 'yellow';
  return styleText(['bold', colour], word, { stream: process.stdout });
}
