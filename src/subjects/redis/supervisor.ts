// What Sentinel does for a deployment of Redis, by one fixed rule. It asks each node directly, so no fault of the wires
// cuts it off: as Sentinels that are placed with the clients.
//
// The rule. A primary is lost where it gave no answer for `LOST_MS`, or where both others, of which one had a link to it
// before, had none for as long. If both others answer, the one with the higher replication offset becomes the primary; where these are equal, the
// lower name. Every other node that answers is told to replicate from it: the old primary as well, which then drops what
// it alone had. Nobody is promoted where not both answer.

import { NODE_NAMES, type NodeName } from '../../contract/names.ts';
import type { NodeSettings } from '../subject.ts';
import { Line, type Reply } from './line.ts';

const POLL_MS = 100;
const ASK_MS_MAX = 1_000;
export const LOST_MS = 1_000;

interface Watched {
  line: Line;
  isGone: boolean;
  peers: readonly string[];
}

/** What a node says of its part in the replication. */
interface View {
  isPrimary: boolean;
  /** Of a replica: the address it replicates from, and whether it has a link there. */
  from: string;
  hasLink: boolean;
  offset: number;
}

export interface Supervisor {
  readonly primary: NodeName;
  /** Watches a node that was started, instead of the one that had the name, until its process has exited. */
  watch(node: Pick<NodeSettings, 'name' | 'peers' | 'place' | 'port'>, exited: Promise<unknown>): void;
  /** Where a node finds the primary: one of the addresses that it was given for its peers. */
  addressFor(node: Pick<NodeSettings, 'name' | 'peers'>): URL | null;
}

/** @param signal ends it */
export function supervise(signal: AbortSignal): Supervisor {
  const watched = new Map<NodeName, Watched>();
  let primary: NodeName = 'a';
  let lost_since: number | null = null;
  /** Some other had a link to the present primary: until then nothing can be lost of it. */
  let wasLinked = false;
  let isAsking = false;

  async function round(): Promise<void> {
    const views = new Map(
      await Promise.all(
        [...watched].map(async ([name, one]) => [name, one.isGone ? null : await ask(one.line)] as const),
      ),
    );
    const others = [...watched.keys()].filter((name) => name !== primary);
    const answering = others.flatMap((name) => {
      const view = views.get(name);
      return view ? [{ name, view }] : [];
    });
    wasLinked ||= answering.some(({ view }) => view.hasLink && !view.isPrimary);
    const isCut = wasLinked && answering.length === others.length && answering.every(({ view }) => !view.hasLink);
    if (views.get(primary) && !isCut) lost_since = null;
    else lost_since ??= performance.now();
    if (lost_since !== null && performance.now() - lost_since >= LOST_MS && answering.length === others.length) {
      const [best] = answering.toSorted((x, y) => y.view.offset - x.view.offset || (x.name < y.name ? -1 : 1));
      if (best) primary = best.name;
      lost_since = null;
      wasLinked = false;
    }
    await Promise.all([...views].map(([name, view]) => (view ? put(name, view) : undefined)));
  }

  /** Gives a node the part that it has now, where it has another. */
  async function put(name: NodeName, view: View): Promise<void> {
    const { line, peers } = watched.get(name) ?? { peers: [] };
    const from = addressOf(name, peers, primary);
    if (name === primary) {
      if (!view.isPrimary) await order(line, ['NO', 'ONE']);
    } else if (from !== null && (view.isPrimary || view.from !== `${from.hostname}:${from.port}`)) {
      await order(line, [from.hostname, from.port]);
    }
  }

  const timer = setInterval(() => {
    const all = [...watched.values()];
    // a node and its peers: until all have begun nobody is asked
    const isAlone = all.some(({ peers }) => all.length <= peers.length) || all.every(({ isGone }) => isGone);
    if (isAsking || isAlone) return;
    isAsking = true;
    void round().finally(() => {
      isAsking = false;
    });
  }, POLL_MS);
  timer.unref();
  const end = (): void => {
    clearInterval(timer);
    for (const { line } of watched.values()) line.close();
  };
  signal.addEventListener('abort', end, { once: true });

  return {
    get primary() {
      return primary;
    },
    watch({ name, peers, place, port }, exited) {
      const one = { line: new Line(place.host, port), peers, isGone: false };
      watched.set(name, one);
      void exited.then(() => {
        one.isGone = true;
        one.line.close();
      });
    },
    addressFor: ({ name, peers }) => (name === primary ? null : addressOf(name, peers, primary)),
  };
}

/** A node is given its peers in the order of their names. */
function addressOf(name: NodeName, peers: readonly string[], wanted: NodeName): URL | null {
  const url = peers[NODE_NAMES.filter((other) => other !== name).indexOf(wanted)];
  return url === undefined ? null : new URL(url);
}

/** null: no answer. */
async function ask(line: Line): Promise<View | null> {
  try {
    const [info] = await line.call([['INFO', 'replication']], ASK_MS_MAX);
    return viewIn(info ?? null);
  } catch {
    return null;
  }
}

function viewIn(info: Reply): View {
  const said = new Map(
    String(info)
      .split('\r\n')
      .map((line): [string, string] => [line.split(':', 1)[0] ?? '', line.slice(line.indexOf(':') + 1)]),
  );
  return {
    isPrimary: said.get('role') === 'master',
    from: `${said.get('master_host')}:${said.get('master_port')}`,
    hasLink: said.get('master_link_status') === 'up',
    offset: Number(said.get('slave_repl_offset') ?? said.get('master_repl_offset') ?? 0),
  };
}

/** One that does not arrive is given again in the next round. */
async function order(line: Line | undefined, to: readonly string[]): Promise<void> {
  await line?.call([['REPLICAOF', ...to]], ASK_MS_MAX).catch(() => {});
}
