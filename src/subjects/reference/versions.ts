// Which version of a row is the newest: a hybrid logical clock. A stamp is the node's wall clock, or one step after the
// newest stamp that the node has written or heard of, whichever is later, and the node's own name. So a stamp is always
// after each one that its writer knew, however wrong its wall clock is, and no two nodes ever give the same one. The
// newest stamp that a store knows is in its rows: a node that starts again goes on from there.
// Peers are trusted: nothing bounds how far ahead a stamp that they send may be.

import { laterThan } from './clock.ts';

/** Gives the stamps of one node. */
export interface Versions {
  /** The node's name in them. */
  readonly node: string;
  /** The stamp of a version that is written now. */
  next(now: string): string;
  /** A stamp that another node gave. */
  hear(stamp: string): void;
}

const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}\+00:00@[0-9a-f]{0,12}$/;

/** Letters of the node's name in its stamps. */
export const NODE_CHARS = 12;

/**
 * @param node hexadecimal, other than that of every other node
 * @param newest the newest stamp that the node's store knows; null: none
 */
export function hybridVersions(node: string, newest: string | null): Versions {
  let last = newest === null ? '' : timeOf(newest);
  return {
    node,
    next(now) {
      last = last === '' ? now : laterThan(now, last);
      return stampOf(last, node);
    },
    hear(stamp) {
      const time = timeOf(stamp);
      if (time > last) last = time;
    },
  };
}

/** @param time in the store's own form, so that the order of stamps is that of their texts */
export const stampOf = (time: string, node: string): string => `${time}@${node}`;

export const isStamp = (text: string): boolean => STAMP.test(text);

const timeOf = (stamp: string): string => stamp.slice(0, stamp.indexOf('@'));
