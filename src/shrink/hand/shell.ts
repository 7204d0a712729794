// Three nodes in one shell: their ports, the names of their process ids, and the lines that start, ask and end them.

import type { NodeName } from '../../contract/names.ts';
import { HERE } from '../../machine/place.ts';
import { peersOf } from '../../runner/network/transport.ts';
import type { Profile } from '../../runner/profiles.ts';
import type { ByHand } from '../../subjects/by-hand.ts';
import type { HttpCall } from '../../subjects/http-calls.ts';
import { quoted } from '../../subjects/shell-words.ts';

const PORTS: Record<NodeName, number> = { a: 7101, b: 7102, c: 7103, d: 7104, e: 7105 };
/** Nobody listens there. */
const NOBODY = 7195;
/** Longer than any quorum takes. */
const ANSWER_SECS_MAX = 5;

export const pidOf = (node: NodeName): string => `$${node.toUpperCase()}`;
export const urlOf = (node: NodeName): string => `http://${HERE.host}:${PORTS[node]}`;

/** The program between two nodes, by which what one sends the other can be held back. */
export const relayPort = (from: NodeName, to: NodeName): number => 100 * (PORTS[from] - 7028) + PORTS[to] - 7100;
export const relayPid = (from: NodeName, to: NodeName): string => `R_${from}${to}`.toUpperCase();

export const relayLine = (from: NodeName, to: NodeName): string =>
  `socat TCP-LISTEN:${relayPort(from, to)},bind=${HERE.host},fork,reuseaddr TCP:${HERE.host}:${PORTS[to]} & ${relayPid(from, to)}=$!`;

export interface Starting {
  hand: ByHand;
  profile: Profile;
  /** Whether relays lie between the nodes. */
  has_relays: boolean;
}

/** The lines that start a node and wait for it. @param alone nobody is at the addresses of its peers */
export function startLines(
  { hand, profile, has_relays }: Starting,
  node: NodeName,
  { clock_offset_ms = 0, alone = false } = {},
): string[] {
  const peers = peersOf(profile.nodes, node).map((peer, i) => {
    const port = alone ? NOBODY + i : has_relays ? relayPort(node, peer) : PORTS[peer];
    return `http://${HERE.host}:${port}`;
  });
  const { quorum_writes, quorum_timeout_ms, catchup_interval_secs } = profile;
  const command = hand.start({
    ...{ name: node, data_dir: node, place: HERE, port: PORTS[node], peers },
    ...{ quorum_writes, quorum_timeout_ms, catchup_interval_secs, clock_offset_ms },
  });
  return [`${command} >> ${node}.log 2>&1 & ${node.toUpperCase()}=$!`, ...untilItAnswers(hand, node)];
}

function untilItAnswers(hand: ByHand, node: NodeName): string[] {
  const health = hand.request('health', []);
  return health ? [`until curl -sf -o /dev/null ${urlOf(node)}${health.path}; do sleep 0.1; done`] : [];
}

/** Of ids that the person's own nodes give: the variable that holds each. */
export type Variables = ReadonlyMap<string, string>;

/** A request whose answer is shown with its time, and kept in answer.json. */
export function requestLine(node: NodeName, call: HttpCall, variables: Variables): string {
  const headers = Object.entries(call.headers ?? {}).map(([name, value]) => ` -H ${quoted(`${name}: ${value}`)}`);
  const body =
    call.body === undefined ? '' : ` -H 'content-type: application/json' -d ${withIds(inAscii(call.body), variables)}`;
  return `curl -s -m ${ANSWER_SECS_MAX} -o answer.json -w '%{http_code} after %{time_total} s\\n' -X ${call.method} ${addressOf(node, call, variables)}${headers.join('')}${body}`;
}

/** The status of a request. */
export const statusLine = (nodes: readonly NodeName[], call: HttpCall, variables: Variables): string[] =>
  nodes.map(
    (node) =>
      `echo "node ${node}: $(curl -s -m ${ANSWER_SECS_MAX} -o /dev/null -w '%{http_code}' ${addressOf(node, call, variables)})"`,
  );

/** What a node answers, on one line. */
export const answerLine = (nodes: readonly NodeName[], call: HttpCall, variables: Variables): string[] =>
  nodes.map((node) => `echo "node ${node}: $(curl -s -m ${ANSWER_SECS_MAX} ${addressOf(node, call, variables)})"`);

const addressOf = (node: NodeName, { path }: HttpCall, variables: Variables): string =>
  withIds(`${urlOf(node)}${path}`, variables);

/** JSON says the same with every other character as its number: no terminal and no page changes it then. */
const inAscii = (json: string): string =>
  json.replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The word, with the variable in the place of each id. */
function withIds(word: string, variables: Variables): string {
  let parts = [{ text: word, isVariable: false }];
  for (const [id, name] of variables) {
    parts = parts.flatMap((part) => {
      if (part.isVariable || !part.text.includes(id)) return [part];
      return part.text
        .split(id)
        .flatMap((text, i) => [
          ...(i > 0 ? [{ text: `"$${name}"`, isVariable: true }] : []),
          { text, isVariable: false },
        ]);
    });
  }
  return parts.map(({ text, isVariable }) => (isVariable || text === '' ? text : quoted(text))).join('') || "''";
}
