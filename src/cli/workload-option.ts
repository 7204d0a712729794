// The option --workload: what clients do in phase 4, all of it at once.

import { InvalidArgumentError } from 'commander';
import { WORKLOAD_NAMES, type WorkloadName, workloadDoes } from '../runner/workloads/in-cycle.ts';

/** `create` first, named or not, and the others in the order in which they are known: so the same set is the same. */
export function parseWorkloads(value: string): WorkloadName[] {
  const names = value.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !(WORKLOAD_NAMES as string[]).includes(name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(
      `expected workloads of ${WORKLOAD_NAMES.join(', ')}; found ${JSON.stringify(unknown)}`,
    );
  }
  return WORKLOAD_NAMES.filter((name) => name === 'create' || names.includes(name));
}

export const workloadList = (): string =>
  WORKLOAD_NAMES.map((name) => `  ${name.padEnd(24)} ${workloadDoes(name)}`).join('\n');
