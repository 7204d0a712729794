// Defects of what a node shows of its rows.

import { type Behaviour, RIGHT } from '../behaviour.ts';
import type { Store } from '../store.ts';
import type { Defects } from './defect.ts';
import { isSpoiled } from './some-rows.ts';

/** How long a row that came from a peer is shown. */
const SHOWN_MS = 400;

/** A row of a peer is there, and after a moment it is not, without anybody deleting it. */
const forgetAfterAWhile: Pick<Behaviour, 'takeIn' | 'get' | 'list'> = {
  takeIn(store, rows, way) {
    for (const { id } of rows) if (store.get(id) === null) arrived(store).set(id, performance.now());
    return RIGHT.takeIn(store, rows, way);
  },
  get: (store, id) => (isOver(store, id) ? null : RIGHT.get(store, id)),
  list: (store, ...asked) => RIGHT.list(store, ...asked).filter(({ id }) => !isOver(store, id)),
};

const ARRIVED = new WeakMap<Store, Map<string, number>>();
function arrived(store: Store): Map<string, number> {
  const times = ARRIVED.get(store) ?? new Map<string, number>();
  ARRIVED.set(store, times);
  return times;
}
const isOver = (store: Store, id: string): boolean =>
  performance.now() - (arrived(store).get(id) ?? Number.POSITIVE_INFINITY) > SHOWN_MS;

const hideFromLists: Behaviour['list'] = (...asked) => RIGHT.list(...asked).filter((row) => !isSpoiled(row));

export const READING: Defects = {
  'hides-from-lists': {
    does: 'keeps one row in seven out of its lists, and still gives it by id',
    raises: 'unlisted',
    planted: { list: hideFromLists },
  },
  'forgets-after-a-while': {
    does: 'shows a row of a peer for 400 ms, and then no more',
    raises: 'flicker',
    planted: forgetAfterAWhile,
  },
};
