// Where a published campaign is: its page, its document for machines and its list of hashes all lead to the same place.

import { isCampaignId } from '../contract/names.ts';

export interface PublishedAt {
  /** The site with its base path and a slash at the end. */
  site: string;
  id: string;
}

const PLACES = [/^(.*\/)api\/campaigns\/([^/]+)\.(?:json|sha256)$/, /^(.*\/)campaigns\/([^/]+)\/?$/];

export const isWebAddress = (given: string): boolean => /^https?:/i.test(given);

/** Null for an address that leads to no campaign of a site. */
export function publishedAt(address: string): PublishedAt | null {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null;
  for (const place of PLACES) {
    const [, base, id] = place.exec(url.pathname) ?? [];
    if (base !== undefined && id !== undefined && isCampaignId(id)) return { site: `${url.origin}${base}`, id };
  }
  return null;
}
