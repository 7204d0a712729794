// Which phase, and which fault class of phase 4, is meant to catch each planted defect, in how many cycles, and what
// it harms. What it should raise stands with the defect itself.

import type { OnKey } from '../history/keys.ts';
import type { Write } from '../history/model.ts';
import type { WorkloadName } from '../runner/workloads/in-cycle.ts';
import type { CyclePlan } from '../runner/workloads/schedule.ts';

export interface Planting {
  defect: string;
  phase: 1 | 2 | 3 | 4;
  /** Of phase 4. */
  class: string | null;
  workloads: readonly WorkloadName[];
  /** So many give the harness a chance of 95 % at least, by the share of cycles that named it when this was measured. */
  cycles: number;
  /** Whether a creation that a finding names on these nodes is one that the defect harmed. */
  harms?(write: Write, nodes: readonly string[]): boolean;
  /** The same of a key that clients share. */
  harmsKey?(ops: readonly OnKey[], nodes: readonly string[], plan: CyclePlan): boolean;
  /** Why nothing that a campaign does can show it. */
  escapes_because?: string;
}

const CREATE: readonly WorkloadName[] = ['create'];
const REVISE: readonly WorkloadName[] = ['create', 'revise'];

/** Of a defect that harms one row in seven: always the same ones, by their ids. */
const ONE_IN = 7;
/** A write that was never acked has no id that the harness knows. */
const isSpoiled = ({ id }: Write): boolean => id === null || Number.parseInt(id.slice(0, 8), 16) % ONE_IN === 0;
const isOnePrimary = ({ node }: Write, nodes: readonly string[]): boolean => node === 'a' && nodes.join() === 'a';
const isByWriter = ({ node }: Write, nodes: readonly string[]): boolean => nodes.join() === node;
const neverAloneOnWriter = ({ node }: Write, nodes: readonly string[]): boolean => nodes.join() !== node;
const acked = (ops: readonly OnKey[], kind: OnKey['kind']): number =>
  ops.filter((op) => op.kind === kind && op.outcome === 'acked').length;
const isAcked = (kind: OnKey['kind']) => (ops: readonly OnKey[]) => acked(ops, kind) > 0;
const throughNodes = (ops: readonly OnKey[]): Set<string> =>
  new Set(ops.filter(({ kind }) => kind !== 'get' && kind !== 'promote').map(({ node }) => node));

const create = (
  defect: string,
  fault: string,
  cycles: number,
  harms: NonNullable<Planting['harms']>,
  more: Partial<Planting> = {},
): Planting => ({ defect, phase: 4, class: fault, workloads: CREATE, cycles, harms, ...more });

const revise = (
  defect: string,
  fault: string,
  cycles: number,
  harmsKey: NonNullable<Planting['harmsKey']>,
  workloads = REVISE,
): Planting => ({ defect, phase: 4, class: fault, workloads, cycles, harmsKey });

const command = (defect: string, phase: 1 | 3): Planting => ({
  ...{ defect, phase, class: null },
  ...{ workloads: CREATE, cycles: 1 },
});

const [KILL, PARTITION, DROP, CLOCK, POWER, FULL] = [
  'kill_primary_mid_write',
  'partition_minority',
  'drop_random_acks',
  'clock_skew_peer',
  'power_loss',
  'disk_full',
] as const;

export const PLANTED: readonly Planting[] = [
  create('forgets-store', KILL, 2, isOnePrimary),
  create('acks-before-commit', KILL, 6, isOnePrimary),
  create('commits-seldom', KILL, 5, isOnePrimary),
  create('never-syncs', POWER, 2, isOnePrimary),
  create('acks-when-full', FULL, 4, isByWriter),
  create('acks-without-quorum', PARTITION, 4, isByWriter),
  create('counts-itself-twice', PARTITION, 4, isByWriter),
  create('acks-too-early', PARTITION, 4, () => true),
  create('takes-in-by-word', DROP, 4, isSpoiled),
  create('loses-catch-up-rows', PARTITION, 4, (write, nodes) => isSpoiled(write) && neverAloneOnWriter(write, nodes)),
  create('tells-by-second', PARTITION, 4, neverAloneOnWriter),
  create('tells-by-time', CLOCK, 24, neverAloneOnWriter),
  create('stops-at-quorum', DROP, 4, neverAloneOnWriter, {
    escapes_because:
      'the version promises W copies with an ack and the rest within a round of catch-up, and keeps both promises',
  }),
  create('acks-without-storing', DROP, 2, isSpoiled),
  create('takes-in-twice', DROP, 2, isSpoiled),
  create('mixes-up-contents', PARTITION, 4, isSpoiled),
  create('cuts-content', DROP, 2, () => true),
  create('makes-rows', DROP, 2, () => true),
  create('hides-from-lists', DROP, 2, isSpoiled),
  create('forgets-after-a-while', DROP, 4, () => true),
  create('skips-index-of-replicas', DROP, 2, ({ word }) => word !== null),
  create('rewrites-replicas', DROP, 2, (_, nodes) => nodes.join() === 'a,b,c'),
  create('answers-late', DROP, 2, ({ node }, nodes) => node !== null && nodes.includes(node)),
  revise('keeps-updates', DROP, 2, isAcked('update')),
  revise('keeps-links', DROP, 2, (ops) => acked(ops, 'create') === 1, ['create', 'links']),
  create('keeps-bulk-rows', DROP, 2, ({ isOfMany }) => isOfMany, { workloads: ['create', 'bulk'] }),
  revise('keeps-consolidations', DROP, 2, isAcked('delete'), ['create', 'consolidate']),
  revise('revives-deleted', DROP, 6, isAcked('delete')),
  revise('revives-at-start', CLOCK, 6, isAcked('delete')),
  revise('drops-tombstones', PARTITION, 6, isAcked('delete')),
  revise('takes-refused', DROP, 14, (ops) =>
    ops.some(({ kind, outcome }) => kind === 'update' && outcome === 'refused'),
  ),
  // through the node whose clock was moved, alone or beside others: put back, it stamps below its own older versions
  revise('wins-by-wall-clock', CLOCK, 4, (ops, _, { peer }) => throughNodes(ops).has(peer)),
  revise('prefers-own-version', DROP, 4, (ops) => throughNodes(ops).size > 1),
  revise('stores-beside', DROP, 2, (ops) => ops.filter(({ kind }) => kind === 'create').length > 1),
  revise('goes-back-at-start', CLOCK, 6, (ops, nodes, { peer }) => acked(ops, 'get') > 1 && nodes.join() === peer, [
    ...REVISE,
    'sessions',
  ]),
  command('restores-beside-old-log', 1),
  command('loses-newest-in-backup', 1),
  command('wrong-manifest', 1),
  command('offers-few-tools', 1),
  command('loses-migrated-row', 3),
  command('drops-migrated-field', 3),
  command('clamps-migration', 3),
];
