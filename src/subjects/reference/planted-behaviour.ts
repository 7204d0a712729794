// What a node or a command does: the right thing, but for a defect that was planted in it. Defects are loaded only where
// one was.

import { type Behaviour, RIGHT } from './behaviour.ts';

export const behaviourOf = async (defect: string | null): Promise<Behaviour> =>
  defect === null ? RIGHT : (await import('./defects.ts')).behaviourWith(defect);
