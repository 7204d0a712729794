// The workloads that a cycle can run, each with as many clients as it has there. `create` always runs, and the cycle goes
// on until enough of its writes are acked; the others share the cycle. Another workload is a file and an entry here.

import type { NodeName } from '../../contract/names.ts';
import type { Schedule } from '../../contract/shrink.ts';
import type { Capabilities, Offered } from '../../subjects/subject.ts';
import { bulkWorkload } from './bulk.ts';
import { consolidateWorkload } from './consolidate.ts';
import { createWorkload } from './create.ts';
import { lessOf } from './less.ts';
import { linksWorkload } from './links.ts';
import type { Random } from './random.ts';
import { reviseWorkload } from './revise.ts';
import { searchWorkload } from './search.ts';
import { sessionsWorkload } from './sessions.ts';
import { nthNode, type Workload } from './workload.ts';

export interface CycleWorkloads {
  /** Keys begin with it; unique in the campaign. */
  prefix: string;
  /** Namespaces begin with it. */
  root: string;
  random: Random;
  nodes: readonly NodeName[];
  /** Nodes through which the clients write that join while the fault holds. */
  joined: readonly NodeName[];
  hold_ms: number;
  /** Less than all that the workloads do; absent: all of it. */
  schedule?: Schedule | undefined;
}

interface Known {
  does: string;
  /** Whether the subject offers what it needs. */
  needs(capabilities: Capabilities): Offered;
  of(settings: CycleWorkloads): Workload;
}

const BACKOFF_MS = { first: 30, max: 1_000 } as const;
/** Between two operations of a client while the fault is being injected. */
const INJECTING_MS = 100;
export const CONTENT_BYTES_MAX = 8_192;
/** Of versions of one row: what counts is which of them is there. */
const VERSION_BYTES_MAX = 512;

/** While a fault holds, every client makes about so many operations, spread over the whole of it. */
const OPS_WHILE_HELD = {
  create: 7,
  revise: 12,
  sessions: 20,
  search: 16,
  links: 12,
  bulk: 4,
  consolidate: 12,
} as const;
/**
 * Clients that never pause before the fault, more than any subject answers at once; and clients that join while it
 * holds, where all others may wait for an answer.
 */
const CLIENTS = {
  create: { clients: 15, joining: 9 },
  revise: { clients: 6, joining: 3 },
  // twice as many as nodes, each client with a node of its own
  sessions: { clients: 6, joining: 0 },
  search: { clients: 6, joining: 0 },
  links: { clients: 6, joining: 0 },
  // of those that store many rows at once
  bulk: { clients: 3, joining: 3 },
  consolidate: { clients: 3, joining: 3 },
} as const;
/** What each client of `sessions` does once the fault is healed. */
const AFTERWARDS = 10;
const BULK = { rows: 5, requests_per_client_max: 12 } as const;
/** Of shared keys: what one client does at most, however long the cycle lasts. */
const OPS_PER_CLIENT_MAX = 60;
/** The most that a client of any workload but `create` does. */
export const OPS_OF_CLIENT_MAX = 2 * OPS_PER_CLIENT_MAX + AFTERWARDS;

const pace = (hold_ms: number, ops_while_held: number): Workload['pace'] => ({
  backoff_ms: BACKOFF_MS.first,
  backoff_ms_max: BACKOFF_MS.max,
  injecting_ms: INJECTING_MS,
  holding_ms: hold_ms / ops_while_held,
});

/** Through every node in turn; those who join write where the fault is felt. */
const through =
  ({ nodes: all, joined }: CycleWorkloads, clients: number) =>
  (client: number): NodeName => {
    return nthNode(client < clients ? all : joined, client);
  };

const versionBytes = ({ schedule }: CycleWorkloads): number =>
  Math.min(VERSION_BYTES_MAX, schedule?.content_bytes ?? VERSION_BYTES_MAX);

const UNSAID: Offered = { available: false, reason: 'the subject does not say that it offers it' };

