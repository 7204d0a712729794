// Searches ids, refs, findings and headlines of all campaigns. Loaded when somebody types, with the index it builds.

import MiniSearch from 'minisearch';
import type { ApiCampaignRow, ApiFindings } from '../contract/api.ts';

interface Searched {
  id: string;
  ref: string;
  headline: string;
  findings: string;
}

/** Gives the ids that a text finds, best first. */
export type Search = (text: string) => string[];

export async function searchOf(campaigns: readonly ApiCampaignRow[], findingsAddress: string): Promise<Search> {
  const titles = await titlesByCampaign(findingsAddress);
  const index = new MiniSearch<Searched>({
    fields: ['id', 'ref', 'headline', 'findings'],
    searchOptions: { prefix: true, fuzzy: 0.15, combineWith: 'AND', boost: { id: 3, ref: 2 } },
  });
  index.addAll(
    campaigns.map(({ id, ref, analysis }) => ({
      id,
      ref: ref ?? '',
      headline: analysis?.headline ?? '',
      findings: (titles.get(id) ?? []).join(' '),
    })),
  );
  return (text) => index.search(text).map(({ id }) => String(id));
}

async function titlesByCampaign(address: string): Promise<Map<string, string[]>> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the findings could not be loaded, status ${response.status}`);
  const { findings } = (await response.json()) as ApiFindings;
  const titles = new Map<string, string[]>();
  for (const { id, title, campaigns } of findings) {
    for (const campaign of campaigns) titles.set(campaign, [...(titles.get(campaign) ?? []), id, title]);
  }
  return titles;
}
