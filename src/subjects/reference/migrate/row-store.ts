// One side of a migration.

import type { Row } from '../memory.ts';

/** A store that rows are read from and written to. */
export interface RowStore {
  /** The next rows after `after`, in the order of (namespace, title). */
  page(after: { namespace: string; title: string } | null, limit: number, namespace: string | null): Promise<Row[]>;
  /** Merges the rows into what is there; gives how many it holds afterwards. */
  write(rows: readonly Row[]): Promise<number>;
  close(): Promise<void>;
}
