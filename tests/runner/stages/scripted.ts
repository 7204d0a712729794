// A script on three nodes in memory, and what comes of it: for tests.

import { findingsOf } from '../../../src/checkers/findings.ts';
import { NODES } from '../../../src/contract/names.ts';
import { modelOf, rulesOf } from '../../../src/history/model.ts';
import type { CycleHistory } from '../../../src/history/ops.ts';
import type { Effect } from '../../../src/runner/nemesis/fault.ts';
import { memoryHistory } from '../../../src/runner/recorder.ts';
import { runScript } from '../../../src/runner/stages/script.ts';
import type { Script, ScriptResult } from '../../../src/runner/stages/script-settings.ts';
import { startClients } from '../../../src/runner/workloads/clients.ts';
import { createWorkload } from '../../../src/runner/workloads/create.ts';
import { randomOf } from '../../../src/runner/workloads/random.ts';
import type { MemoryCluster } from './memory-cluster.ts';

const ACKS = 60;

/** What catch-up does in the end: every row everywhere. */
function repair({ nodes }: MemoryCluster): void {
  const all = NODES.flatMap((node) => [...nodes[node].rows]);
  for (const node of NODES) for (const [id, row] of all) nodes[node].rows.set(id, row);
}

export function scriptOn(cluster: MemoryCluster, change: Partial<Script>, effect: Effect | null): Script {
  const random = randomOf(1, 'script');
  const said = cluster.done;
  return {
    cluster: cluster.cluster,
    history: memoryHistory(),
    acks_min: ACKS,
    startClients,
    injection: effect && {
      fault: 'x',
      effect,
      after_acks: 20,
      hold_ms: 50,
      ops_inside_min: 8,
      acks_before_kill_min: 5,
      prepare: () => ({
        async inject() {
          said.push('inject');
          for (const node of effect.killed) cluster.nodes[node].up = false;
          for (const [node, peers] of Object.entries(effect.peers_in_reach)) {
            if (peers.length === 0) cluster.nodes[node as 'a'].reaches.clear();
          }
        },
        async heal() {
          said.push('heal');
          for (const node of NODES) cluster.nodes[node].up = true;
          repair(cluster);
          return { kind: 'test', took_effect: true, healed: true, detail: '' };
        },
      }),
    },
    clients: {
      workloads: [
        createWorkload({
          clients: 6,
          joining: 3,
          pace: { backoff_ms: 5, backoff_ms_max: 20, injecting_ms: 1, holding_ms: 5 },
          prefix: 'k',
          root: 'r',
          random,
          content_bytes_max: 100,
          agent: () => 'ai:test',
          node: (client) => NODES[client % 3] ?? 'a',
          writes_per_client_max: 500,
        }),
      ],
      op_timeout_ms: 1_000,
      ops_max: { load: 2_000, hold: 300 },
      isFirstOfKind: () => true,
    },
    nodeLocal: new Set(),
    catchup_round_ms: null,
    quiesce_ms_max: 1_000,
    random,
    signal: new AbortController().signal,
    ...change,
  };
}

export async function ran(cluster: MemoryCluster, effect: Effect | null, change: Partial<Script> = {}) {
  const script = scriptOn(cluster, change, effect);
  const found: ScriptResult = await runScript(script);
  const model = modelOf(script.history.ops, rulesOf(2, 400));
  return { found, history: script.history, model, findings: findingsOf(model) };
}

/** Stages as they began, with everything else that has an order among them. */
export const linesOf = ({ ops }: CycleHistory): string[] =>
  ops.flatMap((op) => {
    if (op.f === 'stage' && op.type === 'invoke') return [op.value.stage];
    if (op.f === 'read') return [`read ${op.value.node} ${op.value.look}`];
    return [];
  });
