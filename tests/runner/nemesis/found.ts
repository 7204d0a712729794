// What a short run of the sound subject showed, but for what a busy machine leaves open: whether answers were late by
// the subject's own doing.

import type { Control } from '../../../src/contract/scoreboard.ts';
import { undecidedName } from '../../../src/scoreboard/observed.ts';

export const foundIn = ({ found }: Control): string[] => found.filter((one) => one !== undecidedName('late_answer'));
