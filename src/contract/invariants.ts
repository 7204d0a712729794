// What a replicated store may be expected to keep, one invariant a line. A finding is named by the one it
// breaks. What a version promises of them is the subject's to say; whether it keeps them, the checker's.

import { z } from 'zod';
import { SESSION_SCOPES } from './consistency.ts';
import { POWER_LOSSES } from './names.ts';

export const INVARIANTS = {
  I1: 'an acked write is on the node that acked it and on as many nodes as the quorum asks for',
  I2: 'after the heal and its time to settle, every acked write is on every node with equal content',
  I3: 'a refused write is nowhere, or has the content that was sent wherever it is',
  I4: 'an acked write survives the end by force and the restart of the node that acked it',
  I5: 'no write is acked while its quorum is out of reach',
  I6: 'no node holds a row that no client sent',
  I7: 'a write is answered within the quorum deadline and a margin',
  I8: 'no node holds the same title twice in one namespace',
  I9: 'lists and recall of a node show the rows that it holds',
  I10: 'the last acked version of a key wins on every node',
  I11: 'an acked delete is kept on every node',
  I12: 'a client reads what it wrote, and never older than what it read',
} as const;

export type Invariant = keyof typeof INVARIANTS;
export const INVARIANT_IDS = Object.keys(INVARIANTS) as [Invariant, ...Invariant[]];

/** What a version says of one invariant, and where it says so. */
const promiseSchema = z.looseObject({
  promised: z.boolean().describe('false: the version says, or shows, that it does not keep it'),
  source: z.string().describe('where that is said, and by whom'),
  scope: z
    .enum(SESSION_SCOPES)
    .optional()
    .describe('of I12: of clients that stay with one node, or whatever nodes they ask; absent: whatever nodes'),
  outlives: z
    .literal('power_loss')
    .optional()
    .describe('of I4: a write outlives a loss of power, too; absent: it speaks of the end of the process alone'),
});

/** By invariant; one that is not listed is one of which nothing is said. */
export const promisesSchema = z.partialRecord(z.enum(INVARIANT_IDS), promiseSchema);
export type Promises = z.infer<typeof promisesSchema>;

/** What is promised while a fault class is injected: who speaks of the end of a process said nothing of a loss of power. */
export function promisesUnder(fault: string | null, { I4, ...others }: Promises): Promises {
  const isPowerLoss = POWER_LOSSES.some((name) => name === fault);
  return I4 === undefined || (isPowerLoss && I4.promised && I4.outlives === undefined) ? others : { ...others, I4 };
}

/** What the subject was found to offer, and what it says of itself: to be read beside the phases' `invariants`. */
export const capabilitiesSchema = z.looseObject({
  promises: promisesSchema.optional(),
  node_local: z
    .record(z.string(), z.string())
    .optional()
    .describe('fields of a row that differ between nodes by design, each with where the version says so'),
  not_applicable: z
    .record(z.string(), z.string())
    .optional()
    .describe('phases that mean nothing to the subject, each with its own sentence: they were not run'),
  found: z.record(z.string(), z.unknown()).optional().describe('what probing the build itself showed'),
});

const count = z.int().min(0);

/** What a phase or a fault class showed of one invariant. Vacuous cycles are not judged. */
const invariantFindingSchema = z.looseObject({
  judged: count.describe('cycles that could show whether it holds'),
  broken: count.describe('cycles in which it was broken'),
  writes: count.describe('writes, or rows, that broke it'),
  evidence: z
    .looseObject({ cycle: count, keys: z.array(z.string()) })
    .nullable()
    .describe('the first cycle in which it was broken, and some of the writes; look them up in its history'),
});

export const invariantFindingsSchema = z.partialRecord(z.enum(INVARIANT_IDS), invariantFindingSchema);

/** How many writes of one cycle broke each invariant that it could judge; 0: judged and kept. */
export const brokenSchema = z.partialRecord(z.enum(INVARIANT_IDS), count);
