// The subjects, each with one thing wrong: the reference subject as it is but for what SABOTEUR names.

import { createServer } from 'node:net';
import type { Program } from '../../../src/machine/run.ts';
import { openSubject as openReal } from '../../../src/subjects/registry.ts';
import type { Client, NodeProcess, Subject, SubjectSettings } from '../../../src/subjects/subject.ts';

export * from '../../../src/subjects/registry.ts';

const PEER_DIES_AFTER_ACKS = 5;

export function openSubject(name: string, settings: SubjectSettings): Subject {
  const saboteur = SABOTEURS[process.env.SABOTEUR ?? ''];
  return saboteur ? saboteur(name, settings) : openReal(name, settings);
}

const SABOTEURS: Record<string, (name: string, settings: SubjectSettings) => Subject> = {
  'start-hangs': startingWith((program) => ({ ...program, command: 'sleep', args: ['600'] })),
  'start-fails': startingWith((program) => ({
    ...program,
    command: 'sh',
    args: ['-c', 'echo "no room at the inn" >&2; exit 7'],
  })),
  'ports-taken': withPortsTaken,
  'writes-nothing': withClients(() => ({
    create: async () => ({ type: 'fail', code: 'quorum_not_met', detail: 'as always' }),
  })),
  'peer-stays-dead': withDyingPeer,
};

/** Every node is started as another program. */
function startingWith(change: (program: Program) => Program) {
  return (name: string, settings: SubjectSettings): Subject => {
    const run = Object.create(settings.run, {
      spawn: { value: (program: Program) => settings.run.spawn(isNode(program) ? change(program) : program) },
    });
    return openReal(name, { ...settings, run });
  };
}

const isNode = ({ args }: Program): boolean => args.includes('serve');

/** Somebody takes the port of every node that is started, once for each, after it was chosen. */
function withPortsTaken(name: string, settings: SubjectSettings): Subject {
  const subject = openReal(name, settings);
  const robbed = new Set<string>();
  return {
    ...subject,
    async start(node, ready_ms_max) {
      if (!robbed.has(node.name)) {
        robbed.add(node.name);
        await new Promise<void>((resolve) => createServer().listen(node.port, '127.0.0.1', resolve).unref());
      }
      return subject.start(node, ready_ms_max);
    },
  };
}

function withClients(change: (client: Client) => Partial<Client>) {
  return (name: string, settings: SubjectSettings): Subject => {
    const subject = openReal(name, settings);
    return {
      ...subject,
      client(node) {
        const client = subject.client(node);
        return { ...client, ...change(client) };
      },
    };
  };
}

/** Node c dies for good while writes go on. */
function withDyingPeer(name: string, settings: SubjectSettings): Subject {
  const peers: NodeProcess[] = [];
  let acks = 0;
  const subject = withClients((client) => ({
    async create(memory, agent, timeout_ms) {
      const outcome = await client.create(memory, agent, timeout_ms);
      if (outcome.type === 'ok' && ++acks === PEER_DIES_AFTER_ACKS) peers.at(-1)?.signal('SIGKILL');
      return outcome;
    },
  }))(name, settings);
  return {
    ...subject,
    async start(node, ready_ms_max) {
      const started = await subject.start(node, ready_ms_max);
      if (node.name === 'c') peers.push(started);
      return started;
    },
  };
}
