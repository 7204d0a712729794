// What reading a campaign folder gives: the words between the one room that touches the disk
// and the judge, who only ever sees these values.

export type JsonObject = { readonly [key: string]: unknown };
export type Path = readonly (string | number)[];

export type ReadingProblem =
  | 'empty'
  | 'not UTF-8'
  | 'not JSON'
  | 'not an object'
  | 'too large'
  | 'a link'
  | 'a directory'
  | 'not a regular file'
  | 'not readable'
  | 'wrong phase'
  | 'more than one document';

/** Why a file gives no document, in words, with the first line that shows it where there is one. */
export interface Unreadable {
  problem: ReadingProblem;
  detail: string;
  line: number | null;
  excerpt: string | null;
}

interface FileFacts {
  file: string;
  /** null where the entry has no bytes of its own (a link, a directory). */
  bytes: number | null;
  sha256: string | null;
}

/** One file of a campaign folder. `text` and `binary` are files that no rule reads as a document. */
export type Reading =
  | (FileFacts & { state: 'document'; document: JsonObject })
  | (FileFacts & { state: 'unreadable'; why: Unreadable })
  | (FileFacts & { state: 'text' })
  | (FileFacts & { state: 'binary' });

/** One campaign folder as found. Names that may not appear on the site are in `leftOut`. */
export interface Folder {
  id: string;
  files: readonly Reading[];
  leftOut: readonly { name: string; why: string }[];
}
