// One promise of the interface that a subject must keep (subjects/subject.ts says them), and what was found of it.

import { messageOf } from '../contract/message.ts';

/**
 * `not offered`: the subject says so, and the phase that needs it is not decided. `not examined`: it could not be
 * tried, which is no word for the subject.
 */
export type Standing = 'kept' | 'broken' | 'not offered' | 'not examined';

export interface Promised {
  id: string;
  promise: string;
  standing: Standing;
  found: string;
}

/** What a look at one promise gave: true is kept. */
export type Found = [isKept: boolean, found: string] | { not_offered: string };

export interface Examination {
  /** Looks, and notes what was found; an error is a promise that is broken: none of these calls may throw. */
  examine(id: string, promise: string, look: () => Promise<Found>): Promise<boolean>;
  /** Of promises that cannot be tried. */
  skip(id: string, promise: string, why: string): void;
  readonly found: readonly Promised[];
}

export function examination(tell: (one: Promised) => void): Examination {
  const found: Promised[] = [];
  const note = (one: Promised): void => {
    found.push(one);
    tell(one);
  };
  return {
    found,
    async examine(id, promise, look) {
      const result = await look().catch((error): Found => [false, `it threw: ${messageOf(error)}`]);
      if (Array.isArray(result)) {
        const [isKept, words] = result;
        note({ id, promise, standing: isKept ? 'kept' : 'broken', found: words });
        return isKept;
      }
      note({ id, promise, standing: 'not offered', found: result.not_offered });
      return false;
    },
    skip: (id, promise, why) => note({ id, promise, standing: 'not examined', found: why }),
  };
}

/** An outcome in words. */
export const said = (outcome: { type: string; code?: string; detail?: string }): string =>
  outcome.type === 'ok' ? 'ok' : `${outcome.type} ${outcome.code}: ${outcome.detail}`;
