// The addresses of the pages that a reader may want to find; artifacts and evidence pages hang from them.

import { catalogue } from '../../catalogue/catalogue.ts';
import { absolute, campaignPath } from '../site.ts';

const FIXED = [
  '',
  'campaigns/',
  'methodology/',
  'methodology/measurement/',
  'methodology/reconstruction/',
  'phases/1/',
  'phases/2/',
  'phases/3/',
  'phases/4/',
];

export function sitemap(): string {
  const campaigns = catalogue().entries.filter(({ local }) => !local);
  const fixed = FIXED.map((path) => `<url><loc>${absolute(path)}</loc></url>`);
  const pages = campaigns.map(({ id, head }) => {
    const changed =
      head.completed === null ? '' : `<lastmod>${new Date(head.completed).toISOString().slice(0, 10)}</lastmod>`;
    return `<url><loc>${absolute(campaignPath(id))}</loc>${changed}</url>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${[...fixed, ...pages].join('\n')}\n</urlset>\n`;
}
