// SIGKILL to a node while it catches up. It is cut off until the others hold rows that it lacks, then its wires are
// opened, and it is killed as soon as peers answered it with as many bytes as these rows have at least.
//
// The proof that catch-up was broken off is in two parts: the answers, on connections that the node opened itself, so
// that no push of a peer is among them; and the node's own data, read behind cut wires after the kill, where rows were
// still missing that another node gives.

import type { NodeName } from '../../contract/names.ts';
import { pause, waitFor } from '../../machine/waiting.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { peersOf } from '../network/transport.ts';
import { CUT } from '../network/treatment.ts';
import { ownOf } from '../stages/look.ts';
import {
  type Available,
  EFFECT_MS_MAX,
  type FaultClass,
  type FaultContext,
  HEAL_MS_MAX,
  NO_EFFECT,
  type PreparedFault,
  without,
} from './fault.ts';
import { across, availableOn } from './wires.ts';

/** Rows that the others must have acked while the node was cut off. */
const MISSED_ROWS_MIN = 20;
/** How long it may take the clients to write them. */
const MISSED_MS_MAX = 15_000;
/** A row with its names, times and text is longer than this on every wire. */
const ROW_BYTES_MIN = 200;
/** Catching up takes milliseconds: the kill must come within one. */
const POLL_MS = 1;
const READ_MS_MAX = 5_000;

export const killInCatchUp: FaultClass = {
  name: 'kill_in_catch_up',
  does: 'cuts one peer off until it lacks rows, opens its wires, and kills it while it catches up; later a restart on the same data',
  available({ catch_up, serves_alone }, network): Available {
    if (!catch_up.available) return { available: false, reason: catch_up.reason };
    if (serves_alone?.available === false) return { available: false, reason: serves_alone.reason };
    return availableOn(network, 'count answers');
  },
  effect: ({ nodes, peer }) => ({
    ...NO_EFFECT,
    peers_in_reach: without(nodes, peer),
    killed: [peer],
    joined: peersOf(nodes, peer),
  }),
  prepare,
};

function prepare({ cluster, plan, acked, catchup_round_ms, signal }: FaultContext): PreparedFault {
  const { peer } = plan;
  const { wires } = cluster;
  const pid = cluster.node(peer).pid;
  let missed: string[] = [];
  let answered = 0;
  let ended: NodeJS.Signals | null = null;

  /** Writes that the others acked since `from`, by the ids that they gave. */
  const missedSince = (from: number): string[] =>
    acked.slice(from).flatMap(({ id, node }) => (id !== null && node !== peer ? [id] : []));

  /** Bytes of answers, from which on rows of a page are among them. */
  const wanted = (): number => missed.length * ROW_BYTES_MIN;

  return {
    async inject() {
      await wires.treat(across([peer], plan.nodes, CUT));
      const from = acked.length;
      const enough = (): boolean => missedSince(from).length >= MISSED_ROWS_MIN;
      // where they never come, the kill follows all the same, and the reading says how few they were
      await waitFor('rows that the node lacks', MISSED_MS_MAX, enough, signal).catch(() => {});
      missed = missedSince(from);
      const before = wires.answersInto(peer);
      await wires.open();
      const ends = performance.now() + (catchup_round_ms ?? 0) + EFFECT_MS_MAX;
      while (answered < wanted() && performance.now() < ends) {
        await pause(POLL_MS, signal);
        answered = wires.answersInto(peer) - before;
      }
      ended = (await cluster.kill(peer)).signal;
    },
    async heal() {
      if (!cluster.isUp(peer)) {
        // the look inside did not come to start it
        await wires.isolate(peer);
        await cluster.restart(peer);
      }
      const lacking = await lackedBy(cluster, peer, missed);
      await wires.open();
      await cluster.healthy(HEAL_MS_MAX, signal);
      const { pid: now } = cluster.node(peer);
      return {
        kind: 'catch_up_broken_off',
        took_effect: ended === 'SIGKILL' && missed.length >= MISSED_ROWS_MIN && answered >= wanted() && lacking > 0,
        healed: now !== pid,
        detail: `node ${peer} was cut off while the others acked ${missed.length} writes; its wires were opened, peers answered it with ${answered} bytes, and pid ${pid} ended by ${ended ?? 'nothing'}; in its own data, read behind cut wires, ${lacking} of these rows were missing that another node gave; restarted as pid ${now}, answering directly and over every wire`,
      };
    },
  };
}

/** Of these rows, how many a node does not have and another one gives; what cannot be read proves nothing. */
async function lackedBy(cluster: Cluster, node: NodeName, ids: readonly string[]): Promise<number> {
  const [other = node] = peersOf(cluster.nodes, node);
  const given = async (at: NodeName, id: string): Promise<boolean | null> => {
    const found = await ownOf(cluster.client(at))(id, READ_MS_MAX);
    return found.type === 'ok' ? found.value !== null : null;
  };
  let lacking = 0;
  for (const id of ids) if ((await given(node, id)) === false && (await given(other, id)) === true) lacking += 1;
  return lacking;
}
