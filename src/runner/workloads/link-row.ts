// A link between two rows, as a look writes it down: as a row of its own, under an id that is the same on every node.

import type { ReadRow } from '../../history/ops.ts';
import type { Link } from '../../subjects/subject.ts';
import { wholeDigestOf } from './digest.ts';

export const linkIdOf = ({ source_id, relation, target_id }: Link): string => `${source_id} ${relation} ${target_id}`;

/** What a link says; when it was made each node may say in its own way. */
export const linkDigest = ({ source_id, relation, target_id }: Link): string =>
  wholeDigestOf({ source_id, relation, target_id });

export const linkRow = (link: Link, key: string): ReadRow => [linkIdOf(link), key, linkDigest(link), linkDigest(link)];
