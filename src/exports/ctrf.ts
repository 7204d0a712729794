// CTRF, the common test report format. A check that could not be decided is `other`, a phase that never ran `skipped`,
// each with its own word in `rawStatus`; attempts are in `extra`.

import { type CaseState, casesIn, countOf, type Report, type ReportCase, sentenceOf } from './report.ts';

const SPEC_VERSION = '0.0.0';
const STATUSES: Record<CaseState, 'passed' | 'failed' | 'skipped' | 'other'> = {
  passed: 'passed',
  failed: 'failed',
  unknown: 'other',
  'never run': 'skipped',
};
/** No check has a time of its own. */
const NOT_MEASURED = 0;

export function ctrfJson(report: Report): string {
  const cases = casesIn(report);
  const at = report.completed ?? 0;
  const summary = {
    tests: cases.length,
    passed: countOf(cases, 'passed'),
    failed: countOf(cases, 'failed'),
    skipped: countOf(cases, 'never run'),
    pending: 0,
    other: countOf(cases, 'unknown'),
    suites: report.suites.length,
    start: at,
    stop: at,
  };
  const document = {
    reportFormat: 'CTRF',
    specVersion: SPEC_VERSION,
    ...(report.completed === null ? {} : { timestamp: new Date(report.completed).toISOString() }),
    generatedBy: 'proofhouse',
    results: {
      tool: { name: 'proofhouse' },
      summary,
      tests: report.suites.flatMap(({ title, cases: own }) => own.map((one) => testOf(title, one))),
      environment: environmentOf(report),
      extra: {
        outcome: report.outcome,
        disputed: report.disputed,
        reasons: report.reasons,
        attempts: report.attempts,
        checks_left_out: report.suites.reduce((sum, { left_out }) => sum + left_out, 0),
        times:
          report.completed === null
            ? 'when the campaign was completed is not known'
            : 'start and stop are when the campaign was completed; no check has a time of its own',
      },
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function testOf(suite: string, one: ReportCase): object {
  return {
    name: `${one.id}: ${one.label}`,
    status: STATUSES[one.state],
    duration: NOT_MEASURED,
    suite: [suite],
    rawStatus: one.state,
    ...(one.state === 'passed' ? {} : { message: sentenceOf(one) }),
    ...(one.file === null ? {} : { filePath: one.file }),
    ...(one.line === null ? {} : { line: one.line }),
    extra: { expected: one.expected, got: one.got },
  };
}

function environmentOf({ id, subject, ref, ci, page, profile }: Report): object {
  return {
    reportName: id,
    ...(subject === null ? {} : { appName: subject }),
    ...(ref === null ? {} : { appVersion: ref }),
    ...(page === null ? {} : { buildUrl: page }),
    ...(ci === null ? {} : { repositoryName: ci.repository, buildId: ci.run_id }),
    ...(profile === null ? {} : { testEnvironment: profile }),
  };
}
