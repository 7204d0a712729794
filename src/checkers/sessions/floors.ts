// What a read must not be older than: versions, each from some moment on.

import type { Nanoseconds } from '../../history/ops.ts';
import type { RegisterOp } from '../register/operation.ts';
import { countUntil } from './versions.ts';

/** Whatever was certainly over before `born` is older. */
export interface Floor {
  /** From then on it holds: an ack, or the answer of a read that showed it. */
  since: Nanoseconds;
  born: Nanoseconds;
  /** The operation that set it. */
  op: RegisterOp;
}

/** Of one client, node or key. */
export class Floors {
  readonly #floors: readonly Floor[];
  /** The highest, of each floor and those before. */
  readonly #highest: readonly Nanoseconds[];

  /** @param floors in any order */
  constructor(floors: readonly Floor[]) {
    this.#floors = floors.toSorted((x, y) => x.since - y.since || x.op.op - y.op.op);
    let highest = Number.NEGATIVE_INFINITY;
    this.#highest = this.#floors.map(({ born }) => {
      highest = Math.max(highest, born);
      return highest;
    });
  }

  /** The first floor that is higher than this, if it held before that moment. */
  above(over: Nanoseconds, before: Nanoseconds): Floor | null {
    const first = this.#floors[countUntil(this.#highest, (highest) => highest <= over)];
    return first && first.since < before ? first : null;
  }
}

export const NO_FLOORS = new Floors([]);
