// What the two threads of a build say to each other.

export interface Request {
  id: number;
  question: string;
  args: readonly unknown[];
}
/** Answers cross as JSON, which for data this plain takes half the time of a copy; undefined where there is nothing to say. */
export type Response = { id: number } & ({ answer: string | undefined } | { error: unknown });

/** What the build was told once everything was read. */
export interface Opened {
  /** One for each problem. */
  lines: string[];
  /** Statements of an analysis that do not hold. Where there are any, the site's folder was not touched. */
  errors: number;
}
