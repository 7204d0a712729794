// What of a schedule can be made smaller: whole workloads first, then writes, then clients, keys, time and the rest.

import type { Schedule } from '../contract/shrink.ts';
import type { Dimension, NumberDimension } from './search.ts';

/** The counted workload: a cycle without it has nothing to wait for. */
const COUNTED = 'create';

const number = (
  name:
    | 'writes'
    | 'ops_per_client'
    | 'keys'
    | 'content_bytes'
    | 'inject_after_acks'
    | 'hold_ms'
    | 'ops_in_hold'
    | 'acks_before_kill',
  min = 1,
): NumberDimension<Schedule> => ({
  kind: 'number',
  name,
  min,
  get: (schedule) => schedule[name],
  set: (schedule, value) => consistent({ ...schedule, [name]: value }),
});

/** An injection waits for no more acks than the cycle does. */
const consistent = (schedule: Schedule): Schedule => ({
  ...schedule,
  inject_after_acks: Math.min(schedule.inject_after_acks, schedule.writes),
});

const clientsOf = (name: string): Dimension<Schedule> => ({
  kind: 'list',
  name: `clients of ${name}`,
  min: 1,
  get: ({ workloads }) => workloads.find((one) => one.name === name)?.clients ?? [],
  set: (schedule, kept) => ({
    ...schedule,
    workloads: schedule.workloads.map((one) =>
      one.name === name ? { ...one, clients: one.clients.filter((client) => kept.has(client)) } : one,
    ),
  }),
});

const WORKLOADS: Dimension<Schedule> = {
  kind: 'list',
  name: 'workloads',
  min: 0,
  get: ({ workloads }) => workloads.map(({ name }) => name).filter((name) => name !== COUNTED),
  set: (schedule, kept) =>
    withoutUnused({
      ...schedule,
      workloads: schedule.workloads.filter(({ name }) => name === COUNTED || kept.has(name)),
    }),
};

/** What belongs to a workload goes with it. */
function withoutUnused(schedule: Schedule): Schedule {
  const names = schedule.workloads.map(({ name }) => name);
  return {
    ...schedule,
    keys: names.includes('revise') ? schedule.keys : null,
    ops_per_client: names.length > 1 ? schedule.ops_per_client : null,
  };
}

/** Rows of a few words still show everything. */
const CONTENT_BYTES_MIN = 16;

export const dimensionsOf = (start: Schedule): Dimension<Schedule>[] => [
  WORKLOADS,
  number('writes'),
  number('content_bytes', CONTENT_BYTES_MIN),
  ...start.workloads.map(({ name }) => clientsOf(name)),
  number('keys'),
  number('ops_per_client'),
  number('hold_ms'),
  number('ops_in_hold'),
  number('inject_after_acks'),
  number('acks_before_kill'),
];
