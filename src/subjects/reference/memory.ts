// What the reference store keeps: one row for each (namespace, title), and what may be in it.
// Every row is a join of all the versions it ever met (merge.ts), so it carries what the join needs:
// the ids it was once known by, and a mark where it was deleted.

export const TIERS = ['short', 'mid', 'long'] as const;
export type Tier = (typeof TIERS)[number];

export const SOURCES = ['user', 'claude', 'hook', 'api', 'cli', 'import', 'consolidation', 'system', 'chaos'] as const;

/** A memory as the store keeps it. Times are UTC with nine fraction digits, so that their order is that of text. */
export interface Row {
  id: string;
  namespace: string;
  title: string;
  content: string;
  tier: Tier;
  tags: string[];
  /** 1 to 10. */
  priority: number;
  /** 0 to 1. */
  confidence: number;
  source: string;
  /** Who wrote the first version. */
  agent_id: string;
  metadata: Record<string, unknown>;
  created_at: string;
  /** The writer's wall clock: for people, and for the order of lists. */
  updated_at: string;
  /** Which version is the newest (versions.ts), whatever the clocks of its writers said. */
  version: string;
  expires_at: string | null;
  deleted: boolean;
  /** Ids that other nodes gave the same title before they heard of this one; they stay findable. */
  former_ids: string[];
}

/** What a client may say of a memory; the store adds identity and times. */
export interface Draft {
  namespace: string;
  title: string;
  content: string;
  tier: Tier;
  tags: string[];
  priority: number;
  confidence: number;
  source: string;
  metadata: Record<string, unknown>;
  expires_at: string | null;
  ttl_secs: number | null;
}

/** How long a memory lives when its writer names no time: seconds by tier, null for ever. */
export const TTL_SECS: Record<Tier, number | null> = { short: 6 * 3600, mid: 7 * 24 * 3600, long: null };

/** A definite refusal, with the HTTP status that says so. */
export class Refusal extends Error {
  readonly status: 400 | 404 | 413 | 415 | 422;

  constructor(status: Refusal['status'], message: string) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
  }
}

/** A row as clients see it: the author is in the metadata, empty fields are left out. */
export function toWire(row: Row): Record<string, unknown> {
  const { agent_id, expires_at, deleted, former_ids, metadata, ...rest } = row;
  return {
    ...rest,
    metadata: { ...metadata, agent_id },
    ...(expires_at === null ? {} : { expires_at }),
    ...(deleted ? { deleted } : {}),
    ...(former_ids.length === 0 ? {} : { former_ids }),
  };
}
