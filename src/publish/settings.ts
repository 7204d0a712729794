// What must be right before a site is built or served: where it will be read, and the folders that it is made in
// and from. Whatever is wrong is one line that says what was expected, what was found and where to look.

import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { campaignsDir } from '../catalogue/campaigns-folder.ts';
import { visible, visibleLine } from '../contract/visible-text.ts';
import { PROJECT } from './project.ts';

export class WrongSetting extends Error {
  override readonly name = 'WrongSetting';
}

/** There is no site to serve. */
export class NothingBuilt extends Error {}

/** Signs in a path that the bundler, or the engine's own loader, takes for something else. */
const MISREAD = /[?"*\\\n\r]/;
const NAMES: Record<string, string> = { '\n': 'line feed', '\r': 'carriage return' };
const BASE_PATH = /^\/?(?:[\w.~-]+\/)*(?:[\w.~-]+)?$/;
/** Any of these says that a site was built there before. A branch that is published may lie there too. */
const BUILT = ['.nojekyll', '_astro', 'api'];
const KEPT = '.git';

/** @throws WrongSetting */
export function demandSettings(env: NodeJS.ProcessEnv = process.env): void {
  demandSiteUrl(env.SITE_URL ?? '');
  demandBasePath(env.BASE_PATH ?? '');
  demandProjectFolder(PROJECT);
}

/**
 * A folder that is named and not there would be published as a site without any campaign.
 * @throws WrongSetting
 */
export function demandCampaigns(env: NodeJS.ProcessEnv = process.env): void {
  const named = env.CAMPAIGNS_DIR ?? '';
  if (named !== '' && !statSync(named, { throwIfNoEntry: false })?.isDirectory())
    throw new WrongSetting(`CAMPAIGNS_DIR: expected a folder of campaigns, found none at ${visible(named)}`);
}

export function demandSiteUrl(given: string): void {
  if (given === '') return;
  const url = URL.parse(given);
  const expected = 'SITE_URL: expected the address of a host, such as https://proofs.example.org';
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw new WrongSetting(`${expected}, found ${JSON.stringify(visible(given))}`);
  // not shown: it may hold a password
  if (url.username !== '' || url.password !== '') throw new WrongSetting(`${expected}, found one with a user name`);
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw new WrongSetting(`${expected}, found ${JSON.stringify(visible(given))}: a path belongs in BASE_PATH`);
}

export function demandBasePath(given: string): void {
  const isPath = BASE_PATH.test(given) && !given.split('/').some((part) => part === '.' || part === '..');
  if (isPath) return;
  const where = given.includes('://') ? '; an address belongs in SITE_URL' : '';
  throw new WrongSetting(
    `BASE_PATH: expected a path such as /some/base/, found ${JSON.stringify(visible(given))}${where}`,
  );
}

export function demandProjectFolder(path: string): void {
  const [sign] = MISREAD.exec(path) ?? [];
  if (sign === undefined) return;
  throw new WrongSetting(
    `expected a project folder whose path can be built from, found the sign ${NAMES[sign] ?? sign} in ${visibleLine(path)}: rename the folder`,
  );
}

/**
 * The folder that a site may be written into, absolute and without links: everything in it that is no part of the
 * site is removed by the build.
 * @throws WrongSetting for a folder that holds anything but a site
 */
export function siteFolder(dist: string): string {
  const folder = withoutLinks(resolve(dist));
  const protectedOnes = { 'the project': PROJECT, 'the campaigns': campaignsDir() };
  for (const [what, path] of Object.entries(protectedOnes)) {
    if (isInside(withoutLinks(path), folder))
      throw new WrongSetting(`--dist: expected a folder for the site alone, found ${folder}, which holds ${what}`);
  }
  if (isInside(folder, withoutLinks(campaignsDir())))
    throw new WrongSetting(`--dist: expected a folder beside the campaigns, found ${folder} among them`);
  const inside = existsSync(folder) ? readdirSync(folder).filter((name) => name !== KEPT) : [];
  if (inside.length > 0 && !BUILT.some((name) => inside.includes(name)))
    throw new WrongSetting(
      `--dist: expected an empty folder, or one that a site was built into, found ${folder} with ${visible(inside[0] ?? '')} in it: a build would remove that`,
    );
  return folder;
}

/** Whether a path is the folder itself or lies below it. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith('../') && !way.startsWith('/');
}

/** Of a path that is not there yet, as far as it is. */
function withoutLinks(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  return dirname(path) === path ? path : join(withoutLinks(dirname(path)), path.slice(dirname(path).length));
}
