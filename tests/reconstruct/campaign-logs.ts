// The log of a run that printed a campaign: its steps, their progress lines, and the documents.

import fc from 'fast-check';
import type { JsonObject } from '../../src/contract/reading.ts';
import type { JobFact } from '../../src/reconstruct/extract.ts';
import type { Campaign } from './any-campaign.ts';
import * as shape from './log-shapes.ts';

/** One log text, line by line, without the marks of the transport. */
export interface Text {
  log: string;
  job: string;
  step: number | null;
  lines: string[];
}

export interface Printing {
  /** The phases are printed in their own steps too. */
  alone: boolean;
  aggregate: boolean;
  /** The archive holds each step by itself beside the job's log. */
  archive: boolean;
  /** The summary is printed once more, as by `tee` and `cat`. */
  twice: boolean;
}
export const printings: fc.Arbitrary<Printing> = fc.record({
  alone: fc.boolean(),
  aggregate: fc.oneof({ arbitrary: fc.constant(true), weight: 5 }, { arbitrary: fc.constant(false), weight: 1 }),
  archive: fc.boolean(),
  twice: fc.boolean(),
});

/** The texts of a run that printed this campaign, with the progress lines that belong to it. */
export function textsOf(campaign: Campaign, printing: Printing): Text[] {
  const steps = stepsOf(campaign, printing);
  const job: Text = { log: '0_campaign.txt', job: 'campaign', step: null, lines: steps.flat() };
  if (!printing.archive) return [job];
  return [
    job,
    ...steps.map((lines, at) => ({ log: `campaign/${at + 1}_s.txt`, job: 'campaign', step: at + 1, lines })),
  ];
}

function stepsOf({ phases, summary }: Campaign, printing: Printing): string[][] {
  const own = [1, 2, 3, 4].map((number) => {
    const documents = phases.filter(({ phase }) => phase === number);
    const printed = printing.alone ? documents.flatMap((document) => shape.pretty(document).split('\n')) : [];
    const failed = documents.some(({ pass }) => pass !== true) && number > 1;
    return [
      ...shape.stepHeader([`./phase${number}.sh`]),
      ...progressOf(number, documents[0] ?? {}),
      ...printed,
      ...(failed ? ['##[error]Process completed with exit code 1.'] : []),
    ];
  });
  const verdict = [
    ...shape.stepHeader(['jq .overall_pass']),
    `Overall pass: ${summary.overall_pass}`,
    ...(summary.overall_pass === true ? [] : ['##[error]Process completed with exit code 1.']),
  ];
  const aggregate = shape.aggregateStep(summary);
  const again = printing.twice ? shape.pretty(summary).split('\n') : [];
  return [...own, ...(printing.aggregate ? [[...aggregate, ...again]] : []), verdict];
}

function progressOf(number: number, document: JsonObject): string[] {
  if (number === 2) {
    const { ok, quorum_not_met, fail, total_writes, counts } = document;
    const held = counts as Record<string, number>;
    return [
      `[phase2] burst totals: OK=${ok}  QNM=${quorum_not_met}  FAIL=${fail} (total=${total_writes})`,
      ...Object.entries(held).map(([node, count]) => `[phase2] node-${node.toUpperCase()} count: ${count}`),
    ];
  }
  if (number !== 4) return [`[phase${number}] begins`];
  return Object.entries(document.convergence_by_fault as Record<string, number>).flatMap(([name, bound]) => [
    `[phase4] campaign: ${name}`,
    `[phase4] ${name} convergence_bound=${bound}`,
  ]);
}

/** What the service says of the steps: a failed phase failed its step. */
export function jobsOf({ phases, summary }: Campaign, printing: Printing): JobFact[] {
  const ended = (pass: boolean) => (pass ? 'success' : 'failure');
  const conclusions = [
    'success',
    ...[2, 3, 4].map((number) => ended(phases.every(({ phase, pass }) => phase !== number || pass === true))),
    ...(printing.aggregate ? ['success'] : []),
    ended(summary.overall_pass === true),
  ];
  const steps = conclusions.map((conclusion, at) => {
    return { number: at + 1, name: `Step ${at + 1}`, conclusion, startedAt: null, completedAt: null };
  });
  return [{ jobId: '7', name: 'campaign', conclusion: 'success', startedAt: null, completedAt: null, steps }];
}
