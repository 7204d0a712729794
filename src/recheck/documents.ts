// What a campaign says of itself, as far as a recheck needs it; every field of it may be missing or mistyped.

/** What a campaign says of itself: its summary, and the documents of phases 2 and 4. */
export interface Documents {
  summary: Record<string, unknown> | null;
  phase2: Record<string, unknown> | null;
  phase4: Record<string, unknown> | null;
}

export const numberIn = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
