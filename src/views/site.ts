// Where this site is published: its host, its base, and every address below it.

export const SITE_NAME = 'Proofhouse';
export const DEFAULT_SITE_URL = 'http://127.0.0.1:4321';

/** The base path with exactly one slash at each end: `/` or `/some/base/`. */
export function basePath(given: string | undefined = process.env.BASE_PATH): string {
  // a page asks a hundred times
  if (!given) return '/';
  const inner = given.split('/').filter(Boolean).join('/');
  return inner === '' ? '/' : `/${inner}/`;
}

/** An address of this site: `campaigns/x/` under whatever base it is published. */
export const withBase = (path: string): string => `${basePath()}${path.replace(/^\//, '')}`;

/** The same with the host, for canonical links and commands that readers copy. */
export const absolute = (path: string): string =>
  new URL(withBase(path), process.env.SITE_URL || DEFAULT_SITE_URL).href;

export const campaignPath = (id: string): string => `campaigns/${id}/`;
export const artifactPath = (id: string, file: string): string => `campaigns/${id}/${file}`;
export const evidencePath = (id: string, file: string): string => `campaigns/${id}/evidence/${file}/`;
export const writePath = (id: string, name: string, key: string): string => `campaigns/${id}/ops/${name}/${key}/`;
export const comparePath = (before: string, after: string): string => `compare/${before}/${after}/`;
export const FINDINGS_PATH = 'findings/';
export const RELEASES_PATH = 'releases/';
export const FEED_PATH = 'feed.xml';
export const FINDINGS_API_PATH = 'api/findings.json';
export const apiPath = (id: string): string => `api/campaigns/${id}.json`;
export const hashListPath = (id: string): string => `api/campaigns/${id}.sha256`;
export const measurementPath = (file: string): string => `methodology/measurement/${file}`;
export const HARNESS_PATH = 'harness/';
export const SCOREBOARD_PATH = 'harness/scoreboard.json';
export const schemaPath = (name: string): string => `schema/${name}.json`;
