// The documents for machines, as text.

import { apiAnalysisOf } from './analysis.ts';
import { apiCampaign, apiCampaignRow } from './api.ts';
import { catalogue } from './catalogue.ts';
import { campaignPaths } from './routes.ts';

export const apiPaths = campaignPaths;

export async function apiDocument(id: string): Promise<string> {
  const read = catalogue();
  const entry = read.byId.get(id);
  if (!entry) throw new Error(`no campaign ${id}`);
  return `${JSON.stringify(apiCampaign(read.root, entry, await apiAnalysisOf(read, entry)))}\n`;
}

export async function apiIndex(): Promise<string> {
  const read = catalogue();
  const campaigns = [];
  for (const entry of read.entries) campaigns.push(apiCampaignRow(entry, await apiAnalysisOf(read, entry)));
  return `${JSON.stringify({ schema_version: 1, campaigns })}\n`;
}
