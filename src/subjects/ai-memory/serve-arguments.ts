// The command line of a node.

import type { NodeSettings } from '../subject.ts';
import { databaseIn } from './command-line.ts';
import type { Program } from './program.ts';

type Arguments = Omit<NodeSettings, 'log_file' | 'disk_may_fail'>;

/** The program counts in whole seconds. */
export const CATCH_UP_SECS_MIN = 1;

/** @param db the file of its store */
export const serveArguments = (
  { catches_up }: Pick<Program, 'catches_up'>,
  node: Arguments,
  db = databaseIn(node.data_dir),
): string[] => [
  ...['--db', db, 'serve', '--host', node.place.host, '--port', String(node.port)],
  ...(node.peers.length === 0 ? [] : quorum(node)),
  ...(node.catchup_interval_secs === null || !catches_up
    ? []
    : ['--catchup-interval-secs', String(wholeSeconds(node.catchup_interval_secs))]),
];

const quorum = ({ peers, quorum_writes, quorum_timeout_ms }: Arguments): string[] => [
  ...['--quorum-writes', String(quorum_writes), '--quorum-timeout-ms', String(quorum_timeout_ms)],
  ...['--quorum-peers', peers.join(',')],
];

/** 0 switches catching up off: a fraction of a second must not. */
const wholeSeconds = (secs: number): number => (secs === 0 ? 0 : Math.max(CATCH_UP_SECS_MIN, Math.round(secs)));
