// The documents for machines, each a text at an address: a build writes them, the development server answers with them.

import { type Catalogue, catalogue, type Entry } from '../../catalogue/catalogue.ts';
import { archiveOf, publishedOf } from '../../catalogue/published.ts';
import { jsonSchema, SCHEMA_NAMES } from '../../contract/json-schema.ts';
import { measurementFiles, measurementText, scoreboardText } from '../../evidence/measurements.ts';
import { apiAnalysisOf } from '../campaign/analysis.ts';
import { apiFindings } from '../findings/findings.ts';
import {
  apiPath,
  FEED_PATH,
  FINDINGS_API_PATH,
  hashListPath,
  measurementPath,
  SCOREBOARD_PATH,
  schemaPath,
} from '../site.ts';
import { apiCampaign, apiCampaignRow } from './api.ts';
import { feed } from './feed.ts';
import { sitemap } from './sitemap.ts';

/** Text by address; made only when it is asked for. */
type Documents = Readonly<Record<string, () => string | Promise<string>>>;

export const siteDocuments: Documents = {
  'api/campaigns.json': apiIndex,
  [FINDINGS_API_PATH]: async () => inOneLine(await apiFindings(catalogue())),
  [FEED_PATH]: () => feed(),
  'sitemap.xml': sitemap,
  ...Object.fromEntries(measurementFiles().map((file) => [measurementPath(file), () => measurementText(file)])),
  [SCOREBOARD_PATH]: () => scoreboardText(),
  ...Object.fromEntries(SCHEMA_NAMES.map((name) => [schemaPath(name), () => inLines(jsonSchema(name))])),
};

export const campaignDocuments = (read: Catalogue, entry: Entry): Documents => ({
  [apiPath(entry.id)]: async () =>
    inOneLine(
      apiCampaign(read.root, entry, {
        analysis: await apiAnalysisOf(read, entry),
        archive: await archiveOf(read.root, entry),
      }),
    ),
  [hashListPath(entry.id)]: () => hashList(entry),
});

/** In the form that `sha256sum -c` reads. */
const hashList = (entry: Entry): string =>
  publishedOf(entry)
    .map(({ file, sha256 }) => `${sha256}  ${file}\n`)
    .join('');

async function apiIndex(): Promise<string> {
  const read = catalogue();
  const campaigns = [];
  for (const entry of read.entries) campaigns.push(apiCampaignRow(entry, await apiAnalysisOf(read, entry)));
  return inOneLine({ schema_version: 1, campaigns });
}

const inOneLine = (value: unknown): string => `${JSON.stringify(value)}\n`;
const inLines = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
