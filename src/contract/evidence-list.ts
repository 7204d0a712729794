// A campaign folder's list of its own files: what was written, byte for byte, and how it came to be.

import { z } from 'zod';

/** How an artifact came to be. */
export const provenanceSchema = z.enum(['recorded', 'reconstructed', 'transcribed']);
export type Provenance = z.infer<typeof provenanceSchema>;

/** `evidence.sha256.json`: every file of the folder but itself and the analysis. */
export const evidenceListSchema = z.looseObject({
  artifacts: z.array(
    z.looseObject({
      file: z.string(),
      bytes: z.int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      provenance: provenanceSchema,
    }),
  ),
});
export type EvidenceList = z.infer<typeof evidenceListSchema>;
