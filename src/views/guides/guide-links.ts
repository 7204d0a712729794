// Where a guide leads beyond the guides: to schemas, and to campaigns that this site holds.

import { catalogue } from '../../catalogue/catalogue.ts';
import { SCHEMA_NAMES } from '../../contract/json-schema.ts';
import { campaignPath, schemaPath, withBase } from '../site.ts';

export const schemaLinks = (): { text: string; href: string }[] =>
  SCHEMA_NAMES.map((name) => ({ text: name, href: withBase(schemaPath(name)) }));

/** The address of a campaign's page; null where this site does not hold it. */
export const heldCampaign = (id: string): string | null =>
  catalogue().byId.has(id) ? withBase(campaignPath(id)) : null;
