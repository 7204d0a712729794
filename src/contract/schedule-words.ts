// Schedules in words.

import type { Schedule, ShrinkStep } from './shrink.ts';

const plural = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;

export function scheduleInWords(schedule: Schedule): string {
  const { workloads, writes, hold_ms } = schedule;
  const clients = workloads.map((one) => `${plural(one.clients.length, 'client')} of ${one.name}`);
  return [
    plural(writes, 'acked write'),
    ...clients,
    ...(schedule.keys === null ? [] : [plural(schedule.keys, 'key')]),
    ...(schedule.ops_per_client === null ? [] : [`at most ${plural(schedule.ops_per_client, 'operation')} a client`]),
    `the fault at ack ${schedule.inject_after_acks}, for ${hold_ms} ms and ${plural(schedule.ops_in_hold, 'write')} inside`,
    `rows of at most ${schedule.content_bytes} bytes`,
  ].join(', ');
}

const FIELDS: Record<string, string> = {
  writes: 'acked writes',
  ops_per_client: 'operations a client',
  keys: 'keys',
  content_bytes: 'bytes of a row',
  inject_after_acks: 'acks before the fault',
  hold_ms: 'ms that the fault holds',
  ops_in_hold: 'writes while it holds',
  acks_before_kill: 'acks of a node before it is killed',
};

/** Fresh trials of one are no other schedule. */
export const schedulesIn = (tried: readonly ShrinkStep[]): number =>
  new Set(tried.map(({ schedule }) => JSON.stringify(schedule))).size;

/** What became smaller: "acked writes 100 to 1". */
export function differenceInWords(from: Schedule, to: Schedule): string {
  const numbers = Object.entries(FIELDS).flatMap(([field, words]) =>
    from[field] === to[field] || to[field] === null ? [] : [`${words} ${from[field]} to ${to[field]}`],
  );
  const clients = from.workloads.flatMap(({ name, clients }) => {
    const left = to.workloads.find((one) => one.name === name);
    if (!left) return [`without ${name}`];
    const same = left.clients.length === clients.length;
    return same ? [] : [`clients of ${name} ${clients.length} to ${left.clients.length} (${left.clients.join(', ')})`];
  });
  return [...clients, ...numbers].join(', ');
}
