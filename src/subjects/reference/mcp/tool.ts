// One tool: its name, what it does, what it takes, and the work itself.

import { z } from 'zod';
import { Refusal, type Row } from '../memory.ts';
import type { Store } from '../store.ts';

export interface Tool {
  name: string;
  description: string;
  input: z.ZodRawShape;
  run: (input: unknown) => unknown;
}

/** A tool whose work receives its input already parsed. */
export function tool<Shape extends z.ZodRawShape>(
  name: string,
  description: string,
  input: Shape,
  work: (input: z.infer<z.ZodObject<Shape>>) => unknown,
): Tool {
  const schema = z.object(input);
  return { name: `memory_${name}`, description, input, run: (given) => work(schema.parse(given)) };
}

/** Parts of inputs that many tools share. */
export const ID = { id: z.string().describe('the id of a memory') };
export const NAMESPACE = { namespace: z.string().optional().describe('only this namespace') };
export const LIMIT = { limit: z.int().min(1).max(10_000).default(20) };

/** The live row with this id. */
export function rowOf(store: Store, id: string): Row {
  const row = store.get(id);
  if (!row || row.deleted) throw new Refusal(404, `${id}: not found`);
  return row;
}
