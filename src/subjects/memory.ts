// A memory, the one kind of row that a subject stores: as a client sends it, and as a node holds it.

/** A memory as clients send it. Strings are UTF-8; content is at most 65,536 bytes. */
export interface NewMemory {
  title: string;
  content: string;
  namespace: string;
  tier: 'short' | 'mid' | 'long';
  tags: string[];
  /** 1 to 10. */
  priority: number;
  metadata: Record<string, unknown>;
  /** RFC 3339; absent: as long as its tier lives. A node no longer shows a row whose time is over. */
  expires_at?: string;
}

/** A directed link between two memories. */
export interface Link {
  source_id: string;
  target_id: string;
  relation: Relation;
}

export const RELATIONS = ['related_to', 'supersedes', 'contradicts', 'derived_from'] as const;
export type Relation = (typeof RELATIONS)[number];

/** What an update sets anew. */
export type Change = Pick<NewMemory, 'content' | 'tags' | 'metadata'>;

/** What a client says of the row that takes the place of others; the rest comes from these. */
export type Consolidated = Pick<NewMemory, 'title' | 'content' | 'namespace' | 'tier'>;

/** A memory as a node holds it. Times are RFC 3339 as the node wrote them. */
export interface Memory extends NewMemory {
  id: string;
  created_at: string;
  updated_at: string;
  /** Every other field that the node gave with the row, as it gave it, so that two nodes' copies can be compared. */
  rest: Record<string, unknown>;
}
