// A reproduction as numbered steps: three nodes are started, rows are written, a fault is injected and healed, and the
// nodes are asked. Made from what was really sent, in its order; by hand one request ends before the next begins.

import type { HandStep, Schedule } from '../../contract/shrink.ts';
import { orderedPairs } from '../../runner/network/transport.ts';
import type { Profile } from '../../runner/profiles.ts';
import type { CyclePlan } from '../../runner/workloads/schedule.ts';
import type { ByHand } from '../../subjects/by-hand.ts';
import type { NotedCall } from '../noted.ts';
import type { Reproduction } from '../trial.ts';
import { type HandFault, handFault } from './faults.ts';
import { lookSteps } from './look.ts';
import { newSending, type Sending, send } from './sending.ts';
import { pidOf, relayLine, relayPid, type Starting, startLines } from './shell.ts';

export interface Handing {
  reproduction: Reproduction;
  plan: CyclePlan;
  schedule: Schedule;
  profile: Profile;
  hand: ByHand | null;
  /** Until all nodes agree, where they do. */
  settle_ms: number;
}

export interface Handed {
  steps: HandStep[];
  not_by_hand: string | null;
}

/** A schedule that did not become small is no list to follow. */
const REQUESTS_MAX = 60;
/** Where a killed node is looked into before its peers reach it. */
const LOOKED_INSIDE: ReadonlySet<string> = new Set(['forgotten', 'under_replicated']);

export function handSteps(handing: Handing): Handed {
  const { reproduction, plan, schedule, profile, hand } = handing;
  const found = handFault(plan);
  const fault = typeof found === 'string' ? null : found;
  const starting = hand && { hand, profile, has_relays: fault?.has_relays === true };
  const sending = newSending();
  const { before, during, after, left_out } = parted(reproduction);
  for (const call of before) send(sending, hand, call);
  const inject = starting && fault ? fault.inject(starting) : inWords(plan, schedule);
  sending.steps.push(inject);
  for (const call of during) send(sending, hand, call);
  sending.steps.push(holdStep(schedule));
  if (starting && fault && LOOKED_INSIDE.has(reproduction.anomaly.name)) lookInside(handing, sending, fault, starting);
  sending.steps.push(starting && fault ? fault.heal(starting) : { does: 'Heal the fault.', commands: [] });
  for (const call of after) send(sending, hand, call);
  return {
    steps: [
      ...(starting
        ? opening(starting)
        : [{ does: `Start nodes ${profile.nodes.join(', ')}, each with the others as its peers.`, commands: [] }]),
      ...sending.steps,
      settleStep(handing),
      ...lookSteps(reproduction, hand, sending),
      ...(starting ? [closing(starting)] : []),
    ],
    not_by_hand: why(found, hand, left_out),
  };
}

function why(found: HandFault | string, hand: ByHand | null, left_out: number): string | null {
  const reasons = [
    ...(typeof found === 'string' ? [found] : []),
    ...(hand ? [] : ['the adapter of this subject does not say how its nodes are started and asked with a shell']),
    ...(left_out > 0 ? [`${left_out} more requests were sent than are listed`] : []),
  ];
  return reasons.length === 0 ? null : reasons.join('; ');
}

function opening(starting: Starting): HandStep[] {
  const { hand, has_relays, profile } = starting;
  const { nodes } = profile;
  const needs = `${hand.needs}${has_relays ? ', and socat' : ''}`;
  const relays = orderedPairs(nodes).map(({ from, to }) => relayLine(from, to));
  return [
    {
      does: `Have ready: ${needs}. Everything below is typed into one bash, in an empty folder.`,
      commands: [...hand.before, `mkdir -p ${nodes.join(' ')}`],
    },
    ...(has_relays
      ? [{ does: 'Start a relay for each direction between two nodes.', commands: ['set -m', ...relays] }]
      : []),
    {
      does: `Start nodes ${nodes.join(', ')}, each with the others as its peers, and wait until each answers.`,
      commands: nodes.flatMap((node) => startLines(starting, node)),
    },
  ];
}

const inWords = (plan: CyclePlan, { hold_ms }: Schedule): HandStep => ({
  does: `Inject ${plan.fault} for at least ${hold_ms} ms, as the harness does (peer ${plan.peer}, cut off ${plan.cut_off.join(' and ')}).`,
  commands: [],
});

const holdStep = ({ hold_ms }: Schedule): HandStep => ({
  does: `The fault holds for at least ${hold_ms} ms.`,
  commands: [`sleep ${Math.max(0.1, hold_ms / 1000)}`],
});

/** A killed node is opened where no peer can reach it, read, and ended again. */
function lookInside(
  { reproduction, hand }: Handing,
  sending: Sending,
  { killed }: HandFault,
  starting: Starting,
): void {
  for (const node of killed) {
    const { steps } = sending;
    steps.push({
      does: `Start node ${node} on its own data, with nobody at the addresses of its peers.`,
      commands: startLines(starting, node, { alone: true }),
    });
    steps.push(...lookSteps(reproduction, hand, sending));
    steps.push({ does: `End node ${node} again.`, commands: [`kill -9 ${pidOf(node)}`] });
  }
}

function settleStep({ settle_ms, profile }: Handing): HandStep {
  const { catchup_interval_secs: secs } = profile;
  const rounds = secs === null || secs === 0 ? '' : `, whose rounds of catch-up, if any, come every ${secs} s`;
  return {
    does: `Give the nodes time to agree${rounds}: nobody writes any more.`,
    commands: [`sleep ${Math.ceil(settle_ms / 1000)}`],
  };
}

function closing({ has_relays, profile: { nodes } }: Starting): HandStep {
  const relays = orderedPairs(nodes).map(({ from, to }) => `-$${relayPid(from, to)}`);
  return {
    does: 'End everything.',
    commands: [`kill -9 ${nodes.map(pidOf).join(' ')}`, ...(has_relays ? [`kill -KILL -- ${relays.join(' ')}`] : [])],
  };
}

/** What clients sent before the fault was injected, until its heal began, and after it. */
function parted({
  ops,
  calls,
}: Reproduction): Record<'before' | 'during' | 'after', NotedCall[]> & { left_out: number } {
  const at = (f: string, type: string): number => {
    const index = ops.findIndex((op) => op.process === 'nemesis' && op.f === f && op.type === type);
    return index < 0 ? Number.POSITIVE_INFINITY : index;
  };
  const [injected, healing] = [at('inject', 'invoke'), at('heal', 'invoke')];
  const listed = calls.slice(0, REQUESTS_MAX);
  return {
    before: listed.filter(({ after_ops }) => after_ops <= injected),
    during: listed.filter(({ after_ops }) => after_ops > injected && after_ops <= healing),
    after: listed.filter(({ after_ops }) => after_ops > healing),
    left_out: calls.length - listed.length,
  };
}
