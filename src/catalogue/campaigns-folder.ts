// Where this site reads from.

import { isAbsolute, resolve } from 'node:path';

/** The directory that holds the campaigns, absolute. */
export function campaignsDir(): string {
  const given = process.env.CAMPAIGNS_DIR || 'campaigns';
  return isAbsolute(given) ? given : resolve(process.cwd(), given);
}
