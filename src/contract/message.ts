/** Why something could not be done, in words: of an error its message. Anything may be thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).trim();
