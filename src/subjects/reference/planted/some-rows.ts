// Which rows a defect that spoils only some of them spoils: one in seven, always the same ones, on every node.

import type { Row } from '../memory.ts';

const ONE_IN = 7;

/** By the id, which is random: so no order of rows, of pages or of writers decides it. */
export const isSpoiled = ({ id }: Pick<Row, 'id'>): boolean => Number.parseInt(id.slice(0, 8), 16) % ONE_IN === 0;
