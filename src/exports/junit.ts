// JUnit XML, as CI servers read it. A check that could not be decided is an error, a phase that never ran is skipped,
// and the outcome is a case of its own, so that an incomplete campaign is red whoever counts. The format has no place
// for attempts: they are properties of the first suite, and said in words in its output.

import { escapeXml } from '../views/documents/xml-text.ts';
import { attemptsInWords } from './attempts.ts';
import { casesIn, countOf, type Report, type ReportCase, type ReportSuite, sentenceOf } from './report.ts';

export function junitXml(report: Report): string {
  const { suites } = report;
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeXml(report.id)}" ${counts(casesIn(report))}>`,
    ...suites.flatMap((suite, index) => suiteLines(report, suite, index === 0)),
    '</testsuites>',
  ].join('\n')}\n`;
}

const counts = (cases: readonly ReportCase[]): string =>
  `tests="${cases.length}" failures="${countOf(cases, 'failed')}" errors="${countOf(cases, 'unknown')}" skipped="${countOf(cases, 'never run')}"`;

function suiteLines(report: Report, { id, title, cases, left_out }: ReportSuite, isFirst: boolean): string[] {
  const time = report.completed === null ? '' : ` timestamp="${new Date(report.completed).toISOString().slice(0, 19)}"`;
  const more = left_out > 0 ? [`${left_out} more checks were judged and are not listed.`] : [];
  const said = isFirst ? [...attemptsInWords(report), ...more] : more;
  return [
    `<testsuite name="${escapeXml(title)}" ${counts(cases)}${time}>`,
    ...(isFirst ? propertyLines(report) : []),
    ...cases.map((one) => caseLine(id, one)),
    ...(said.length > 0 ? [`<system-out>${escapeXml(said.join('\n'))}</system-out>`] : []),
    '</testsuite>',
  ];
}

function propertyLines({ subject, ref, profile, outcome, disputed, page, attempts }: Report): string[] {
  const given: [string, string | null][] = [
    ['subject', subject],
    ['ref', ref],
    ['profile', profile],
    ['outcome', outcome],
    ['disputed', String(disputed)],
    ['page', page],
    ...attempts.map(({ id, outcome: ended }, index): [string, string] => [
      `attempt.${attempts.length - index}`,
      `${id} ${ended}`,
    ]),
  ];
  const lines = given.flatMap(([name, value]) =>
    value === null ? [] : [`<property name="${name}" value="${escapeXml(value)}"/>`],
  );
  return ['<properties>', ...lines, '</properties>'];
}

function caseLine(suite: string, one: ReportCase): string {
  const file = one.file === null ? '' : ` file="${escapeXml(one.file)}"`;
  const line = one.line === null ? '' : ` line="${one.line}"`;
  const head = `<testcase classname="${suite}" name="${escapeXml(`${one.id}: ${one.label}`)}"${file}${line}`;
  const message = escapeXml(sentenceOf(one));
  if (one.state === 'passed') return `${head}/>`;
  if (one.state === 'never run') return `${head}><skipped message="${message}"/></testcase>`;
  const element = one.state === 'failed' ? 'failure' : 'error';
  return `${head}><${element} type="${one.state}" message="${message}">${message}</${element}></testcase>`;
}