const KNOWN: Record<'create' | 'revise' | 'sessions' | 'search' | 'links' | 'bulk' | 'consolidate', Known> = {
  create: {
    does: 'stores rows of their own, through every node; a cycle goes on until enough of these are acked',
    needs: () => ({ available: true }),
    of: (settings) =>
      createWorkload({
        ...settings,
        ...CLIENTS.create,
        pace: pace(settings.hold_ms, OPS_WHILE_HELD.create),
        content_bytes_max: settings.schedule?.content_bytes ?? CONTENT_BYTES_MAX,
        agent: (client) => `ai:client-${client}`,
        node: through(settings, CLIENTS.create.clients),
        writes_per_client_max: Number.POSITIVE_INFINITY,
      }),
  },
  revise: {
    does: 'creates, updates, deletes, promotes and reads keys that all clients share, through every node',
    needs: ({ revises }) => revises,
    of: (settings) =>
      reviseWorkload({
        ...settings,
        ...CLIENTS.revise,
        pace: pace(settings.hold_ms, OPS_WHILE_HELD.revise),
        content_bytes_max: versionBytes(settings),
        agent: (client) => `ai:reviser-${client}`,
        node: through(settings, CLIENTS.revise.clients),
        ops_per_client_max: OPS_PER_CLIENT_MAX,
        keys_max: settings.schedule?.keys ?? null,
      }),
  },
  sessions: {
    does: 'reads what it wrote and what others wrote, through one node and another, before, in and after the fault',
    needs: ({ revises }) => revises,
    of: (settings) =>
      sessionsWorkload({
        ...settings,
        ...CLIENTS.sessions,
        afterwards: AFTERWARDS,
        pace: pace(settings.hold_ms, OPS_WHILE_HELD.sessions),
        content_bytes_max: versionBytes(settings),
        agent: (client) => `ai:session-${client}`,
        ops_per_client_max: 2 * OPS_PER_CLIENT_MAX,
      }),
  },
  search: {
    does: 'recalls and lists while others write, and what nodes hold at the end is recalled by its own words',
    needs: ({ revises }) => revises,
    of: (settings) =>
      searchWorkload({
        ...settings,
        ...CLIENTS.search,
        pace: pace(settings.hold_ms, OPS_WHILE_HELD.search),
        content_bytes_max: versionBytes(settings),
        agent: (client) => `ai:searcher-${client}`,
        ops_per_client_max: OPS_PER_CLIENT_MAX,
      }),
  },
  links: {
    does: 'links rows, and reads the links on the node that took them and on another',
    needs: ({ links = UNSAID }) => links,
    of: (settings) =>
      linksWorkload({
        ...settings,
        ...CLIENTS.links,
        pace: pace(settings.hold_ms, OPS_WHILE_HELD.links),
        content_bytes_max: versionBytes(settings),
        agent: (client) => `ai:linker-${client}`,
        ops_per_client_max: OPS_PER_CLIENT_MAX,
      }),
  },
  bulk: {
    does: 'stores several rows by one request',
    needs: ({ bulk = UNSAID }) => bulk,
    of: (settings) =>
      bulkWorkload({
        ...settings,
        ...CLIENTS.bulk,
        ...BULK,
        pace: pace(settings.hold_ms, OPS_WHILE_HELD.bulk),
        content_bytes_max: versionBytes(settings),
        agent: (client) => `ai:bulk-${client}`,
        node: through(settings, CLIENTS.bulk.clients),
      }),
  },
  consolidate: {
    does: 'puts one row in the place of two',
    needs: ({ consolidates = UNSAID }) => consolidates,
    of: (settings) =>
      consolidateWorkload({
        ...settings,
        ...CLIENTS.consolidate,
        pace: pace(settings.hold_ms, OPS_WHILE_HELD.consolidate),
        content_bytes_max: versionBytes(settings),
        agent: (client) => `ai:consolidator-${client}`,
        node: through(settings, CLIENTS.consolidate.clients),
        ops_per_client_max: OPS_PER_CLIENT_MAX,
      }),
  },
};

export type WorkloadName = keyof typeof KNOWN;
export const WORKLOAD_NAMES = Object.keys(KNOWN) as WorkloadName[];
export const isWorkload = (name: string): name is WorkloadName => Object.hasOwn(KNOWN, name);

export const clientsOf = (name: WorkloadName): { clients: number; joining: number } => CLIENTS[name];

export const workloadDoes = (name: WorkloadName): string => KNOWN[name].does;

/** Why each of the named workloads cannot run on this subject, of those that cannot. */
export const cannotRun = (names: readonly WorkloadName[], capabilities: Capabilities): Map<WorkloadName, string> =>
  new Map(
    names.flatMap((name) => {
      const needs = KNOWN[name].needs(capabilities);
      return needs.available ? [] : [[name, needs.reason] as const];
    }),
  );

/** Those of the named workloads that the subject offers what they need for; `create` first, named or not. */
export function workloadsOf(
  names: readonly WorkloadName[],
  capabilities: Capabilities,
  settings: CycleWorkloads,
): [Workload, ...Workload[]] {
  const cannot = cannotRun(names, capabilities);
  const others = names.filter((name) => name !== 'create' && !cannot.has(name));
  const { schedule } = settings;
  const made = (name: WorkloadName): Workload => lessOf(KNOWN[name].of(settings), schedule);
  return [made('create'), ...others.map(made)];
}
