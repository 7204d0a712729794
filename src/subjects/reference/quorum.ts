// A write counts as acknowledged when W nodes have committed it as their newest version: this one and W-1 peers,
// before the deadline. Pushes that the answer did not wait for run on; the row stays here whatever the answer.

import type { Row } from './memory.ts';
import type { Peer } from './peer.ts';

export interface QuorumSettings {
  peers: readonly Peer[];
  /** W, this node included; 0 means that no write waits for anyone. */
  writes: number;
  timeout_ms: number;
  sender: string;
}

export interface QuorumResult {
  met: boolean;
  /** Nodes known to hold the row when the answer was due, this one included. */
  got: number;
  needed: number;
  reason: 'timeout' | 'unreachable' | 'superseded' | null;
  /** What a peer has in the place of the row, where that kept the quorum from being met. */
  newer: Row | null;
}

/** W as this cluster can mean it: at least this node, at most all of them. */
export const clampWrites = (writes: number, peers: number): number => Math.min(Math.max(writes, 1), peers + 1);

/** Pushes a committed row to every peer and resolves once the outcome is certain. */
export function replicate(row: Row, settings: QuorumSettings): Promise<QuorumResult> {
  const { peers, writes, timeout_ms, sender } = settings;
  const needed = clampWrites(writes, peers.length);
  let got = 1;
  let pending = peers.length;
  return new Promise((resolve) => {
    const settle = (reason: QuorumResult['reason'], newer: Row | null = null) => {
      clearTimeout(deadline);
      resolve({ met: got >= needed, got, needed, reason: got >= needed ? null : reason, newer });
    };
    const deadline = setTimeout(() => settle('timeout'), timeout_ms);
    const judge = () => {
      if (got >= needed) settle(null);
      else if (pending === 0) settle('unreachable');
    };
    for (const peer of peers) {
      peer
        .push(row, sender, timeout_ms)
        .then(({ held, newer }) => {
          if (newer) settle('superseded', newer);
          else if (held) got += 1;
        })
        // a peer that missed its push gets the row when it catches up
        .catch(() => {})
        .finally(() => {
          pending -= 1;
          judge();
        });
    }
    judge();
  });
}
