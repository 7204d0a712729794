// The nodes and the wires between them, wherever they run. A node that restarts keeps its data and its peers'
// addresses; where it must move to another port, its wires move with it.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { NODES, type NodeName } from '../../contract/names.ts';
import { LimitReached, waitFor } from '../../machine/waiting.ts';
import type { Client, NodeProcess, NodeSettings, Subject } from '../../subjects/subject.ts';
import { type Disks, openDisks } from '../disk/disks.ts';
import { PROXY } from '../network/proxy/wires.ts';
import type { Transport, Wires } from '../network/transport.ts';

export interface ClusterSettings {
  subject: Subject;
  /** Absent: the three of the protocol. */
  nodes?: readonly NodeName[] | undefined;
  /** Empty or absent; belongs to this cluster alone. */
  dir: string;
  quorum_writes: number;
  quorum_timeout_ms: number;
  catchup_interval_secs: number | null;
  /** Where the nodes run and what lies between them; absent: processes of this machine behind relays. */
  network?: Transport | undefined;
  /** Whether a layer lies between the nodes and their disks, for faults of disks; absent: not. */
  layered?: boolean | undefined;
}

export interface Cluster {
  readonly settings: ClusterSettings & Pick<Cluster, 'nodes'>;
  readonly nodes: readonly NodeName[];
  readonly wires: Wires;
  /** null: no layer lies between the nodes and their disks. */
  readonly disks: Disks | null;
  /** The node's process, or its last one where it is down. */
  node(name: NodeName): NodeProcess;
  /** The client of the node's present process. */
  client(name: NodeName): Client;
  /** How often the node was started before: what it showed in one life it must not lack in the same. */
  life(name: NodeName): number;
  isUp(name: NodeName): boolean;
  /** Ends a node at once, and resolves when the process is gone. */
  kill(name: NodeName): Promise<{ signal: NodeJS.Signals | null }>;
  /** Ends it in its own orderly way. */
  stop(name: NodeName): Promise<void>;
  /** Starts a node again on its own data; ends it first where it still runs; its clock then is off by `clock_offset_ms`. */
  restart(name: NodeName, clock_offset_ms?: number): Promise<void>;
  /** Resolves when every node answers, directly and over every wire. */
  healthy(limit_ms: number, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export const READY_MS_MAX = 15_000;
export const STOP_MS_MAX = 5_000;
const HEALTH_MS_MAX = 2_000;

interface Member {
  process: NodeProcess;
  client: Client;
  port: number;
  life: number;
  up: boolean;
}

export async function openCluster(settings: ClusterSettings): Promise<Cluster> {
  const { subject, nodes = NODES, dir, network = PROXY, layered = false } = settings;
  const disks = layered ? await openDisks(dir) : null;
  const wires = await network.open(nodes);
  const members = new Map<NodeName, Member>();

  /** Starts under way, by node: whoever ends a node waits for them, since until then nobody knows the process. */
  const starting = new Map<NodeName, Promise<void>>();

  function start(name: NodeName, clock_offset_ms: number): Promise<void> {
    const started = startNow(name, clock_offset_ms);
    starting.set(name, started);
    return started;
  }

  async function startNow(name: NodeName, clock_offset_ms: number): Promise<void> {
    const data_dir = join(dir, name);
    await mkdir(data_dir, { recursive: true });
    await disks?.prepare(name, data_dir);
    const node: Omit<NodeSettings, 'port'> = {
      name,
      data_dir,
      place: disks?.placeOf(name, wires.placeOf(name)) ?? wires.placeOf(name),
      peers: wires.peersOf(name),
      quorum_writes: settings.quorum_writes,
      quorum_timeout_ms: settings.quorum_timeout_ms,
      clock_offset_ms,
      catchup_interval_secs: settings.catchup_interval_secs,
      disk_may_fail: layered,
      log_file: join(dir, `${name}.log`),
    };
    const startOn = async (port: number) => ({ process: await subject.start({ ...node, port }, READY_MS_MAX), port });
    const started = await wires.onPort(startOn, members.get(name)?.port);
    await disks?.demand(name, started.process.pid).catch(async (error) => {
      started.process.signal('SIGKILL');
      await started.process.exited;
      throw error;
    });
    wires.aim(name, started.port);
    const last = members.get(name);
    await last?.client.close();
    const life = (last?.life ?? -1) + 1;
    const next: Member = { ...started, client: subject.client(started.process), life, up: true };
    members.set(name, next);
    void started.process.exited.then(() => {
      next.up = false;
    });
  }

  function member(name: NodeName): Member {
    const found = members.get(name);
    if (!found) throw new Error(`node ${name} was never started`);
    return found;
  }

  async function close(): Promise<void> {
    await Promise.allSettled(starting.values());
    const running = [...members.values()];
    // where it cannot be opened, what is closed below takes it along
    await wires.open().catch(() => {});
    await Promise.all(running.map((one) => one.client.close()));
    for (const one of running) one.process.signal('SIGKILL');
    await Promise.all(running.map((one) => one.process.exited));
    await wires.close();
  }

  // all of them settle before one failure ends the others: a node that is still starting could not be ended
  const starts = await Promise.allSettled(nodes.map((name) => start(name, 0)));
  const failed = starts.find((one) => one.status === 'rejected');
  if (failed) {
    await close();
    throw failed.reason;
  }

  return {
    settings: { ...settings, nodes },
    nodes,
    wires,
    disks,
    node: (name) => member(name).process,
    client: (name) => member(name).client,
    life: (name) => member(name).life,
    isUp: (name) => member(name).up,
    async kill(name) {
      member(name).process.signal('SIGKILL');
      return member(name).process.exited;
    },
    stop: (name) => subject.stop(member(name).process, STOP_MS_MAX),
    async restart(name, clock_offset_ms = 0) {
      await starting.get(name)?.catch(() => {});
      const { process } = member(name);
      process.signal('SIGKILL');
      await process.exited;
      await start(name, clock_offset_ms);
    },
    async healthy(limit_ms, signal) {
      let silent: string[] = [];
      const allAnswer = async (): Promise<boolean> => {
        silent = await silentOnes(subject, members, wires);
        return silent.length === 0;
      };
      const what = 'an answer of every node, directly and over every wire,';
      try {
        await waitFor(what, limit_ms, allAnswer, signal);
      } catch (error) {
        if (!(error instanceof LimitReached)) throw error;
        throw new LimitReached(`${error.message}; silent at the end: ${silent.join(', ')}`);
      }
    },
    close,
  };
}

/** Nodes and wires that do not answer, in words. */
async function silentOnes(subject: Subject, members: ReadonlyMap<NodeName, Member>, { all }: Wires): Promise<string[]> {
  const nodes = [...members].map(async ([name, { client }]) => ((await answers(client)) ? [] : [`node ${name}`]));
  const ways = all.map(async ({ from, to, url }) =>
    (await answersOver(subject, members.get(to), url())) ? [] : [`wire ${from}→${to}`],
  );
  return (await Promise.all([...nodes, ...ways])).flat();
}

/** Whether a node answers over a wire: on a connection of its own, so that an old one proves nothing. */
async function answersOver(subject: Subject, target: Member | undefined, url: string): Promise<boolean> {
  if (!target) return false;
  const { name, pid, data_dir, exited } = target.process;
  const client = subject.client({ name, pid, data_dir, exited, url, signal: (s) => target.process.signal(s) });
  try {
    return await answers(client);
  } finally {
    await client.close();
  }
}

const answers = async (client: Client): Promise<boolean> => (await client.health(HEALTH_MS_MAX)).type === 'ok';
