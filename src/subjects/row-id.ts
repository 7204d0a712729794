// The id of a row where the store has keys alone: it follows from namespace and title, so that one title is one row, and
// begins with what the namespace gives, so that the rows of one are found together.

import { createHash } from 'node:crypto';
import type { NewMemory } from './subject.ts';

const NAMESPACE_CHARACTERS = 12;
const TITLE_CHARACTERS = 24;

const digest = (text: string, characters: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, characters);

/** What the ids of a namespace begin with; null: of all, so nothing. */
export const beginningOf = (namespace: string | null): string =>
  namespace === null ? '' : `${digest(namespace, NAMESPACE_CHARACTERS)}-`;

export const idOf = ({ namespace, title }: Pick<NewMemory, 'namespace' | 'title'>): string =>
  beginningOf(namespace) + digest(title, TITLE_CHARACTERS);
