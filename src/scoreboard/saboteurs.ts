// Pieces of the harness that do their work badly, one at a time. Such a one is caught where the harness refuses to judge
// or accuses the sound subject, and where a planted defect goes unseen: for that the canary and this scoreboard are there.

import { VALID } from '../checkers/checker.ts';
import { CHECKERS } from '../checkers/list.ts';
import type { AnomalyName } from '../contract/anomalies.ts';
import { type HarnessParts, REAL_PARTS } from '../runner/harness-parts.ts';
import type { FaultClass, PreparedFault } from '../runner/nemesis/fault.ts';
import type { Client, NodeSettings, Subject } from '../subjects/subject.ts';
import { undecidedName } from './observed.ts';

export interface Saboteur {
  id: string;
  does: string;
  class: string;
  cycles: number;
  parts?: HarnessParts;
  /** What it makes of the subject as the harness sees it. */
  subject?(sound: Subject): Subject;
  /** Must be among what the sound subject is said to do; or, with `blinds`, is what that defect raises and must be seen. */
  expected: string;
  /** A defect that is planted with it. */
  blinds?: string;
}

type Change = (prepared: PreparedFault) => PreparedFault;

/** The fault classes with what they prepare changed. */
const nemesis = (change: Change): HarnessParts => ({
  ...REAL_PARTS,
  faultClass(name): FaultClass {
    const sound = REAL_PARTS.faultClass(name);
    return { ...sound, prepare: (context) => change(sound.prepare(context)) };
  },
});

const checkersBut = (name: AnomalyName): HarnessParts => ({
  ...REAL_PARTS,
  checkers: CHECKERS.map((checker) => (checker.name === name ? { ...checker, check: () => VALID } : checker)),
});

const clients =
  (change: (client: Client) => Partial<Client>) =>
  (sound: Subject): Subject => ({
    ...sound,
    client(node) {
      const client = sound.client(node);
      return { ...client, ...change(client) };
    },
  });

const starts =
  (change: (settings: NodeSettings) => NodeSettings) =>
  (sound: Subject): Subject => ({
    ...sound,
    start: (settings, ready_ms_max) => sound.start(change(settings), ready_ms_max),
  });

const NOT_INJECTED = undecidedName('injected');
const PARTITION = 'partition_minority';

export const SABOTEURS: readonly Saboteur[] = [
  {
    id: 'idle-nemesis',
    does: 'injects nothing',
    class: PARTITION,
    cycles: 1,
    parts: nemesis((prepared) => ({ ...prepared, inject: async () => {} })),
    expected: NOT_INJECTED,
  },
  {
    id: 'never-heals',
    does: 'says that it healed, and leaves the wires cut',
    class: PARTITION,
    cycles: 1,
    parts: nemesis(({ inject }) => ({
      inject,
      heal: async () => ({ kind: 'relay_bytes_dropped', took_effect: true, healed: true, detail: 'so it says' }),
    })),
    expected: 'missing',
  },
  {
    id: 'receipt-always-true',
    does: 'injects nothing, and has a receipt for it',
    class: PARTITION,
    cycles: 1,
    parts: nemesis(({ heal }) => ({
      inject: async () => {},
      heal: async () => ({ ...(await heal()), took_effect: true, healed: true }),
    })),
    expected: 'acked_without_quorum',
  },
  {
    id: 'checker-returns-true',
    does: 'finds every killed node’s data whole, without looking',
    class: 'kill_primary_mid_write',
    cycles: 2,
    parts: checkersBut('forgotten'),
    expected: 'forgotten',
    blinds: 'forgets-store',
  },
  {
    id: 'swallowed-error',
    does: 'takes a write that was refused or never answered for an acked one',
    class: PARTITION,
    cycles: 1,
    subject: clients((client) => ({
      async create(memory, ...rest) {
        const outcome = await client.create(memory, ...rest);
        return outcome.type === 'ok' ? outcome : { type: 'ok', value: { id: crypto.randomUUID() } };
      },
    })),
    expected: 'lost',
  },
  {
    id: 'counts-by-one-list',
    does: 'reads a node by one list request, with the limit that the subject has by itself',
    class: PARTITION,
    cycles: 1,
    subject: clients((client) => ({
      all: (namespace, timeout_ms) => client.listOnce(namespace ?? '', timeout_ms),
    })),
    expected: 'unlisted',
  },
  {
    id: 'clock-not-moved',
    does: 'asks for another clock, and the process goes by the old one',
    class: 'clock_skew_peer',
    cycles: 1,
    subject: starts((settings) => ({ ...settings, clock_offset_ms: 0 })),
    expected: NOT_INJECTED,
  },
  {
    id: 'stage-without-barrier',
    does: 'reads the nodes while clients go on writing',
    class: PARTITION,
    cycles: 1,
    parts: {
      ...REAL_PARTS,
      startClients: (settings) => ({ ...REAL_PARTS.startClients(settings), rest: async () => {} }),
    },
    expected: undecidedName('lost'),
  },
];
