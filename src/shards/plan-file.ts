// Reads and writes plan.json. A plan is told from another by the hash of its bytes, and the same options give the same
// bytes on every machine.

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Plan, planSchema } from '../contract/plan.ts';
import { readPlainFile } from '../evidence/plain-file.ts';

const PLAN_BYTES_MAX = 4 * 1024 * 1024;

export const planText = (plan: Plan): string => `${JSON.stringify(plan, null, 2)}\n`;

export const planHash = (plan: Plan): string => createHash('sha256').update(planText(plan)).digest('hex');

/** @throws Error that says what was expected and found, and where */
export function readPlan(file: string): Plan {
  const bytes = readPlainFile(file, PLAN_BYTES_MAX);
  if (typeof bytes === 'string') throw new Error(`${file}: expected a plan, found ${bytes}`);
  return parsePlan(bytes.toString(), file);
}

/** @param where named in the error */
export function parsePlan(text: string, where: string): Plan {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${where}: expected a plan, found no JSON: ${(error as Error).message}`);
  }
  const parsed = planSchema.safeParse(value);
  if (!parsed.success) throw new Error(`${where}: expected a plan, found otherwise:\n${z.prettifyError(parsed.error)}`);
  const { shards, profile, faults } = parsed.data;
  if (new Set(faults).size !== faults.length) {
    throw new Error(`${where}: expected each fault class once, found ${faults.join(', ')}`);
  }
  const numbers = shards.map(({ shard }) => shard);
  if (numbers.some((number, i) => number !== i + 1)) {
    throw new Error(`${where}: expected shards numbered from 1, found ${numbers.join(', ')}`);
  }
  const cycles = shards.flatMap((one) => one.cycles).toSorted((x, y) => x - y);
  if (cycles.length !== profile.cycles || cycles.some((cycle, i) => cycle !== i + 1)) {
    throw new Error(`${where}: expected each of ${profile.cycles} cycles in one shard, found ${cycles.length} in all`);
  }
  return parsed.data;
}
