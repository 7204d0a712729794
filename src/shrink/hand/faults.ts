// What a person does with a shell for a fault, and to heal it; or why nobody can.

import type { NodeName } from '../../contract/names.ts';
import type { HandStep } from '../../contract/shrink.ts';
import { orderedPairs } from '../../runner/network/transport.ts';
import type { CyclePlan } from '../../runner/workloads/schedule.ts';
import { pidOf, relayLine, relayPid, type Starting, startLines } from './shell.ts';

export interface HandFault {
  /** Programs lie between the nodes. */
  has_relays: boolean;
  /** Nodes that are ended by force. */
  killed: readonly NodeName[];
  inject(starting: Starting): HandStep;
  heal(starting: Starting): HandStep;
}

type Pair = ReturnType<typeof orderedPairs>[number];

/** @returns a sentence where it cannot be done by hand */
export function handFault(plan: CyclePlan): HandFault | string {
  const make = FAULTS[plan.fault];
  return make ? make(plan) : `${plan.fault} cannot be injected with a shell alone: ${NEEDS[plan.fault] ?? OTHERWISE}`;
}

const FAULTS: Record<string, (plan: CyclePlan) => HandFault> = {
  kill_primary_mid_write: () => killing(['a']),
  kill_all_restart: ({ nodes }) => killing(nodes),
  pause_peer: ({ peer }) => pausing(peer),
  pause_primary: () => pausing('a'),
  partition_minority: (plan) => cutting(around(plan), `Cut node ${plan.cut_off.join(' and ')} off from the others`),
  partition_refused: (plan) =>
    refusing(around(plan), `Cut node ${plan.cut_off.join(' and ')} off: whoever connects over the cut is refused`),
  partition_all: ({ nodes }) => cutting(orderedPairs(nodes), 'Cut every node off from every other'),
  clock_skew_peer: ({ peer, skew_ms }) => skewing(peer, skew_ms),
};

const LAYER = 'a layer between the node and its disk has to lose, refuse or fail what the node writes';
const KERNEL = 'something between the nodes has to lose, delay or narrow what they send, part by part';
const OTHERWISE = 'the harness does it at a moment, or in a way, that no hand meets';
const NEEDS: Record<string, string> = {
  ...{ power_loss: LAYER, power_loss_all: LAYER, disk_full: LAYER, disk_read_only: LAYER },
  ...{
    drop_random_acks: KERNEL,
    slow_link: KERNEL,
    packet_loss: KERNEL,
    narrow_link: KERNEL,
    partition_one_way: KERNEL,
  },
};

const DIRECT = { has_relays: false, killed: [] } as const;

const killing = (nodes: readonly NodeName[]): HandFault => ({
  ...DIRECT,
  killed: nodes,
  inject: () => ({
    does: `Kill node ${nodes.join(', ')} with SIGKILL. The harness does it while writes to it are on their way.`,
    commands: [`kill -9 ${nodes.map(pidOf).join(' ')}`],
  }),
  heal: (starting) => ({
    does: `Start node ${nodes.join(', ')} again on the same data.`,
    commands: nodes.flatMap((node) => startLines(starting, node)),
  }),
});

const pausing = (node: NodeName): HandFault => ({
  ...DIRECT,
  inject: () => ({ does: `Stop node ${node} where it is (SIGSTOP).`, commands: [`kill -STOP ${pidOf(node)}`] }),
  heal: () => ({ does: `Let node ${node} go on (SIGCONT).`, commands: [`kill -CONT ${pidOf(node)}`] }),
});

const skewing = (node: NodeName, skew_ms: number): HandFault => {
  const restarted = (starting: Starting, clock_offset_ms: number): string[] => [
    `kill -${starting.hand.end_signal} ${pidOf(node)}; wait ${pidOf(node)}`,
    ...startLines(starting, node, { clock_offset_ms }),
  ];
  const way = skew_ms < 0 ? 'behind' : 'ahead';
  return {
    ...DIRECT,
    inject: (starting) => ({
      does: `Restart node ${node} with its clock ${Math.abs(skew_ms) / 1000} s ${way}.`,
      commands: restarted(starting, skew_ms),
    }),
    heal: (starting) => ({ does: `Restart node ${node} with its clock right.`, commands: restarted(starting, 0) }),
  };
};

/** A stopped relay accepts and hands nothing on; killed, it loses what it held: as bytes that are dropped. */
const cutting = (pairs: readonly Pair[], does: string): HandFault => ({
  has_relays: true,
  killed: [],
  inject: () => ({ does: `${does}: stop the relays between them.`, commands: groups('-STOP', pairs) }),
  heal: () => ({
    does: 'Heal the cut: what the stopped relays still hold is lost, and new ones take their place.',
    commands: [...groups('-KILL', pairs), ...pairs.map(({ from, to }) => relayLine(from, to))],
  }),
});

const refusing = (pairs: readonly Pair[], does: string): HandFault => ({
  has_relays: true,
  killed: [],
  inject: () => ({ does: `${does}: end the relays between them.`, commands: groups('-KILL', pairs) }),
  heal: () => ({ does: 'Heal the cut.', commands: pairs.map(({ from, to }) => relayLine(from, to)) }),
});

const around = ({ nodes, cut_off }: CyclePlan): Pair[] =>
  orderedPairs(nodes).filter(({ from, to }) => cut_off.includes(from) !== cut_off.includes(to));

/** A relay has a process for each connection: all of its group. */
const groups = (signal: string, pairs: readonly Pair[]): string[] => [
  `kill ${signal} -- ${pairs.map(({ from, to }) => `-$${relayPid(from, to)}`).join(' ')}`,
];
