// What the two threads of a build say to each other.

export interface Request {
  id: number;
  question: string;
  args: readonly unknown[];
}
/** An answer crosses as the bytes of `v8.serialize`, which are handed over: JSON would escape every quote of the texts. */
export type Response = { id: number } & ({ answer: Uint8Array<ArrayBuffer> } | { error: unknown });

/** What the build was told once everything was read. */
export interface Opened {
  /** One for each problem. */
  lines: string[];
  /** Statements of an analysis that do not hold. Where there are any, the site's folder was not touched. */
  errors: number;
}
