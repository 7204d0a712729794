import type { Schedule } from '../../src/contract/shrink.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

export const RECORDED: Schedule = {
  workloads: [
    { name: 'create', clients: numbers(24), joining_from: 15 },
    { name: 'revise', clients: numbers(9), joining_from: 6 },
  ],
  writes: 100,
  ops_per_client: 130,
  keys: 40,
  content_bytes: 8_192,
  inject_after_acks: 30,
  hold_ms: 700,
  ops_in_hold: 8,
  acks_before_kill: 5,
};
