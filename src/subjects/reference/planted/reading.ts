// Defects of what a node shows of its rows.

import { type Behaviour, RIGHT } from '../behaviour.ts';
import { isSpoiled } from './some-rows.ts';

export const hideFromLists: Behaviour['list'] = (...asked) => RIGHT.list(...asked).filter((row) => !isSpoiled(row));
