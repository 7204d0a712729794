// Which checks of a phase are shown, where a document gives rise to more than anybody reads. Those that do not hold
// come before those that do; what is shown keeps its order.

import type { PhaseVerdict } from '../contract/verdict.ts';

/** On a page. A phase of a gate campaign has some dozens. */
const PAGE_CHECKS_MAX = 250;
/** In a document for machines. */
const API_CHECKS_MAX = 5_000;

export const onPage = (phase: PhaseVerdict): PhaseVerdict => limited(phase, PAGE_CHECKS_MAX, pages);
export const inApi = (phase: PhaseVerdict): PhaseVerdict => limited(phase, API_CHECKS_MAX, documents);

type Known = WeakMap<PhaseVerdict, PhaseVerdict>;
const pages: Known = new WeakMap();
const documents: Known = new WeakMap();

/** The phase itself where it has few; made once, so that what hangs on it is made once too. */
function limited(phase: PhaseVerdict, checks_max: number, known: Known): PhaseVerdict {
  if (phase.checks.length <= checks_max) return phase;
  const found = known.get(phase);
  if (found) return found;
  const open = phase.checks.filter(({ ok }) => ok !== true).slice(0, checks_max);
  const held = phase.checks.filter(({ ok }) => ok === true).slice(0, checks_max - open.length);
  const chosen = new Set([...open, ...held]);
  const made = { ...phase, checks: phase.checks.filter((check) => chosen.has(check)) };
  known.set(phase, made);
  return made;
}
