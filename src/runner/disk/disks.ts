// The disks of a cluster's nodes, with a layer between (layer.c): it knows what a loss of power would take from a node's
// folder, and refuses writes there on demand. It works without any rights, wherever the node runs, on whatever calls the C
// library; a node into which it cannot be loaded has no such disk, and says so at its start.

import { mkdir, open, readFile, realpath, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NodeName } from '../../contract/names.ts';
import type { Place } from '../../machine/place.ts';
import { makeLibrary } from './library.ts';
import { type Dropped, putBack } from './put-back.ts';

/** What a disk refuses. */
export type Refusing = 'nothing' | 'no_space' | 'read_only';
const REFUSING: readonly Refusing[] = ['nothing', 'no_space', 'read_only'];

/** What the layer counted on one disk since its last loss of power. */
export interface Counted {
  /** The process into which it was loaded last. */
  pid: number;
  /** Calls that changed bytes, and calls that made them durable. */
  writes: number;
  syncs: number;
  refused: number;
  /** Changes that it could not write down, so that they cannot be taken back. */
  unrecorded: number;
}

export interface Disks {
  /** Where a node runs, with the layer between it and its disk. */
  placeOf(node: NodeName, place: Place): Place;
  /** Before every start: a disk that refuses nothing. */
  prepare(node: NodeName, data_dir: string): Promise<void>;
  /** @throws Error where the layer is not in this process, which owns the node's data */
  demand(node: NodeName, pid: number): Promise<void>;
  refuse(node: NodeName, what: Refusing): Promise<void>;
  counted(node: NodeName): Promise<Counted>;
  /** Takes what was not durable from the folder of a node whose process is gone. */
  losePower(node: NodeName): Promise<Dropped & Counted>;
}

/** The page that the layer shares with us: numbers of 8 bytes, in the order of `struct control`. */
const PAGE_BYTES = 4096;
const [AT_REFUSING, AT_PID, AT_LOG_BYTES, AT_REFUSED, AT_WRITES, AT_SYNCS, AT_UNRECORDED] = [0, 1, 3, 4, 5, 6, 8];

/** Puts the library before what others preload, and becomes the program. */
const PRELOAD = ['sh', '-c', 'LD_PRELOAD="$0:$LD_PRELOAD" exec "$@"'];

/** @param dir of the cluster, on the file system of the nodes' data: names of files are kept there by links */
export async function openDisks(dir: string): Promise<Disks> {
  await mkdir(dir, { recursive: true });
  const library = join(dir, 'layer.so');
  await makeLibrary(library);
  const folders = new Map<NodeName, string>();
  const ledgerOf = (node: NodeName): string => join(dir, `${node}.disk`);
  const pageOf = (node: NodeName): string => join(ledgerOf(node), 'control');
  const numbers = async (node: NodeName): Promise<(at: number) => number> => {
    const page = await readFile(pageOf(node));
    return (at) => Number(page.readBigUInt64LE(at * 8));
  };
  const counted = async (node: NodeName): Promise<Counted> => {
    const at = await numbers(node);
    const [pid, writes, syncs] = [at(AT_PID), at(AT_WRITES), at(AT_SYNCS)];
    return { pid, writes, syncs, refused: at(AT_REFUSED), unrecorded: at(AT_UNRECORDED) };
  };
  const begin = async (node: NodeName): Promise<void> => {
    const ledger = ledgerOf(node);
    await rm(ledger, { recursive: true, force: true });
    await mkdir(join(ledger, 'kept'), { recursive: true });
    await writeFile(join(ledger, 'log'), '');
    await writeFile(pageOf(node), Buffer.alloc(PAGE_BYTES));
  };
  const refuse = async (node: NodeName, what: Refusing): Promise<void> => {
    const number = Buffer.alloc(8);
    number.writeBigUInt64LE(BigInt(REFUSING.indexOf(what)));
    const page = await open(pageOf(node), 'r+');
    await page.write(number, 0, number.length, AT_REFUSING * 8);
    await page.close();
  };

  return {
    placeOf: (node, { host, enter }) => ({
      host,
      // node's own loop would otherwise ask the kernel by io_uring, of which no library hears
      enter: [
        ...[...enter, 'env', `PROOFHOUSE_LEDGER=${ledgerOf(node)}`, `PROOFHOUSE_DATA=${folders.get(node)}`],
        ...['UV_USE_IO_URING=0', ...PRELOAD, library],
      ],
    }),
    async prepare(node, data_dir) {
      if (!folders.has(node)) await begin(node);
      folders.set(node, await realpath(data_dir));
      await refuse(node, 'nothing');
    },
    async demand(node, pid) {
      const found = (await counted(node)).pid;
      if (found === pid) return;
      throw new Error(
        `expected the layer between node ${node} and its disk in process ${pid}, found it in ${found === 0 ? 'none' : found}: is the program linked statically, or run with more rights?`,
      );
    },
    refuse,
    counted,
    async losePower(node) {
      const folder = folders.get(node);
      if (folder === undefined) throw new Error(`node ${node} was never started`);
      const at = await numbers(node);
      const log = join(ledgerOf(node), 'log');
      // what was being written down when the process ended is no change yet
      await truncate(log, at(AT_LOG_BYTES));
      const dropped = await putBack(folder, join(ledgerOf(node), 'kept'), await readFile(log));
      const result = { ...dropped, ...(await counted(node)) };
      await begin(node);
      return result;
    },
  };
}
