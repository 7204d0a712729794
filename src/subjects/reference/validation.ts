// What the store accepts. A body of the wrong shape is 422, a well-shaped value outside the limits 400.
// Written by hand rather than with a schema library: a node must start in a fraction of a second, and
// loading one costs as long as everything else that a node loads.

import { isObject } from '../../contract/json-object.ts';
import { normalTime } from './clock.ts';
import { type Draft, Refusal, type Row, SOURCES, TIERS, type Tier } from './memory.ts';
import type { Change } from './store.ts';
import { isStamp, stampOf } from './versions.ts';

const TITLE_CHARS_MAX = 512;
const CONTENT_BYTES_MAX = 65_536;
const NAMESPACE_CHARS_MAX = 512;
const NAMESPACE_DEPTH_MAX = 8;
const TAGS_MAX = 50;
const TAG_BYTES_MAX = 128;
const METADATA_BYTES_MAX = 65_536;
const METADATA_DEPTH_MAX = 32;
const TTL_SECS_MAX = 31_536_000;

type Fields = Record<string, unknown>;

/** A client's body as a draft; throws a Refusal. */
export function parseDraft(body: unknown, source = 'api'): Draft {
  const fields = object(body, 'the body');
  // the author has a place of its own, beside the metadata
  const { agent_id: _, ...metadata } = object(fields.metadata ?? {}, 'metadata');
  const draft: Draft = {
    title: text(fields, 'title'),
    content: text(fields, 'content'),
    namespace: text(fields, 'namespace', 'global'),
    tier: tier(fields),
    tags: texts(fields, 'tags'),
    priority: number(fields, 'priority', 5),
    confidence: number(fields, 'confidence', 1),
    source: text(fields, 'source', source),
    metadata,
    expires_at: fields.expires_at == null ? null : text(fields, 'expires_at'),
    ttl_secs: fields.ttl_secs == null ? null : number(fields, 'ttl_secs', 0),
  };
  checkLimits(draft);
  if (draft.expires_at !== null) draft.expires_at = time(draft.expires_at, 'expires_at');
  const ttl = draft.ttl_secs;
  limit(ttl === null || (Number.isInteger(ttl) && ttl >= 1 && ttl <= TTL_SECS_MAX), `ttl_secs: 1 to ${TTL_SECS_MAX}`);
  return draft;
}

/** What a client may set anew of a memory; the fields that it does not name stay. Throws a Refusal. */
export function parseChange(body: unknown): Change {
  const fields = object(body, 'the body');
  const named = ['content', 'tags', 'tier', 'priority', 'metadata'].filter((name) => fields[name] !== undefined);
  limit(named.length > 0, 'one of content, tags, tier, priority and metadata');
  const given = Object.fromEntries(named.map((name) => [name, fields[name]]));
  // what is changed passes the same limits as what is new
  const whole: Record<string, unknown> = { ...parseDraft({ title: 'x', content: 'x', ...given }) };
  return Object.fromEntries(named.map((name) => [name, whole[name]]));
}

/** A row as another node sent it; throws a Refusal. */
export function parseRow(value: unknown): Row {
  const fields = object(value, 'a memory');
  const { agent_id } = object(fields.metadata ?? {}, 'metadata');
  const draft = parseDraft(fields);
  const { ttl_secs: _, ...kept } = draft;
  const updated_at = time(text(fields, 'updated_at'), 'updated_at');
  return {
    ...kept,
    id: text(fields, 'id'),
    agent_id: parseAgent(agent_id),
    created_at: time(text(fields, 'created_at'), 'created_at'),
    updated_at,
    version: version(fields, updated_at),
    deleted: fields.deleted === true,
    former_ids: texts(fields, 'former_ids'),
  };
}

/** Rows of a store that stamps none have the time of their change, and lose against an equal time of ours. */
function version(fields: Fields, updated_at: string): string {
  const stamp = text(fields, 'version', stampOf(updated_at, ''));
  limit(isStamp(stamp), 'version: a time with nine fraction digits, "@" and a name of up to 12 hexadecimal digits');
  return stamp;
}

