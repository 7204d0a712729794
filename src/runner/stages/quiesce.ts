// Waits until nothing moves any more between the nodes: all hold the same rows, and two rounds of catch-up later they
// still do. Without catch-up nothing will make them equal; then it is enough that two looks in a row are.
// What still differs when the limit passes is the finding, not a fault of the wait.

import type { NodeName } from '../../contract/names.ts';
import type { ReadRow } from '../../history/ops.ts';
import { pause } from '../../machine/waiting.ts';
import type { AckedWrite } from '../workloads/clients.ts';
import { type Looking, listRows } from './look.ts';
import { QUIESCE_PROCESS } from './processes.ts';

export interface Quiescing {
  /** null: the subject does not catch up. */
  catchup_round_ms: number | null;
  limit_ms: number;
  signal: AbortSignal;
}

export type Quiet = 'equal' | 'unchanged' | 'limit';

/** A poll costs every node a list of its rows. */
const POLL_MS = 25;
/** Between the two looks of a subject that does not catch up: longer than a push that is still on its way. */
const STILL_MS = 400;
/** Rounds of catch-up in which nothing may change any more. */
export const QUIET_ROUNDS = 2;

export async function quiesce(looking: Looking, quiescing: Quiescing): Promise<Quiet> {
  const { catchup_round_ms, signal } = quiescing;
  const ends = performance.now() + quiescing.limit_ms;
  const converged = new Set<NodeName>();
  const still_ms = catchup_round_ms === null ? STILL_MS : QUIET_ROUNDS * catchup_round_ms;
  let before = await lookAtAll(looking, converged);
  while (performance.now() < ends) {
    const settled = catchup_round_ms === null ? true : before.equal;
    await pause(settled ? still_ms : POLL_MS, signal);
    const now = await lookAtAll(looking, converged);
    const isSame = now.answered && now.print === before.print;
    if (settled && now.equal && isSame) return finish(looking, converged, 'equal');
    if (catchup_round_ms === null && isSame) {
      return finish(looking, converged, 'unchanged');
    }
    before = now;
  }
  return finish(looking, converged, 'limit');
}

interface LookAtAll {
  answered: boolean;
  /** Every node answered, and all hold the same rows. */
  equal: boolean;
  print: string;
}

async function lookAtAll(looking: Looking, converged: Set<NodeName>): Promise<LookAtAll> {
  const { nodes } = looking;
  const read = await Promise.all(nodes.map((node) => listRows(looking, node)));
  for (const [i, node] of nodes.entries()) noteConverged(looking, node, read[i] ?? null, converged);
  const prints = read.map((rows) => (rows ? printOf(rows) : null));
  const [first] = prints;
  const equal = first !== null && prints.every((print) => print === first);
  return { answered: !prints.includes(null), equal, print: JSON.stringify(prints) };
}

const printOf = (rows: readonly ReadRow[]): string =>
  rows
    .map((row) => row.join(' '))
    .toSorted()
    .join('\n');

/** The moment at which a node was first seen to hold every acked write, as it was sent. */
function noteConverged(
  looking: Looking,
  node: NodeName,
  rows: readonly ReadRow[] | null,
  converged: Set<NodeName>,
): void {
  if (rows === null || converged.has(node) || looking.signal.aborted) return;
  const byId = new Map(rows.map(([id, , digest]) => [id, digest]));
  const byKey = new Map(rows.map(([, key, digest]) => [key, digest]));
  const held = ({ id, key }: AckedWrite) => (id === null ? byKey.get(key) : byId.get(id));
  if (!looking.acked.every((write) => held(write) === write.digest)) return;
  converged.add(node);
  looking.history.append({ process: QUIESCE_PROCESS[node], f: 'converge', type: 'ok', value: { node } });
}

function finish(looking: Looking, converged: ReadonlySet<NodeName>, quiet: Quiet): Quiet {
  looking.signal.throwIfAborted();
  for (const node of looking.nodes.filter((one) => !converged.has(one))) {
    looking.history.append({ process: QUIESCE_PROCESS[node], f: 'converge', type: 'info', value: { node } });
  }
  return quiet;
}
