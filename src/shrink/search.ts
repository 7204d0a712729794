// Delta debugging over schedules that fail by chance. Pure but for what it is given to try: one dimension after the other
// is made smaller, until a whole pass makes none smaller. Zeller and Hildebrandt (2002), "Simplifying and isolating
// failure-inducing input": for lists their ddmin, for numbers the least first and then halving.

interface Named {
  name: string;
  /** What is never undercut. */
  min: number;
}
export interface NumberDimension<S> extends Named {
  kind: 'number';
  /** null: the schedule has no such number. */
  get(schedule: S): number | null;
  set(schedule: S, value: number): S;
}
export interface ListDimension<S> extends Named {
  kind: 'list';
  get(schedule: S): readonly (string | number)[];
  set(schedule: S, kept: ReadonlySet<string | number>): S;
}
export type Dimension<S> = NumberDimension<S> | ListDimension<S>;

export interface Search<S> {
  start: S;
  dimensions: readonly Dimension<S>[];
  /** Whether it still fails, often enough. Never asked twice for one schedule. */
  fails(schedule: S, dimension: string): Promise<boolean>;
  /** Whether the time is over: nothing more is tried. */
  isOver(): boolean;
}

export interface Found<S> {
  /** The start, and every smaller one that still failed, each smaller than the one before. */
  kept: S[];
  /** false: the time was over before. */
  isDone: boolean;
}

/** A number is not halved further where it would lose less than this share. */
const GAP_SHARE = 0.1;

export async function search<S>({ start, dimensions, fails, isOver }: Search<S>): Promise<Found<S>> {
  const kept = [start];
  const tried = new Set([keyOf(start)]);
  /** Of each number the highest that did not fail: a later pass goes no lower, where chance alone would decide. */
  const failed = new Map<string, number>();
  const current = (): S => kept.at(-1) ?? start;
  let wasOver = false;

  async function accept(schedule: S, name: string): Promise<boolean> {
    const key = keyOf(schedule);
    if (tried.has(key)) return false;
    wasOver ||= isOver();
    if (wasOver) return false;
    tried.add(key);
    if (!(await fails(schedule, name))) return false;
    kept.push(schedule);
    return true;
  }

  for (let before = 0; before < kept.length && !wasOver; ) {
    before = kept.length;
    for (const dimension of dimensions) {
      if (dimension.kind === 'number') await lessen(dimension, current, accept, failed);
      else await thin(dimension, current, accept);
    }
    if (kept.length === before) break;
  }
  return { kept, isDone: !wasOver };
}

type Accept<S> = (schedule: S, dimension: string) => Promise<boolean>;

async function lessen<S>(
  { name, min, get, set }: NumberDimension<S>,
  current: () => S,
  accept: Accept<S>,
  failed: Map<string, number>,
): Promise<void> {
  const value = get(current());
  if (value === null || value <= min) return;
  const known = failed.get(name);
  if (known === undefined && (await accept(set(current(), min), name))) return;
  let [bad, good] = [known ?? min, value];
  while (good - bad > Math.max(1, good * GAP_SHARE)) {
    const middle = Math.floor((good + bad) / 2);
    if (await accept(set(current(), middle), name)) good = middle;
    else bad = middle;
  }
  failed.set(name, bad);
}

async function thin<S>({ name, min, get, set }: ListDimension<S>, current: () => S, accept: Accept<S>): Promise<void> {
  const keeps = async (items: readonly (string | number)[]): Promise<boolean> =>
    items.length >= min && accept(set(current(), new Set(items)), name);
  if (get(current()).length > 0 && (await keeps([]))) return;
  for (let parts = 2; get(current()).length > Math.max(1, min); ) {
    const items = get(current());
    const chunks = split(items, parts);
    const smaller = await firstKept(chunks, keeps);
    if (smaller) {
      parts = 2;
      continue;
    }
    const rests = parts === 2 ? [] : chunks.map((chunk) => items.filter((item) => !chunk.includes(item)));
    if (await firstKept(rests, keeps)) parts = Math.max(2, parts - 1);
    else if (parts >= items.length) return;
    else parts = Math.min(items.length, parts * 2);
  }
}

async function firstKept<T>(candidates: readonly T[], keeps: (one: T) => Promise<boolean>): Promise<boolean> {
  for (const one of candidates) if (await keeps(one)) return true;
  return false;
}

/** In as many parts, as even as can be, none of them empty. */
function split<T>(items: readonly T[], parts: number): T[][] {
  const end = (i: number): number => Math.round((i * items.length) / parts);
  return Array.from({ length: parts }, (_, i) => items.slice(end(i), end(i + 1))).filter((part) => part.length > 0);
}

const keyOf = (schedule: unknown): string => JSON.stringify(schedule);
