// A campaign as a site publishes it: its files, read through the site's own list of hashes, and the verdict that the
// site gives of them. Everything is bounded, since the site may be anybody's; nothing is written to the disk.

import pMap from 'p-map';
import { type ApiCampaign, apiCampaignSchema } from '../contract/api.ts';
import { DOCUMENT_BYTES_MAX } from '../contract/names.ts';
import type { Folder, Reading } from '../contract/reading.ts';
import { readingOf } from '../evidence/file.ts';
import type { PublishedAt } from './address.ts';
import { download, type Limits } from './download.ts';
import { parseHashList } from './hash-list.ts';

export interface PublishedCampaign {
  folder: Folder;
  listed: number;
  /** One sentence for each file that is not as the site's list has it, or could not be had. */
  problems: string[];
  /** What the site says of it; in words why that could not be read. */
  says: ApiCampaign | string;
}

export interface DownloadLimits {
  list_bytes_max: number;
  api_bytes_max: number;
  file_bytes_max: number;
  total_bytes_max: number;
  answer_ms_max: number;
  all_ms_max: number;
}

const MIB = 1024 * 1024;
export const DOWNLOAD_LIMITS: DownloadLimits = {
  list_bytes_max: 4 * MIB,
  api_bytes_max: 64 * MIB,
  file_bytes_max: 2 * DOCUMENT_BYTES_MAX,
  total_bytes_max: 1024 * MIB,
  answer_ms_max: 60_000,
  all_ms_max: 900_000,
};
const AT_ONCE = 4;

/** @throws Error where the list cannot be had, or is none */
export async function readPublished({ site, id }: PublishedAt, limits = DOWNLOAD_LIMITS): Promise<PublishedCampaign> {
  const within = (bytes_max: number): Limits => ({ bytes_max, answer_ms_max: limits.answer_ms_max, signal });
  const signal = AbortSignal.timeout(limits.all_ms_max);
  const listAddress = `${site}api/campaigns/${id}.sha256`;
  const list = await download(listAddress, within(limits.list_bytes_max));
  const lines = parseHashList(list.toString('utf8'), listAddress);
  const files: Reading[] = [];
  const problems: string[] = [];
  let total = 0;
  await pMap(
    lines,
    async ({ file, sha256 }) => {
      const room = Math.min(limits.file_bytes_max, limits.total_bytes_max - total);
      if (room <= 0) return void problems.push(`${file}: left out, beyond ${limits.total_bytes_max} bytes in all`);
      try {
        const bytes = await download(`${site}campaigns/${id}/${file}`, within(room));
        total += bytes.length;
        const reading = readingOf(file, bytes);
        files.push(reading);
        if (reading.sha256 !== sha256) problems.push(differs(file, sha256, reading));
      } catch (error) {
        problems.push((error as Error).message);
      }
    },
    { concurrency: AT_ONCE },
  );
  return {
    folder: { id, files: inOrder(files, ({ file }) => file), leftOut: [] },
    listed: lines.length,
    problems: inOrder(problems, (problem) => problem),
    says: await saidBySite(`${site}api/campaigns/${id}.json`, within(limits.api_bytes_max)),
  };
}

const differs = (file: string, expected: string, { bytes, sha256 }: Reading): string =>
  `${file} differs from the site's own list: expected sha256 ${expected}; found ${bytes} bytes, sha256 ${sha256}`;

/** They arrive in any order. */
const inOrder = <T>(values: readonly T[], key: (value: T) => string): T[] =>
  values.toSorted((x, y) => (key(x) < key(y) ? -1 : 1));

async function saidBySite(address: string, limits: Limits): Promise<ApiCampaign | string> {
  try {
    const parsed = apiCampaignSchema.safeParse(JSON.parse((await download(address, limits)).toString('utf8')));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    return `${address}: expected the verdict of a campaign, found at ${issue?.path.join('.') || 'its root'}: ${issue?.message}`;
  } catch (error) {
    return error instanceof SyntaxError ? `${address}: expected JSON, found something else` : (error as Error).message;
  }
}
