// The networks of one cluster: one for each node, joined to the clients' own by a bridge. They are files in the run's
// folder onto which namespaces are mounted, seen by this private space alone.

import { join } from 'node:path';
import { execa } from 'execa';
import { NODE_NAMES, type NodeName } from '../../../contract/names.ts';
import { SYSTEM_PATH } from '../../../machine/private-space.ts';
import { peersOf } from '../transport.ts';
import { tableOf } from './filter.ts';

const COMMAND_MS_MAX = 20_000;

export interface Networks {
  addressOf(node: NodeName): string;
  /** The command that starts another one in the network of a node. */
  enter(node: NodeName): string[];
  /** `nft` in the network of a node. */
  filter(node: NodeName, args: readonly string[], input?: string): Promise<string>;
  /** `tc` in the network of a node. */
  queue(node: NodeName, args: readonly string[], input?: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * @param number of the cluster, from 0 to 255, which no other has at the same time
 * @param folder an empty one of the run
 */
export async function openNetworks(number: number, folder: string, nodes: readonly NodeName[]): Promise<Networks> {
  const bridge = `ph${number}`;
  const fileOf = (node: NodeName): string => join(folder, node);
  const addressOf = (node: NodeName): string => `10.77.${number}.${11 + NODE_NAMES.indexOf(node)}`;
  const enter = (node: NodeName): string[] => ['nsenter', `--net=${fileOf(node)}`, '--'];
  const endOf = (node: NodeName): string => `${bridge}${node}`;
  const close = async (): Promise<void> => {
    // by name: a namespace that nobody uses any more takes its end of a wire along only after a while
    const links = [...nodes.map(endOf), bridge].map((link) => `link delete ${link}\n`);
    await run(['ip', '-force', '-batch', '-'], links.join('')).catch(() => {});
    await run(['sh', '-c', nodes.map((node) => `umount ${fileOf(node)}`).join('; ')]).catch(() => {});
  };
  try {
    await run(['ip', '-batch', '-'], bridgeOf(bridge, number));
    for (const node of nodes) {
      await run(['sh', '-c', `: >${fileOf(node)} && unshare --net=${fileOf(node)} true`]);
      await run(['ip', '-batch', '-'], outerEnd(endOf(node), bridge, fileOf(node)));
      await run([...enter(node), 'ip', '-batch', '-'], innerEnd(addressOf(node)));
      await run([...enter(node), 'nft', '-f', '-'], tableOf(peersOf(nodes, node), addressOf));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    addressOf,
    enter,
    close,
    filter: (node, args, input) => run([...enter(node), 'nft', ...args], input),
    queue: (node, args, input) => run([...enter(node), 'tc', ...args], input),
  };
}

const bridgeOf = (bridge: string, number: number): string =>
  [`link add ${bridge} type bridge`, `addr add 10.77.${number}.1/24 dev ${bridge}`, `link set ${bridge} up`, ''].join(
    '\n',
  );

const outerEnd = (end: string, bridge: string, file: string): string =>
  [
    `link add ${end} type veth peer name eth0 netns ${file}`,
    `link set ${end} master ${bridge}`,
    `link set ${end} up`,
    '',
  ].join('\n');

const innerEnd = (address: string): string =>
  ['link set lo up', `addr add ${address}/24 dev eth0`, 'link set eth0 up', ''].join('\n');

async function run([command = '', ...args]: readonly string[], input = ''): Promise<string> {
  const env = { PATH: SYSTEM_PATH };
  const { exitCode, stdout, stderr, message } = await execa(command, args, {
    ...{ env, input, reject: false, timeout: COMMAND_MS_MAX },
  });
  if (exitCode === 0) return stdout;
  throw new Error(`expected ${[command, ...args].join(' ')} to work, found ${stderr || message}`);
}
