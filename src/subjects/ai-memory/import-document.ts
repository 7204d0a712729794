// Rows as the program's `import` takes them: as its `export` writes them, with an id and times of their own.

import { randomUUID } from 'node:crypto';
import type { NewMemory } from '../subject.ts';

const AGENT = 'host:seed';
const NS_PER_MS = 1_000_000n;
/** Kept by its SQLite and cut off by its Postgres: rows that end in zeros would show no difference. */
const FRACTION_NS = 123_457n;
/** As long as the program itself gives each tier. */
const LIFE_MS = { short: 6 * 3_600_000, mid: 7 * 24 * 3_600_000, long: null } as const;

/** @param now_ms milliseconds since 1970; each row is a little younger than the one before */
export function importDocument(memories: readonly NewMemory[], now_ms: number = Date.now()): string {
  const rows = memories.map((memory, n) => {
    const created_ms = now_ms + n;
    const life = LIFE_MS[memory.tier];
    return {
      ...memory,
      id: randomUUID(),
      confidence: 1,
      source: 'import',
      access_count: 0,
      created_at: timestamp(created_ms),
      updated_at: timestamp(created_ms),
      ...(life === null ? {} : { expires_at: timestamp(created_ms + life) }),
      metadata: { ...memory.metadata, agent_id: AGENT },
    };
  });
  return JSON.stringify({ memories: rows, links: [], count: rows.length });
}

function timestamp(ms: number): string {
  const nanoseconds = (BigInt(ms) * NS_PER_MS + FRACTION_NS) % 1_000_000_000n;
  const seconds = new Date(ms).toISOString().slice(0, 19);
  return `${seconds}.${String(nanoseconds).padStart(9, '0')}+00:00`;
}
