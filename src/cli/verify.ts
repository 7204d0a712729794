// npm run verify: the bytes of a campaign against its list of hashes, and every document judged again. A folder is
// read without any network; a campaign on a site is read through the site's own list.

import { statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { isCampaignId } from '../contract/names.ts';
import { visible, withVisibleText } from '../contract/visible-text.ts';
import { readFolder } from '../evidence/folder.ts';
import { isWebAddress, publishedAt } from '../verify/address.ts';
import { readPublished } from '../verify/published.ts';
import { type Verification, verify } from '../verify/verification.ts';

import { complain } from './complaint.ts';
import { optionsGiven, readCommand } from './options-given.ts';
import { guardOutput } from './output.ts';
import { WrongUsage } from './wrong-usage.ts';

const SHOWN_MAX = 20;

guardOutput();
process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  const command = readCommand('verify')
    .description('Compares every byte of a campaign with its list of hashes and judges every document again.')
    .argument('<dir|url>', 'a campaign folder, or the address of a campaign of a published site')
    .option('--json', 'prints one machine-readable document on stdout')
    .addHelpText(
      'after',
      '\nA folder is read offline. Of a site these addresses work: the page of a campaign, /api/campaigns/<id>.json,\n/api/campaigns/<id>.sha256. Stored histories are judged again by npm run recheck.\n\nExit codes: 0 passed, and every byte is as listed · 1 evidence of failure · 2 wrong usage · 3 incomplete, altered, or not to be had.',
    );
  try {
    const { json } = optionsGiven(command, argv);
    const found = await verified(command.args[0] ?? '');
    process.stdout.write(json ? `${JSON.stringify(found)}\n` : `${wordsOf(withVisibleText(found)).join('\n')}\n`);
    return found.exit_code;
  } catch (error) {
    return complain('verify', error);
  }
}

async function verified(given: string): Promise<Verification> {
  return isWebAddress(given) ? verifiedSite(given) : verifiedFolder(given);
}

async function verifiedSite(address: string): Promise<Verification> {
  const at = publishedAt(address);
  if (at === null)
    throw new WrongUsage(
      `expected the address of a campaign, such as https://example.org/campaigns/ID/, found ${visible(address)}`,
    );
  const { folder, ...site } = await readPublished(at);
  return verify(folder, address, { name: `${at.site}api/campaigns/${at.id}.sha256`, ...site });
}

function verifiedFolder(given: string): Verification {
  const path = resolve(given);
  const id = basename(path);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new WrongUsage(`expected a campaign folder, found none at ${visible(path)}`);
  if (!isCampaignId(id)) throw new WrongUsage(`expected a folder named like a campaign, found ${visible(id)}`);
  const folder = readFolder(dirname(path), id);
  if (folder.files.length === 0)
    throw new WrongUsage(
      `expected a campaign folder, found no artifact in ${visible(path)}; name the folder of one campaign`,
    );
  return verify(folder, path);
}

function wordsOf({ lists, problems, phases, reasons, published, ...head }: Verification): string[] {
  return [
    `${head.campaign_id}: ${head.outcome}${head.claim.disputed ? ', disputed: its summary claims otherwise' : ''}`,
    ...lists.map(({ name, files, as_listed }) => `  ${as_listed} of ${files} files are as ${name} has them`),
    ...some('  not as expected: ', problems),
    ...phases.map(({ phase, status }) => `  phase ${phase}  ${status}`),
    ...some('  why: ', reasons.length > 0 ? [...reasons, ...phases.flatMap(({ reasons: own }) => own)] : reasons),
    ...(published === null
      ? []
      : published.differences.length === 0
        ? [`  the site says the same: ${published.outcome}`]
        : some('  the site and its files differ: ', published.differences)),
  ];
}

function some(before: string, sentences: readonly string[]): string[] {
  const more = sentences.length - SHOWN_MAX;
  const shown = sentences.slice(0, SHOWN_MAX).map((sentence) => `${before}${sentence}`);
  return more > 0 ? [...shown, `${before}${more} more, see --json`] : shown;
}
