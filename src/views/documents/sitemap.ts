// The addresses of the pages that a reader may want to find; artifacts and evidence pages hang from them.

import { catalogue } from '../../catalogue/catalogue.ts';
import { subjectsOf } from '../../catalogue/releases.ts';
import { seriesByName } from '../../catalogue/series.ts';
import { releasePath } from '../releases/decision.ts';
import { seriesPath } from '../series/address.ts';
import { absolute, campaignPath, FINDINGS_PATH, HARNESS_PATH, RELEASES_PATH } from '../site.ts';

const FIXED = [
  '',
  RELEASES_PATH,
  'campaigns/',
  FINDINGS_PATH,
  HARNESS_PATH,
  'methodology/',
  'methodology/measurement/',
  'methodology/own-subject/',
  'methodology/reconstruction/',
  'phases/1/',
  'phases/2/',
  'phases/3/',
  'phases/4/',
];

export function sitemap(): string {
  const read = catalogue();
  const campaigns = read.entries.filter(({ local }) => !local);
  const releases = subjectsOf(read).flatMap((subject) => subject.releases.map(releasePath));
  const series = [...seriesByName(read).keys()].map(seriesPath);
  const fixed = [...FIXED, ...releases, ...series].map((path) => `<url><loc>${absolute(path)}</loc></url>`);
  const pages = campaigns.map(({ id, head }) => {
    const changed =
      head.completed === null ? '' : `<lastmod>${new Date(head.completed).toISOString().slice(0, 10)}</lastmod>`;
    return `<url><loc>${absolute(campaignPath(id))}</loc>${changed}</url>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${[...fixed, ...pages].join('\n')}\n</urlset>\n`;
}
