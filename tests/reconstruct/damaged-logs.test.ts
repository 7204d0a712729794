// Campaigns are printed, their logs damaged, and what comes back is judged: it is never a pass where the campaign was
// none. Two kinds of campaigns, for two kinds of damage:
//
// - an honest one, whose documents say `pass: false` where the judge finds a failure, may meet every damage, for nothing
//   that a log loses turns that into `pass: true`;
// - one that claims a pass over its failures may meet every damage that leaves a trace. What leaves none, a line lost or
//   a digit changed in the only copy, no reader of a log can notice, and the guide says so.
//
// FUZZ_RUNS=20000 looks longer.

import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/contract/reading.ts';
import type { CampaignVerdict } from '../../src/contract/verdict.ts';
import { extract, findEvidence, type JobFact, type Rebuilt } from '../../src/reconstruct/extract.ts';
import { textLog } from '../../src/reconstruct/logs.ts';
import { markedText } from '../../src/reconstruct/marked.ts';
import { type Campaign, campaigns, verdictOf, verdictOfCampaign } from './any-campaign.ts';
import { jobsOf, type Printing, printings, type Text, textsOf } from './campaign-logs.ts';
import { type Damage, damages, digits } from './damage.ts';
import * as shape from './log-shapes.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 300);
const SHARE_MIN = 0.3;
const seen = { damaged: 0, withDocuments: 0 };

function rebuiltFrom(texts: readonly Text[], jobs: readonly JobFact[]): Rebuilt {
  const findings = texts.map(({ log, job, step, lines }) =>
    findEvidence(textLog(log, Buffer.from(shape.stamped(lines)), { job, stepNumber: step })),
  );
  return extract(findings, { campaignId: shape.CAMPAIGN, from: 'https://example.test/runs/1', jobs });
}

/** As the command writes it into an empty folder: nothing of a log that names no campaign. */
function judged(rebuilt: Rebuilt): CampaignVerdict {
  const files = rebuilt.tied ? rebuilt.files : [];
  return verdictOf(
    files.map((file) => {
      const lines = file.contradictedBy.map(({ log, lineStart, text }) => ({ log, line: lineStart, text }));
      return [file.file, JSON.parse(markedText(file, lines, 'https://example.test/runs/1')) as JsonObject] as const;
    }),
  );
}

function damagedVerdict(campaign: Campaign, printing: Printing, done: readonly Damage[], known: boolean) {
  const texts = done.reduce((so, { apply }) => apply(so), textsOf(campaign, printing));
  const rebuilt = rebuiltFrom(texts, known ? jobsOf(campaign, printing) : []);
  seen.damaged += 1;
  if (rebuilt.tied && rebuilt.files.some(({ file, from }) => from !== 'progress' && /^phase/.test(file)))
    seen.withDocuments += 1;
  return judged(rebuilt);
}

function expectNoBetter(after: CampaignVerdict, before: CampaignVerdict, what: string): void {
  for (const [at, { phase, status }] of after.phases.entries()) {
    if (status === 'PASS') expect(before.phases[at]?.status, `phase ${phase} after ${what}`).toBe('PASS');
  }
  if (after.outcome === 'PASS') expect(before.outcome, `outcome after ${what}`).toBe('PASS');
}

const names = (done: readonly Damage[]) => done.map(({ name }) => name).join(', ');

describe(`A damaged log (${RUNS} of each kind)`, { timeout: 60_000 + RUNS * 200 }, () => {
  it('of an honest campaign is never judged better than the campaign', () => {
    const some = fc.array(damages, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(campaigns(true), printings, some, fc.boolean(), (campaign, printing, done, known) => {
        const after = damagedVerdict(campaign, printing, done, known);
        expectNoBetter(after, verdictOfCampaign(campaign), names(done));
      }),
      { numRuns: RUNS },
    );
  });

  it('of a campaign that claims a pass over its failures is never judged better, where damage leaves a trace', () => {
    const some = fc.array(
      damages.filter(({ traceless }) => !traceless),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(campaigns(false), printings, some, (campaign, printing, done) => {
        const after = damagedVerdict(campaign, printing, done, false);
        expectNoBetter(after, verdictOfCampaign(campaign), names(done));
      }),
      { numRuns: RUNS },
    );
  });

  it('with a digit that changed in one of two copies is never judged better, whatever the campaign claims', () => {
    fc.assert(
      fc.property(campaigns(false), printings, digits, (campaign, printing, done) => {
        const after = damagedVerdict(campaign, { ...printing, archive: true }, [done], false);
        expectNoBetter(after, verdictOfCampaign(campaign), done.name);
      }),
      { numRuns: Math.ceil(RUNS / 2) },
    );
  });

  it('with two summaries that differ gives no pass that both do not give, unless one of them is lost', () => {
    const some = fc.array(
      damages.filter(({ name, traceless }) => !traceless && name !== 'cut off'),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(campaigns(true), campaigns(true), some, (one, other, done) => {
        const plain = { alone: false, aggregate: true, archive: false, twice: false };
        const [first, second] = [textsOf(one, plain), textsOf(other, plain)] as [Text[], Text[]];
        const texts = [{ ...(first[0] as Text), lines: [...first, ...second].flatMap(({ lines }) => lines) }];
        const after = judged(
          rebuiltFrom(
            done.reduce((so, { apply }) => apply(so), texts),
            [],
          ),
        );
        expectNoBetter(after, verdictOfCampaign(one), names(done));
        expectNoBetter(after, verdictOfCampaign(other), names(done));
      }),
      { numRuns: Math.ceil(RUNS / 2) },
    );
  });

  it('that is whole gives the verdict of its campaign, so that the comparison means something', () => {
    fc.assert(
      fc.property(campaigns(true), fc.boolean(), (campaign, archive) => {
        const printing = { alone: false, aggregate: true, archive, twice: false };
        const after = judged(rebuiltFrom(textsOf(campaign, printing), []));
        const before = verdictOfCampaign(campaign);
        expect(after.outcome).toBe(before.outcome);
        expect(after.phases.map(({ status }) => status)).toEqual(before.phases.map(({ status }) => status));
      }),
      { numRuns: Math.ceil(RUNS / 5) },
    );
  });

  afterAll(() => {
    const share = seen.withDocuments / seen.damaged;
    console.info(`${Math.round(share * 100)} % of ${seen.damaged} damaged logs gave documents`);
    expect(share).toBeGreaterThanOrEqual(SHARE_MIN);
  });
});
