// Requests about several rows: many stored at once, links between two, and several made into one.

import { PartlyDone } from './http-operation.ts';
import { RELATIONS } from './memory.ts';
import type { Link } from './subject.ts';

/**
 * The answer to a request that stores many rows says how many it stored, and what went wrong with others or with their
 * copies. Nothing went wrong: each is acked.
 */
export const bulkStored =
  (sent: number) =>
  (body: unknown): Record<never, never> => {
    const { created, errors } = body as { created?: unknown; errors?: unknown };
    if (!Array.isArray(errors)) throw new Error(`expected a list of errors, found ${typeof errors}`);
    if (created === sent && errors.length === 0) return {};
    throw new PartlyDone(`expected ${sent} rows without an error, found ${created}: ${errors.map(String).join('; ')}`);
  };

export function linksIn(body: unknown): Link[] {
  const { links } = body as { links?: unknown };
  if (!Array.isArray(links)) throw new Error(`expected a list of links, found ${typeof links}`);
  return links.map(linkIn);
}

function linkIn(printed: unknown): Link {
  const { source_id, target_id, relation } = printed as Link;
  if (typeof source_id !== 'string' || typeof target_id !== 'string' || !RELATIONS.includes(relation)) {
    throw new Error(`expected a link, found ${JSON.stringify({ source_id, target_id, relation })}`);
  }
  return { source_id, target_id, relation };
}
