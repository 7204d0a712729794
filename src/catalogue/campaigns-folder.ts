// Where this site reads from.

import { isAbsolute, resolve } from 'node:path';

/** As it was given, for the options of commands. */
export const campaignsHere = (): string => process.env.CAMPAIGNS_DIR || 'campaigns';

/** The directory that holds the campaigns, absolute. */
export function campaignsDir(): string {
  const given = campaignsHere();
  return isAbsolute(given) ? given : resolve(process.cwd(), given);
}
