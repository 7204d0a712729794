// What was done to the nodes while a write went its way, for its page and for the terminal.

import { figuresInText } from '../../../contract/figure-form.ts';
import type { WriteStory } from '../../../history/story.ts';
import { faultInWords } from '../../fault-words.ts';
import { milliseconds } from '../../rounding.ts';

const NAME_CHARS_MAX = 80;
const PROOF_CHARS_MAX = 400;

/** Of which class, from when to when, and what its receipt says; null where none is known to have held. */
export function faultOfCycle(fault: WriteStory['fault']): string | null {
  if (fault === null || fault.holds_ms === null) return null;
  const name = fault.name === null ? 'one without a name' : faultInWords(fault.name.slice(0, NAME_CHARS_MAX));
  const end = fault.healed_ms === null ? 'and was never seen to heal' : `to ${milliseconds(fault.healed_ms)} ms`;
  const proof = fault.proof === null ? '' : `; its receipt: ${figuresInText(fault.proof.slice(0, PROOF_CHARS_MAX))}`;
  return `${name}, from ${milliseconds(fault.holds_ms)} ${end}${proof}`;
}
