// What a campaign means for each of the three audiences, as far as a rule can say it.

import type { ChangedCheck } from '../catalogue/compare.ts';
import type { DefectState } from '../catalogue/findings-in.ts';
import type { Check } from '../contract/verdict.ts';
import type { Drafted } from './drafted.ts';
import { code, joined, listed, some } from './words.ts';

const NAMED_MAX = 6;
const CHECKS_MAX = 12;

export const audiences = (given: Drafted): [string, string][] => [
  ['For end users', forUsers(given)],
  ['For decision makers', forDeciders(given)],
  ['For engineers', forEngineers(given)],
];

function forUsers({ outcome, control, entry, found }: Drafted): string {
  if (control) return 'This is a test of the test. It says nothing about a product.';
  const promised = inWords(found.filter((one) => one.promised === true));
  if (outcome === 'FAIL')
    return joined(
      'A test that this version has to pass failed.',
      promised !== '' && `What was seen: ${promised}.`,
      'Do not trust it with data that you cannot lose.',
    );
  if (outcome === 'INCOMPLETE') return 'The tests of this version were not all finished, so they say nothing yet.';
  return entry.head.profile === 'gate'
    ? 'Whatever this version confirmed was still there after every fault that was put on it, and nobody saw anything that it promises not to do.'
    : 'A short test found nothing wrong. It is too short to say that this version is safe.';
}

function forDeciders({ outcome, control, found, since }: Drafted): string {
  const limits = inWords(found.filter((one) => one.promised !== true));
  const state = control
    ? outcome === 'PASS'
      ? 'The harness raises no false alarm on a store that is sound.'
      : 'A control did not pass: either it was run to fail, or the harness cannot be believed until somebody knows why.'
    : DECIDERS[outcome];
  return joined(
    state,
    limits !== '' && `Known limits that no promise excludes: ${limits}.`,
    since !== null && sinceWords(since),
    !control &&
      'Whether the release may ship is decided by all of its gate campaigns together, on the page of the release.',
  );
}

const DECIDERS = {
  PASS: 'Nothing that this campaign looked for blocks the version.',
  FAIL: 'The defects below block the version.',
  INCOMPLETE: 'Nothing rests on this campaign, for the version or against it.',
} as const;

function sinceWords({ before, changes }: NonNullable<Drafted['since']>): string {
  const { fresh, gone, remaining } = changes.findings;
  const parts = [
    fresh.length > 0 && `new: ${inWords(fresh)}`,
    gone.length > 0 && `gone: ${inWords(gone)}`,
    remaining.length > 0 && `still there: ${inWords(remaining)}`,
  ].filter((part) => typeof part === 'string');
  return `Since ${code(before)}: ${parts.length === 0 ? 'no defect is new, and none is gone' : parts.join('; ')}.`;
}

function forEngineers({ entry, since, bind }: Drafted): string {
  const checks = entry.verdict.phases.flatMap((phase) => phase.checks).filter(({ id }) => !id.endsWith('.pass_flag'));
  return [
    ...checkList(
      'False:',
      checks.filter(({ ok }) => ok === false),
      bind,
    ),
    ...checkList(
      'Not known:',
      checks.filter(({ ok }) => ok === null),
      bind,
    ),
    ...(since ? changedWords(since) : []),
    'Every check is on this page with its evidence; the histories can be judged again with `npm run recheck`.',
  ].join('\n\n');
}

function checkList(title: string, checks: readonly Check[], bind: Drafted['bind']): string[] {
  if (checks.length === 0) return [];
  const lines = checks.slice(0, CHECKS_MAX).map((check) => {
    const fact = factOf(check, bind);
    return `- ${code(check.label)}: expected ${code(check.expected)}${fact === null ? '' : `, found ${fact}`} (${code(check.id)})`;
  });
  return [title, [...lines, ...(checks.length > CHECKS_MAX ? ['- and more'] : [])].join('\n')];
}

/** The found value, bound to where the judge read it. */
function factOf({ file, path, id }: Check, bind: Drafted['bind']): string | null {
  const phase = id.split('.')[0];
  if (file === null || phase === undefined) return null;
  const node = /^phase1-node-([a-z])\.json$/.exec(file)?.[1];
  const root = node ? `phase1.${node}` : file === `${phase}.json` ? phase : null;
  if (root === null || path.length === 0) return null;
  const at = [root, ...path].join('.');
  return bind(at) ?? partsOf(at, bind);
}

/** Of a value with parts, the two that say most: what was found, and of how much. */
const PARTS = [
  ['found_in', 'cycles', 'cycles'],
  ['rows_restored', 'rows_in_snapshot', 'rows'],
  ['back', 'rows', 'rows'],
  ['present_equal', 'acked', 'acked'],
] as const;

function partsOf(at: string, bind: Drafted['bind']): string | null {
  for (const [part, whole, noun] of PARTS) {
    const [found, of] = [bind(`${at}.${part}`), bind(`${at}.${whole}`)];
    if (found && of) return `${found} of ${of} ${noun}`;
  }
  return null;
}

function changedWords({ before, changes }: NonNullable<Drafted['since']>): string[] {
  const ids = (checks: readonly ChangedCheck[]) =>
    checks.filter(({ id }) => !id.endsWith('.pass_flag')).map(({ id }) => code(id));
  const lines = [
    ['Fixed', ids(changes.fixed)],
    ['Broken', ids(changes.broken)],
    ['Still broken', ids(changes.stillBroken)],
  ] as const;
  const said = lines
    .filter(([, found]) => found.length > 0)
    .map(([word, found]) => `- ${word}: ${some(found, CHECKS_MAX)}`);
  return said.length === 0 ? [] : [`Since ${code(before)}:`, said.join('\n')];
}

/** One defect once, with the fault classes under which it was seen; words that hold a numeral give way to the id. */
function inWords(findings: readonly DefectState[]): string {
  const defects = Map.groupBy(findings, ({ id, words }) =>
    /[\d<>{}]/.test(words) ? code(id) : words.replace(/, under [a-z0-9_]+$/, ''),
  );
  const said = [...defects].map(([words, shown]) => {
    const faults = shown.flatMap(({ words: all }) => / under ([a-z0-9_]+)$/.exec(all)?.[1] ?? []);
    return faults.length === 0 || words.startsWith('`') ? words : `${words}, under ${listed(faults.map(code))}`;
  });
  const more = said.length > NAMED_MAX ? '; and more' : '';
  return `${said.slice(0, NAMED_MAX).join('; ')}${more}`;
}
