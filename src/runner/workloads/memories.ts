// Memories as varied as real ones: tiers, priorities, namespaces, tags, nested metadata, scripts of the world
// and sizes up to what a store must take. A store that is only ever given ASCII of one size is not tested.

import type { NewMemory } from '../../subjects/subject.ts';
import type { Random } from './random.ts';

/** What every store must take, in bytes of UTF-8. */
export const CONTENT_BYTES_MAX = 65_536;

const TIERS = ['short', 'mid', 'long'] as const;
const TOPICS = ['orders', 'notes', 'people', 'décisions', '記録'] as const;
const TAGS = ['urgent', 'review', 'naïve', 'данные', '候補', 'long-tag-with-hyphens', 'x'] as const;

/** Phrases that have broken stores: combining marks, right-to-left, astral planes, quotes, SQL and JSON look-alikes. */
const PHRASES = [
  'The quick brown fox jumps over the lazy dog.',
  'Größenwahn, façade, naïveté, Łódź, İstanbul.',
  'e\u0301 is not é until somebody normalises it.',
  'שלום עולם, مرحبا بالعالم.',
  '東京都の朝は静かだ。',
  'Здравствуй, мир — «кавычки» и тире.',
  '👩‍👩‍👧‍👦 🏳️‍🌈 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🜁',
  `Robert'); DROP TABLE memories;-- "quoted" \\back\\slashes\\`,
  '{"looks":"like JSON","n":1e999}',
  'a\ttab and\na line break',
  '%s %d {{y}} <b>&amp;</b> $(echo no) `no`',
] as const;

export interface MemoryShape {
  /** Unique in the campaign; the title begins with it. */
  key: string;
  /** Namespaces begin with it. */
  root: string;
  /** Sizes are drawn up to this, small ones far more often. */
  content_bytes_max: number;
}

/** One memory, by the given stream alone. */
export function memoryOf(random: Random, shape: MemoryShape): NewMemory {
  return {
    title: `${shape.key} ${random
      .pick(PHRASES)
      .replaceAll(/[\n\t]/g, ' ')
      .slice(0, 80)}`.toWellFormed(),
    content: contentOf(random, shape.content_bytes_max),
    namespace: random.pick(namespacesOf(shape.root)),
    tier: random.pick(TIERS),
    tags: TAGS.filter(() => random.next() < 0.25),
    priority: random.whole(1, 10),
    metadata: metadataOf(random),
  };
}

/** Every namespace that memories of a root can be in. */
export const namespacesOf = (root: string): string[] => TOPICS.slice(0, 3).map((topic) => `${root}/${topic}`);

/** The key that a title begins with. */
export const keyOf = (title: string): string => title.split(' ', 1)[0] ?? '';

/** Mostly some hundred bytes, one in twenty up to the limit; never cut inside a character. */
function contentOf(random: Random, bytes_max: number): string {
  const size = random.next() < 0.05 ? random.whole(1, bytes_max) : Math.min(bytes_max, random.whole(1, 600));
  const pieces: string[] = [];
  let bytes = 0;
  while (bytes < size) {
    const piece = `${random.pick(PHRASES)} `;
    bytes += Buffer.byteLength(piece);
    pieces.push(piece);
  }
  const cut = Buffer.from(pieces.join('')).subarray(0, size).toString();
  const whole = cut.replace(/\uFFFD+$/, '').trim();
  return whole === '' ? '·' : whole;
}

function metadataOf(random: Random): Record<string, unknown> {
  return {
    origin: random.pick(['api', 'agent', 'импорт']),
    score: random.whole(-1000, 1000) / 8,
    flags: { checked: random.next() < 0.5, none: null, list: [random.whole(0, 9), random.pick(PHRASES)] },
  };
}
