// What a cycle may come to do, so that it is seen what was really tried and what never was. Nothing is judged by it.

import { z } from 'zod';

/** By name, in words that go on from "a cycle in which". */
export const REACHED = {
  write_under_way_at_injection: 'a write was sent and not yet answered when the fault began to hold',
  acked_under_fault: 'a write was acked while the fault held',
  refused_under_fault: 'a node refused a write for want of its quorum while the fault held',
  never_answered: 'an operation never got a definite answer',
  both_sides_written: 'clients wrote through a node that was out of reach of its quorum, and through another, at once',
  repaired: 'a node that lacked an acked write inside the fault held it in the end',
  one_key_two_nodes_under_fault: 'one key was written through two nodes while the fault held',
  deleted_under_fault: 'a delete was acked while the fault held',
  made_again_after_delete: 'a key was made again after an acked delete',
  read_under_fault: 'a client read a key while the fault held',
  delete_under_way_at_heal: 'a delete was sent and not yet answered when the heal began',
} as const;

export type ReachedName = keyof typeof REACHED;
export const REACHED_NAMES = Object.keys(REACHED) as ReachedName[];

/** Cycles that came to it, by name; a name that is not there was not asked for. */
export const reachedSchema = z.partialRecord(z.enum(REACHED_NAMES), z.int().min(0));