export function parseAgent(value: unknown): string {
  limit(
    typeof value === 'string' && /^[A-Za-z0-9_\-:@./]{1,128}$/.test(value),
    'agent_id: 1 to 128 of letters, digits and _-:@./',
  );
  return value as string;
}

/** The limits that a shape does not show. */
function checkLimits(draft: Draft): void {
  const { title, content, namespace, tags, priority, confidence, source, metadata } = draft;
  limit(title.trim() !== '' && [...title].length <= TITLE_CHARS_MAX, `title: 1 to ${TITLE_CHARS_MAX} characters`);
  limit(
    content !== '' && Buffer.byteLength(content) <= CONTENT_BYTES_MAX,
    `content: 1 to ${CONTENT_BYTES_MAX} bytes of UTF-8`,
  );
  limit(isPlain(title) && isPlain(content), 'title and content: no control characters but \\n and \\t');
  const segments = namespace.split('/');
  limit(
    namespace.length <= NAMESPACE_CHARS_MAX &&
      !/[\s\\\p{Cc}]/u.test(namespace) &&
      segments.length <= NAMESPACE_DEPTH_MAX &&
      segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..'),
    `namespace: up to ${NAMESPACE_DEPTH_MAX} segments without spaces, backslashes or control characters`,
  );
  limit(
    tags.length <= TAGS_MAX && tags.every((tag) => tag !== '' && Buffer.byteLength(tag) <= TAG_BYTES_MAX),
    `tags: up to ${TAGS_MAX} of 1 to ${TAG_BYTES_MAX} bytes`,
  );
  limit(Number.isInteger(priority) && priority >= 1 && priority <= 10, 'priority: 1 to 10');
  limit(confidence >= 0 && confidence <= 1, 'confidence: 0 to 1');
  limit((SOURCES as readonly string[]).includes(source), `source: one of ${SOURCES.join(', ')}`);
  limit(depth(metadata, METADATA_DEPTH_MAX + 1) <= METADATA_DEPTH_MAX, `metadata: at most ${METADATA_DEPTH_MAX} deep`);
  limit(
    Buffer.byteLength(JSON.stringify(metadata)) <= METADATA_BYTES_MAX,
    `metadata: at most ${METADATA_BYTES_MAX} bytes`,
  );
  // a lone surrogate has no UTF-8: the store would keep something else than what was sent
  limit(
    [title, content, namespace, ...tags].every((value) => value.isWellFormed()),
    'text: well-formed Unicode',
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const isPlain = (value: string): boolean => !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(value);

/** How deep a value nests, not looking further than `most`. */
function depth(value: unknown, most: number): number {
  if (value === null || typeof value !== 'object') return 0;
  if (most <= 1) return 1;
  return 1 + Math.max(0, ...Object.values(value).map((inner) => depth(inner, most - 1)));
}

function limit(holds: boolean, expected: string): void {
  if (!holds) throw new Refusal(400, expected);
}

function time(value: string, name: string): string {
  const normal = normalTime(value);
  if (normal === null) throw new Refusal(400, `${name}: an RFC 3339 time`);
  return normal;
}

function shape(holds: boolean, expected: string): void {
  if (!holds) throw new Refusal(422, expected);
}

function object(value: unknown, name: string): Fields {
  shape(isObject(value), `${name}: an object`);
  return value as Fields;
}

function text(fields: Fields, name: string, otherwise?: string): string {
  const value = fields[name] ?? otherwise;
  shape(typeof value === 'string', `${name}: text`);
  return value as string;
}

function texts(fields: Fields, name: string): string[] {
  const value = fields[name] ?? [];
  shape(Array.isArray(value) && value.every((item) => typeof item === 'string'), `${name}: a list of texts`);
  return value as string[];
}

function number(fields: Fields, name: string, otherwise: number): number {
  const value = fields[name] ?? otherwise;
  shape(typeof value === 'number', `${name}: a number`);
  return value as number;
}

function tier(fields: Fields): Tier {
  const value = fields.tier ?? 'mid';
  shape((TIERS as readonly unknown[]).includes(value), `tier: one of ${TIERS.join(', ')}`);
  return value as Tier;
}
