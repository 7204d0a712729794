// The narrative of a campaign, in one shape whichever source it came from: `analysis.mdx` in the
// campaign folder (mdx/parse.ts) or its entry in `run-insights.json` (insights.ts).
// Both are text written by others. What leaves this room is finished HTML in which everything is
// escaped, and plain text for the machine-readable view; nothing is ever compiled or run.
// Only mdx/parse.ts loads the Markdown parser, so that a site without any analysis.mdx can leave
// it out: import it when the first one turns up.

import type { ApiAnalysis } from '../contract/api.ts';
import type { AnalysisKind, Bug } from '../contract/insights.ts';

/** `html` is complete and safe to place as it is; `text` says the same without markup. */
export interface Rich {
  html: string;
  text: string;
}

/** How many figures stand on an artifact, on a cited address, and on nothing. See figures.ts. */
export interface Figures {
  bound: number;
  cited: number;
  neither: number;
}

export interface AnalysisFix {
  label: string;
  /** An http or https address; null where there is none to follow. */
  url: string | null;
}

export interface AnalysisBug {
  /** Empty where the bug only names a finding: others have told of it. */
  title: string;
  /** The id of a finding; null where the title alone says which it is. */
  finding: string | null;
  impact: Rich | null;
  root_cause: Rich | null;
  /** What somebody does who has to live with it. */
  workaround: Rich | null;
  fixed_in: AnalysisFix[];
}

/** The texts of an analysis by the keys of the contract, in the order of the campaign page. */
export const TEXTS = [
  'headline',
  'verdict',
  'what_it_tested',
  'what_it_proved',
  'for_non_technical',
  'for_c_level',
  'for_sme',
  'next_run_change',
] as const;
export type TextKey = (typeof TEXTS)[number];

/** `headline` is a line to stand inside a heading; every other text is a run of blocks. */
export interface Analysis extends Record<TextKey, Rich | null> {
  source: 'analysis.mdx' | 'run-insights.json';
  /** null: not recorded. */
  kind: AnalysisKind | null;
  /** null: not recorded. */
  author: string | null;
  figures: Figures;
  bugs: AnalysisBug[];
  /** Bugs that the source holds beyond those that are shown. */
  bugs_left_out: number;
}

/** The analysis as the machine-readable view gives it: texts only. */
export function toApi(analysis: Analysis): ApiAnalysis {
  const text = (key: TextKey): string | null => analysis[key]?.text ?? null;
  return {
    source: analysis.source,
    kind: analysis.kind,
    author: analysis.author,
    headline: text('headline'),
    verdict: text('verdict'),
    what_it_tested: text('what_it_tested'),
    what_it_proved: text('what_it_proved'),
    for_non_technical: text('for_non_technical'),
    for_c_level: text('for_c_level'),
    for_sme: text('for_sme'),
    bugs: analysis.bugs.map(bugToApi),
    next_run_change: text('next_run_change'),
    figures: { ...analysis.figures },
  };
}

function bugToApi({ title, finding, impact, root_cause, workaround, fixed_in }: AnalysisBug): Bug {
  return {
    title,
    ...(impact && { impact: impact.text }),
    ...(root_cause && { root_cause: root_cause.text }),
    ...(workaround && { workaround: workaround.text }),
    ...(finding !== null && { finding }),
    fixed_in: fixed_in.map(({ label, url }) => (url === null ? { label } : { label, url })),
  };
}
