// A workload that does less than it could: some of its clients take no part, and the others do less each.

import type { Schedule } from '../../contract/shrink.ts';
import type { Workload } from './workload.ts';

/** The counted workload, of which a cycle asks for acks instead of operations of each client. */
const COUNTED = 'create';

/** The workload itself where there is no schedule. */
export function lessOf(workload: Workload, schedule: Schedule | undefined): Workload {
  if (!schedule) return workload;
  const { name, next } = workload;
  const taking = new Set(schedule.workloads.find((one) => one.name === name)?.clients);
  const ops_max = name === COUNTED ? null : schedule.ops_per_client;
  return {
    ...workload,
    next(client, n, isHealed) {
      if (!taking.has(client) || (ops_max !== null && n >= ops_max)) return null;
      return next(client, n, isHealed);
    },
  };
}
