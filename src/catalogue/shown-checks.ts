// Which checks of a phase are kept and shown, where a document gives rise to more than anybody reads. Every check was
// judged and counts; what is kept of them are those that do not hold before those that do, in their order.

import type { CampaignVerdict, PhaseVerdict } from '../contract/verdict.ts';

/** On a page. A phase of a gate campaign has some dozens. */
const PAGE_CHECKS_MAX = 250;
/** In the catalogue, and so in the documents for machines. */
const KEPT_CHECKS_MAX = 5_000;
const SENTENCES_MAX = 1_000;

/** What the catalogue keeps of a verdict: a document of any size takes no more room than this. */
export const withinRoom = (verdict: CampaignVerdict): CampaignVerdict => ({
  ...verdict,
  reasons: few(verdict.reasons),
  notes: few(verdict.notes),
  phases: verdict.phases.map((phase) => ({
    ...limited(phase, KEPT_CHECKS_MAX),
    reasons: few(phase.reasons),
    notes: few(phase.notes),
  })),
});

const pages = new WeakMap<PhaseVerdict, PhaseVerdict>();

/** Made once, so that what hangs on it, the lines of its checks, is made once too. */
export function onPage(phase: PhaseVerdict): PhaseVerdict {
  const known = pages.get(phase) ?? limited(phase, PAGE_CHECKS_MAX);
  pages.set(phase, known);
  return known;
}

function limited(phase: PhaseVerdict, checks_max: number): PhaseVerdict {
  const { checks, checks_left_out = 0 } = phase;
  if (checks.length <= checks_max) return phase;
  const open = checks.filter(({ ok }) => ok !== true).slice(0, checks_max);
  const held = checks.filter(({ ok }) => ok === true).slice(0, checks_max - open.length);
  const chosen = new Set([...open, ...held]);
  return {
    ...phase,
    checks: checks.filter((check) => chosen.has(check)),
    checks_left_out: checks_left_out + checks.length - chosen.size,
  };
}

function few(sentences: string[]): string[] {
  const more = sentences.length - SENTENCES_MAX;
  return more > 0 ? [...sentences.slice(0, SENTENCES_MAX), `and ${more} more`] : sentences;
}
