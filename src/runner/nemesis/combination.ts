// Two faults at once, as one class: both are injected, both have to bring their proof. It is asked for as `a+b` and named
// `a_and_b`, since a name is part of addresses and of check ids. Two faults can be combined where neither hits what the
// other needs: whoever is killed sends nothing whose loss could be counted.

import type { NodeName } from '../../contract/names.ts';
import type { Effect, FaultClass, FaultContext, PreparedFault, Reading } from './fault.ts';

const AND = '_and_';

type Target = 'wires' | 'primary' | 'peer';

/** What a class hits, or needs whole. They are injected in this order: a clock is moved and read while there is a quorum. */
const TARGETS: Readonly<Record<string, readonly Target[]>> = {
  clock_skew_peer: ['peer'],
  pause_peer: ['peer'],
  pause_primary: ['primary'],
  kill_primary_mid_write: ['primary'],
  power_loss: ['primary'],
  partition_minority: ['wires'],
  partition_refused: ['wires'],
  partition_bridge: ['wires'],
  partition_all: ['wires'],
  packet_loss: ['wires'],
};
const ORDER = Object.keys(TARGETS);

/** @param name as it is asked for or as it is called */
export const partsOf = (name: string): string[] => name.split(name.includes('+') ? '+' : AND);

/** @throws Error that says why the two cannot be injected at once */
export function combined(one: FaultClass, other: FaultClass): FaultClass {
  const [first, second] = ORDER.indexOf(one.name) <= ORDER.indexOf(other.name) ? [one, other] : [other, one];
  demandApart(first.name, second.name);
  return {
    name: `${first.name}${AND}${second.name}`,
    does: `${first.does}; and at once ${second.does}`,
    ...(first.layered || second.layered ? { layered: true } : {}),
    available(...asked) {
      const found = first.available(...asked);
      return found.available ? second.available(...asked) : found;
    },
    effect: (plan) => together(first.effect(plan), second.effect(plan), plan.nodes),
    prepare: (context) => both(context, first.prepare(context), second.prepare(context)),
  };
}

function demandApart(...names: [string, string]): void {
  for (const name of names) {
    if (!(name in TARGETS)) throw new Error(`expected two faults of ${ORDER.join(', ')}; found ${name}`);
  }
  const [first, second] = names.map((name) => TARGETS[name] ?? []);
  const shared = first?.filter((target) => second?.includes(target)) ?? [];
  if (shared.length > 0) {
    throw new Error(`expected two faults that hit different things; found ${names.join(' and ')}, both on ${shared}`);
  }
}

/** What neither of the two leaves is gone. */
export function together(one: Effect, other: Effect, nodes: readonly NodeName[]): Effect {
  const killed = [...new Set([...one.killed, ...other.killed])];
  const silent = [...new Set([...one.silent, ...other.silent])];
  const isThere = (node: NodeName): boolean => !killed.includes(node) && !silent.includes(node);
  const joined = one.joined.filter((node) => other.joined.includes(node) && isThere(node));
  const peers_in_reach: Effect['peers_in_reach'] = { ...other.peers_in_reach };
  for (const node of nodes) {
    const [own, others] = [one.peers_in_reach[node], other.peers_in_reach[node]];
    if (own) peers_in_reach[node] = others ? own.filter((peer) => others.includes(peer)) : own;
    // whether its quorum is out of reach could not be seen: it answers nobody
    if (silent.includes(node)) delete peers_in_reach[node];
  }
  return { peers_in_reach, killed, silent, joined: joined.length > 0 ? joined : nodes.filter(isThere) };
}

function both({ cluster }: FaultContext, first: PreparedFault, second: PreparedFault): PreparedFault {
  return {
    async inject() {
      await first.inject();
      await second.inject();
    },
    async heal(): Promise<Reading> {
      for (const fault of [first, second]) await fault.witness?.();
      // no node is proven healthy behind a wire that the other fault still cuts
      await cluster.wires.open();
      // side by side, since each of them waits for all nodes, and so for what the other undoes
      const readings = await Promise.all([healed(first), healed(second)]);
      const failed = readings.find((reading) => reading instanceof Error);
      if (failed) throw failed;
      const [one, other] = readings as [Reading, Reading];
      return {
        kind: `${one.kind}${AND}${other.kind}`,
        took_effect: one.took_effect && other.took_effect,
        healed: one.healed && other.healed,
        detail: `${one.detail}; and ${other.detail}`,
      };
    },
  };
}

/** One that does not heal keeps the other from nothing. */
const healed = (fault: PreparedFault): Promise<Reading | Error> =>
  fault.heal().catch((error) => (error instanceof Error ? error : new Error(String(error))));
