// One campaign of a directory, as the commands that read it are asked for it.

import { resolve } from 'node:path';
import { type Catalogue, type Entry, readCatalogue } from '../catalogue/catalogue.ts';
import { absolute, campaignPath } from '../views/site.ts';
import { WrongUsage } from './wrong-usage.ts';

/** @throws WrongUsage for an id that no folder has */
export function chosen(read: Catalogue, id: string): Entry {
  const entry = read.byId.get(id);
  if (entry) return entry;
  const some = read.entries.slice(0, 5).map((one) => one.id);
  throw new WrongUsage(
    `expected a campaign of ${read.root}, found no ${id}${some.length === 0 ? '' : `; the newest are ${some.join(', ')}`}`,
  );
}

export const catalogueIn = (out: string): Catalogue => readCatalogue(resolve(out));

/** The address of a campaign's page; null where no SITE_URL says where the site is. */
export const pageAddress = (id: string): string | null => (process.env.SITE_URL ? absolute(campaignPath(id)) : null);
