// What a campaign tested and what it shows, in the words of a draft.

import type { PhaseVerdict } from '../contract/verdict.ts';
import { PHASE_WORDS } from '../views/phase-words.ts';
import { markOf, sentence } from '../views/words.ts';
import type { Drafted } from './drafted.ts';
import { type Bind, code, joined, listed } from './words.ts';

export function headline({ outcome, found, entry, control }: Drafted): string {
  const { phases } = entry.verdict;
  const what = control ? 'The control' : 'This version';
  if (outcome === 'PASS') return `${what} passes every phase of its campaign`;
  const worst = phases.find(({ status }) => status === 'FAIL');
  const promised = found.find((one) => one.promised === true);
  if (worst && promised && !/\d/.test(promised.words)) return `${what} shows ${promised.words}`;
  if (worst) return `${what} fails: ${PHASE_WORDS[worst.phase].short.toLowerCase()}`;
  const open = phases.find(({ status }) => status !== 'PASS');
  return open
    ? `Not decided: ${PHASE_WORDS[open.phase].short.toLowerCase()} is ${markOf(open.status).word.toLowerCase()}`
    : 'Not decided: every phase passes, and the campaign is not whole';
}

const OUTCOMES = {
  PASS: 'Every phase passes on evidence that was read and judged here.',
  FAIL: 'The campaign fails.',
  INCOMPLETE: 'The campaign decides nothing: evidence that a pass needs is missing.',
} as const;

export function verdictWords({ outcome, control, entry, found }: Drafted): string {
  const { profile } = entry.head;
  const promised = found.filter((one) => one.promised === true);
  return joined(
    OUTCOMES[outcome],
    promised.length > 0 && `It shows ${listed([...new Set(promised.map(({ id }) => code(id)))].slice(0, 6))}.`,
    entry.verdict.claim.disputed && 'Its own summary claims otherwise.',
    control && 'It is a control, run to test the harness, and clears no release.',
    !control &&
      outcome === 'PASS' &&
      profile !== 'gate' &&
      `A campaign of the profile ${code(profile ?? 'unrecorded')} clears no release.`,
    '\n\nThis is a draft, made by rule from the evidence alone. No person has read that evidence for it.',
  ).replace(' \n', '\n');
}

export function tested({ entry, bind, faults }: Drafted): string {
  const subject = bind('summary.subject.name') ?? 'the subject';
  const ref = bind('summary.subject.ref') ?? bind('summary.ai_memory_git_ref');
  const seed = bind('summary.seed', 'plain');
  const ran = entry.verdict.phases.filter(({ status }) => status !== 'NOT RUN' && status !== 'NOT REACHED');
  const never = entry.verdict.phases.filter((phase) => !ran.includes(phase));
  const names = (phases: readonly PhaseVerdict[]) =>
    listed(phases.map(({ phase }) => PHASE_WORDS[phase].short.toLowerCase()));
  return joined(
    `A campaign of ${subject}${ref ? ` at ${ref}` : ''}, profile ${code(entry.head.profile ?? 'unrecorded')}${seed ? `, seed ${seed}` : ''}.`,
    ran.length > 0 ? `Phases that left evidence: ${names(ran)}.` : 'No phase left evidence.',
    never.length > 0 && `Phases that left none: ${names(never)}.`,
    faults.length > 0 && `Faults while clients wrote: ${listed(faults.map((fault) => code(fault)))}.`,
  );
}

/** One line a phase, and one a fault class. */
export function proved(given: Drafted): string {
  const phases = given.entry.verdict.phases.map(({ phase, status }) => {
    const means = status === 'PASS' ? 'every check holds' : MEANS[status];
    return `- **${PHASE_WORDS[phase].short}**: ${means}.${detail(given.bind, phase)}`;
  });
  return [...phases, ...given.faults.map((fault) => `- ${code(fault)}: ${classWords(given.bind, fault)}`)].join('\n');
}

const MEANS = {
  FAIL: 'at least one check is false',
  UNREADABLE: 'its evidence cannot be believed, so nothing is shown',
  INCONCLUSIVE: 'nothing is false, and something that a pass needs is missing',
  'NOT REACHED': 'the campaign did not get here',
  'NOT RUN': 'no evidence of it is here',
} as const;

/** The figures of a phase, where its document has them. */
function detail(bind: Bind, phase: number): string {
  if (phase === 2) {
    const [ok, total] = [bind('phase2.ok'), bind('phase2.total_writes')];
    return ok && total ? ` ${ok} of ${total} writes were acked.` : '';
  }
  if (phase === 3) {
    const [from, to] = [bind('phase3.src_count'), bind('phase3.dst_count')];
    return from && to ? ` ${from} rows went in, ${to} came back.` : '';
  }
  return '';
}

function classWords(bind: Bind, fault: string): string {
  const of = (key: string) => bind(`phase4.faults.${fault}.${key}`);
  const [acked, cycles, clean, lower] = [of('acked'), of('cycles'), of('cycles_clean'), of('lower95')];
  const bound = bind(`phase4.convergence_by_fault.${fault}`);
  const p95 = of('convergence_ms.p95');
  const parts = [
    bound && `the share of acked writes on every surviving node is ${bound}${acked ? `, of ${acked} acked` : ''}`,
    lower && `if writes were independent, it is at least ${lower} with high confidence`,
    cycles && clean && `${clean} of ${cycles} cycles are clean`,
    p95 && `all but the slowest twentieth of cycles converged within ${p95} ms`,
  ].filter((part) => typeof part === 'string');
  return parts.length === 0 ? 'no figure is recorded.' : `${sentence(parts.join('; '))}.`;
}
