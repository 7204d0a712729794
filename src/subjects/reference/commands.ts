// The one-shot commands: open the store, do one thing, print it as text or JSON, close the store.

import { readFileSync } from 'node:fs';
import { Clock } from './clock.ts';
import { curate } from './curator.ts';
import { type Row, toWire } from './memory.ts';
import { type MigrateSettings, migrate } from './migrate/migrate.ts';
import { behaviourOf } from './planted-behaviour.ts';
import * as queries from './queries.ts';
import { integrityOf } from './schema.ts';
import { Store } from './store.ts';
import { parseAgent, parseDraft } from './validation.ts';

interface Shared {
  db: string;
  json: boolean;
  /** What was planted in the program on purpose. */
  defect?: string;
}

interface StoreOptions {
  title: string;
  content: string;
  namespace: string;
  tier: string;
  priority: number;
  tag: string[];
  metadata: Record<string, unknown>;
  agentId: string;
}

export function store(shared: Shared, { agentId, tag: tags, ...fields }: StoreOptions): void {
  const content = fields.content === '-' ? readFileSync(0, 'utf8') : fields.content;
  const draft = parseDraft({ ...fields, tags, content }, 'cli');
  const row = inStore(shared, (open) => open.put(draft, parseAgent(agentId)));
  print(shared, toWire(row), `stored: ${row.id} [${row.tier}] (ns=${row.namespace})`);
}

export function recall(shared: Shared, context: string, options: { namespace?: string; limit: number }): void {
  const found = inStore(shared, (open) => queries.recall(open, context, options, options.limit));
  const memories = found.map(({ score, ...row }) => ({ ...toWire(row), score }));
  print(shared, { memories, count: found.length, mode: 'keyword' }, found.map(line).join('\n'));
}

export function list(
  shared: Shared,
  options: { namespace?: string; tier?: string; limit: number; offset: number },
): void {
  const rows = inStore(shared, (open) => queries.list(open, options, options.limit, options.offset));
  print(shared, { memories: rows.map(toWire), count: rows.length }, rows.map(line).join('\n'));
}

export function stats(shared: Shared): void {
  const found = inStore(shared, queries.stats);
  print(shared, found, `${found.total} memories, ${found.db_size_bytes} bytes`);
}

export async function backup(shared: Shared, { to, keep }: { to: string; keep: number }): Promise<void> {
  const behaviour = await planted(shared);
  const manifest = inStore(shared, (open) => behaviour.backup(open, to, keep));
  print(shared, manifest, `backup: ${manifest.snapshot} ${manifest.sha256}`);
}

export async function restore(shared: Shared, { from }: { from: string }): Promise<void> {
  const done = (await planted(shared)).restore(shared.db, from);
  print(shared, done, `restored: ${done.from} -> ${done.to}`);
}

/** Anything but "ok" is a failure. */
export function integrity(shared: Shared): void {
  const found = inStore(shared, (open) => integrityOf(open.database));
  print(shared, { integrity: found }, found);
  if (found !== 'ok') process.exitCode = 1;
}

export function curator(shared: Shared, { dryRun }: { dryRun: boolean }): void {
  const report = inStore(shared, (open) => curate(open, dryRun));
  console.log(JSON.stringify(report, null, 2));
}

export async function migrateStores(
  shared: Shared,
  options: { from: string; to: string; namespace?: string; dryRun: boolean },
): Promise<void> {
  const settings: MigrateSettings = {
    from: options.from,
    to: options.to,
    namespace: options.namespace ?? null,
    dry_run: options.dryRun,
  };
  const { carry } = await planted(shared);
  const report = await migrate(settings, carry);
  console.log(JSON.stringify(report, null, 2));
  if (report.errors.length > 0) throw new Error(`migration completed with ${report.errors.length} error(s)`);
}

const planted = ({ defect }: Shared) => behaviourOf(defect ?? null);

function inStore<T>({ db }: Shared, work: (store: Store) => T): T {
  const open = new Store(db, new Clock());
  try {
    return work(open);
  } finally {
    open.close();
  }
}

function print(shared: Shared, value: unknown, text: string): void {
  console.log(shared.json ? JSON.stringify(value) : text);
}

const line = (row: Row): string => `${row.id} [${row.tier}] ${row.namespace}: ${row.title}`;
