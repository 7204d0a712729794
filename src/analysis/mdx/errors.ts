// What does not hold in an analysis.mdx, said so that its author can go there and mend it.

export interface AnalysisError {
  file: string;
  /** Both from 1. */
  line: number;
  column: number;
  expected: string;
  found: string;
  /** For a fact that leads nowhere: the path most like it that leads somewhere. */
  nearest: string | null;
}

export interface Place {
  line: number;
  column: number;
}

const FOUND_CHARS_MAX = 120;

/** `campaigns/x/analysis.mdx:12:5 expected ..., found ...; nearest existing path: ...`, always one line. */
export function formatAnalysisError(error: AnalysisError): string {
  const hint = error.nearest === null ? '' : `; nearest existing path: ${error.nearest}`;
  const line = `${error.file}:${error.line}:${error.column} expected ${error.expected}, found ${error.found}${hint}`;
  return line.replace(/\s+/g, ' ');
}

/** Collects the errors of one file. */
export class Errors {
  readonly #file: string;
  readonly #all: AnalysisError[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  add(place: Place, expected: string, found: string, nearest: string | null = null): void {
    this.#all.push({ file: this.#file, ...place, expected, found: shortened(found), nearest });
  }

  get none(): boolean {
    return this.#all.length === 0;
  }

  /** In the order of the file. */
  get inOrder(): AnalysisError[] {
    return this.#all.toSorted((a, b) => a.line - b.line || a.column - b.column);
  }
}

const shortened = (text: string): string =>
  text.length > FOUND_CHARS_MAX ? `${text.slice(0, FOUND_CHARS_MAX)}…` : text;
