// `migrate`: every live row of one store into another, SQLite or Postgres either way. Rows travel in pages
// by (namespace, title), which no row changes while they travel, and end in the same merge as every other
// version: a second run changes nothing and reports the same numbers.

import type { Behaviour } from '../behaviour.ts';
import { LINKS } from '../links.ts';
import type { Row } from '../memory.ts';
import { PostgresRows } from './postgres-rows.ts';
import type { RowStore } from './row-store.ts';
import { SqliteRows } from './sqlite-rows.ts';

const BATCH_ROWS = 500;

interface Report {
  from_url: string;
  to_url: string;
  memories_read: number;
  memories_written: number;
  links_read: number;
  links_written: number;
  batches: number;
  errors: string[];
  dry_run: boolean;
}

export interface MigrateSettings {
  from: string;
  to: string;
  namespace: string | null;
  dry_run: boolean;
}

export async function migrate(settings: MigrateSettings, carry: Behaviour['carry']): Promise<Report> {
  const report: Report = {
    from_url: withoutCredentials(settings.from),
    to_url: withoutCredentials(settings.to),
    memories_read: 0,
    memories_written: 0,
    links_read: 0,
    links_written: 0,
    batches: 0,
    errors: [],
    dry_run: settings.dry_run,
  };
  let from: RowStore | null = null;
  let to: RowStore | null = null;
  try {
    from = await open(settings.from, 'read');
    if (!settings.dry_run) to = await open(settings.to, 'write');
    await copy(from, to, settings.namespace, carry, report);
  } catch (cause) {
    report.errors.push(withoutCredentials((cause as Error).message));
  } finally {
    await from?.close();
    await to?.close();
  }
  return report;
}

async function copy(
  from: RowStore,
  to: RowStore | null,
  namespace: string | null,
  carry: Behaviour['carry'],
  report: Report,
): Promise<void> {
  let after: Row | null = null;
  for (;;) {
    const rows: Row[] = await from.page(after, BATCH_ROWS, namespace);
    after = rows.at(-1) ?? null;
    if (after === null) return;
    const links = rows.filter((row) => row.namespace === LINKS).length;
    if (to) {
      report.memories_written += (await to.write(carry(rows, report.memories_read))) - links;
      report.links_written += links;
    }
    report.memories_read += rows.length - links;
    report.links_read += links;
    report.batches += 1;
  }
}

async function open(url: string, mode: 'read' | 'write'): Promise<RowStore> {
  const sqlite = /^sqlite:\/\/(.+)$/.exec(url);
  if (sqlite?.[1] !== undefined) return new SqliteRows(sqlite[1], mode);
  if (/^postgres(ql)?:\/\//.test(url)) return PostgresRows.connect(url, mode);
  throw new Error(`expected sqlite:///path or postgres://host/database, found ${withoutCredentials(url)}`);
}

/** User and password leave an address before it is printed, and before it is quoted in an error. */
export const withoutCredentials = (text: string): string =>
  text
    .replaceAll(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#]*@/gi, '$1')
    .replaceAll(/([?&](?:user|password|passfile|sslpassword)=)[^&\s]*/gi, '$1***');
