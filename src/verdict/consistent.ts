// Evidence that contradicts itself. Of two values that cannot both be right nobody knows which one is, so the phase is
// unknown; the check is there only where something contradicts, and names both values. A masked value that one of the
// rules needs counts as a contradiction too: what it hides might be one.

import type { PhaseNumber } from '../contract/names.ts';
import type { Check } from '../contract/verdict.ts';
import type { Source } from './check.ts';
import { type Contradiction, ofAnyPhase, ofPhase1, ofPhase2, ofPhase3, ofPhase4 } from './contradictions.ts';

const SHOWN_MAX = 5;

export function consistentCheck(phase: PhaseNumber, sources: readonly Source[]): Check[] {
  const found = [...sources.flatMap(ofAnyPhase), ...ofOnePhase(phase, sources)];
  const [first] = found;
  if (!first) return [];
  const shown = found.slice(0, SHOWN_MAX).map(({ text }) => text);
  return [
    {
      id: `phase${phase}.consistent`,
      label: 'The evidence does not contradict itself',
      expected: 'no two values that cannot both be right',
      got: [...shown, ...(found.length > SHOWN_MAX ? [`${found.length - SHOWN_MAX} more`] : [])].join('; '),
      ok: null,
      file: first.file,
      path: first.path,
    },
  ];
}

function ofOnePhase(phase: PhaseNumber, sources: readonly Source[]): Contradiction[] {
  if (phase === 1) return ofPhase1(sources);
  return sources.flatMap({ 2: ofPhase2, 3: ofPhase3, 4: ofPhase4 }[phase]);
}
