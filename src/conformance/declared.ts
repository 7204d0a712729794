// What a subject says of itself: enough of it, in the right shape, before anything is started.

import { z } from 'zod';
import { promisesSchema } from '../contract/invariants.ts';
import type { Capabilities, Subject } from '../subjects/subject.ts';
import type { Examination } from './promise.ts';

const no = z.object({ available: z.literal(false), reason: z.string().min(1) });
const yes = z.looseObject({ available: z.literal(true) });
const offered = z.union([no, yes]).optional();
const ms = z.number().min(0);

const capabilitiesSchema = z.looseObject({
  coarser_on_postgres: z.array(z.string()),
  clock: z.union([no, yes.extend({ by: z.enum(['libfaketime', 'own setting']) })]),
  embedded_postgres: z.union([no, yes]),
  postgres_extensions: z.array(z.string()),
  catch_up: z.union([no, yes.extend({ quiesce_ms_max: ms, interval_secs_default: ms, interval_secs_min: ms })]),
  revises: z.union([no, yes]),
  ...{ links: offered, bulk: offered, consolidates: offered, expires: offered },
  promises: promisesSchema,
  node_local: z.record(z.string(), z.string()),
  found: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

const identitySchema = z.looseObject({
  name: z.string().min(1),
  version: z.string().min(1),
  ref: z.string().min(1),
  binary_sha256: z.union([z.null(), z.string().regex(/^[0-9a-f]{64}$/)]),
});

/** null: it does not say enough for anything to be started. */
export async function declared({ examine }: Examination, subject: Subject): Promise<Capabilities | null> {
  const named = await examine(
    'identity',
    'names itself, its version and its ref, and its program by hash',
    async () => {
      const identity = await subject.identify();
      const problem = problemIn(identitySchema, identity);
      return [problem === null, problem ?? `${identity.name} ${identity.version}, ref ${identity.ref}`];
    },
  );
  let capabilities: Capabilities | null = null;
  const said = await examine('capabilities', 'says what it can do, and a reason where not', async () => {
    const given = await subject.capabilities();
    const problem = problemIn(capabilitiesSchema, given);
    capabilities = problem === null ? given : null;
    return [problem === null, problem ?? `promises ${Object.keys(given.promises).join(', ') || 'nothing'}`];
  });
  return named && said ? capabilities : null;
}

function problemIn(schema: z.ZodType, value: unknown): string | null {
  const parsed = schema.safeParse(value);
  if (parsed.success) return null;
  const [issue] = parsed.error.issues;
  return `${issue?.path.join('.') || 'it'}: ${issue?.message}`;
}
