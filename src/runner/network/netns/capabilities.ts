// What of the kernel's network this machine offers inside a private space, found out by trying each once, and for each
// "no" what would help.

import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inSpace, SYSTEM_PATH, wayIn } from '../../../machine/private-space.ts';

export interface Capability {
  name: string;
  /** Without it there is no such network. */
  isNeeded: boolean;
  available: boolean;
  /** What it is for; where it is not there, what was found and what would help. */
  detail: string;
}

/** Programs, and the Debian package that brings each. */
const PROGRAMS = {
  ip: 'iproute2',
  nft: 'nftables',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
};

/** In words; null: every program is there. */
export function lackOfPrograms(): string | null {
  const missing = Object.entries(PROGRAMS).filter(([name]) => !isProgram(name));
  if (missing.length === 0) return null;
  const packages = [...new Set(missing.map(([, name]) => name))].join(' ');
  return `expected the programs ${Object.keys(PROGRAMS).join(', ')}, found no ${missing.map(([name]) => name).join(', ')}; Debian: apt-get install ${packages}`;
}

function isProgram(name: string): boolean {
  return SYSTEM_PATH.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

interface Question {
  name: string;
  isNeeded: boolean;
  for: string;
  helps: string;
  script: string;
}

const CHAIN = "nft 'table ip t { chain c { type filter hook output priority 0; }; }'";
const rule = (words: string): string => `${CHAIN} && nft 'add rule ip t c ${words}'`;
const pair = 'ip link add v0 type veth peer name v1';
const modules = (name: string): string => `a kernel with ${name} (modprobe, or another kernel)`;

const RATES_HELP = modules('sch_htb');
const RATES = [
  pair,
  'tc qdisc add dev v0 root handle 1: htb default 0',
  'tc class add dev v0 parent 1: classid 1:2 htb rate 64kbit',
  rule('meta priority set 0x10002'),
].join(' && ');

const QUESTIONS: readonly Question[] = [
  {
    name: 'veth and bridge',
    isNeeded: true,
    for: 'a network for each node',
    helps: modules('veth and bridge'),
    script: `ip link add br0 type bridge && ${pair}`,
  },
  {
    name: 'packets dropped',
    isNeeded: true,
    for: 'partitions, one direction of a wire',
    helps: modules('nf_tables'),
    script: rule('counter drop'),
  },
  {
    name: 'packets refused',
    isNeeded: true,
    for: 'partition_refused',
    helps: modules('nft_reject'),
    script: rule('meta l4proto tcp counter reject with tcp reset'),
  },
  {
    name: 'packets lost at random',
    isNeeded: true,
    for: 'drop_random_acks, packet_loss',
    helps: modules('nft_numgen'),
    script: rule('numgen random mod 100 < 5 counter drop'),
  },
  {
    name: 'connections by set',
    isNeeded: true,
    for: 'drop_random_acks',
    helps: modules('nft_dynset'),
    script:
      "nft 'table ip t { set s { type ipv4_addr; flags dynamic; size 9; }; chain c { type filter hook output priority 0; add @s { ip daddr }; }; }'",
  },
  {
    name: 'rate limits (htb)',
    isNeeded: false,
    for: 'narrow_link',
    helps: RATES_HELP,
    script: RATES,
  },
  {
    name: 'delay (netem)',
    isNeeded: false,
    for: 'no fault class: slow_link is injected by relays',
    helps: modules('sch_netem'),
    script: `${pair} && tc qdisc add dev v0 root netem delay 10ms`,
  },
];

/** Nothing where there is no private space: `reason` says why. */
export function capabilitiesInside(): { capabilities: Capability[] } | { reason: string } {
  const lack = lackOfPrograms();
  if (lack !== null) return { reason: lack };
  const way = wayIn();
  if ('reason' in way) return way;
  const capabilities = QUESTIONS.map(({ name, isNeeded, for: purpose, helps, script }): Capability => {
    const { status, stderr } = inSpace(way.line, ['sh', '-c', script]);
    if (status === 0) return { name, isNeeded, available: true, detail: `for: ${purpose}` };
    return {
      name,
      isNeeded,
      available: false,
      detail: `for: ${purpose}; found ${stderr.trim().split('\n')[0]}; would help: ${helps}`,
    };
  });
  return { capabilities };
}

let rates: string | null | undefined;

/** Inside a private space: why rates cannot be set, tried once in a network of its own; null: they can. */
export function lackOfRates(): string | null {
  if (rates !== undefined) return rates;
  const { status, stderr, error } = spawnSync('unshare', ['--net', 'sh', '-c', RATES], {
    encoding: 'utf8',
    env: { PATH: SYSTEM_PATH },
  });
  const found = error?.message ?? stderr.trim().split('\n')[0];
  rates = status === 0 ? null : `expected rate limits in the kernel, found ${found}; would help: ${RATES_HELP}`;
  return rates;
}
