// The guides: their list, and the status words as every page shows them.

import { PHASES } from '../../contract/names.ts';
import { STATUSES } from '../../contract/verdict.ts';
import { PHASE_WORDS } from '../phase-words.ts';
import { HARNESS_PATH, withBase } from '../site.ts';
import { type Mark, markOf, meaningOf } from '../words.ts';

export interface GuideLink {
  number: string;
  text: string;
  href: string;
  current: boolean;
}

/** `path` is the guide that is being read: `phases/2/`. */
export const guideLinks = (path: string): GuideLink[] =>
  [
    { number: '', text: 'Methodology', path: 'methodology/' },
    ...PHASES.map((phase) => ({ number: `${phase}`, text: PHASE_WORDS[phase].short, path: `phases/${phase}/` })),
    { number: '', text: 'Measurement', path: 'methodology/measurement/' },
    { number: '', text: 'Own subject', path: 'methodology/own-subject/' },
    { number: '', text: 'Reconstruction', path: 'methodology/reconstruction/' },
    { number: '', text: 'The harness itself', path: HARNESS_PATH },
  ].map((guide) => ({
    number: guide.number,
    text: guide.text,
    href: withBase(guide.path),
    current: guide.path === path,
  }));

export const statusRows = (): { mark: Mark; meaning: string }[] =>
  STATUSES.map((status) => ({ mark: markOf(status), meaning: meaningOf(status) }));
