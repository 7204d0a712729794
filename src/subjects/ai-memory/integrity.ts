// What SQLite itself says of a store. The program has no command for it, so its library is asked directly.

import { DatabaseSync } from 'node:sqlite';

const PROBLEMS_NAMED_MAX = 3;

/** "ok"; else the first problems that SQLite names, or why it cannot read the file at all. */
export function integrityOf(file: string): string {
  try {
    const database = new DatabaseSync(file);
    try {
      const rows = database.prepare('PRAGMA integrity_check').all();
      const said = rows.map((row) => String(row.integrity_check));
      const more = said.length - PROBLEMS_NAMED_MAX;
      return [...said.slice(0, PROBLEMS_NAMED_MAX), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
    } finally {
      database.close();
    }
  } catch (cause) {
    return (cause as Error).message;
  }
}
