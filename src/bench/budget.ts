// The published budgets, and what was measured beside them.

const MIB = 1024 * 1024;
/** Linear: the dearest added campaign costs at most this many times the cheapest. */
const LINEAR_FACTOR_MAX = 1.5;

export type Judgement = 'within' | 'over' | 'none';

export interface Row {
  what: string;
  wall_ms: number | null;
  /** The same in times of one bare page: what the machine and the generator cost is in both. */
  bare_pages: number | null;
  /** Of all its processes: a wall time far above it was spent waiting, for the disk or for a busy machine. */
  cpu_ms: number | null;
  /** Its processor time in bare pages, which a busy machine changes less; the budgets are about the wall. */
  bare_pages_cpu: number | null;
  peak_rss_bytes: number | null;
  output_bytes: number | null;
  added_campaign_ms: number | null;
  /** The same in processor time, which a busy machine changes less. */
  added_campaign_cpu_ms: number | null;
  /** gzip bytes of one page and its style sheets. */
  page_bytes: number | null;
  budget: string;
  judgement: Judgement;
}

interface Limits {
  bare_pages?: number;
  peak_rss_bytes?: number;
  page_bytes?: number;
}

const COLD: Record<number, Limits> = {
  100: { bare_pages: 2 },
  1000: { bare_pages: 4 },
  10000: { bare_pages: 20, peak_rss_bytes: 1024 * MIB },
};
const REBUILD: Limits = { bare_pages: 2 };
const PAGES: Record<string, Limits> = { whole: { page_bytes: 30 * 1024 }, gate: { page_bytes: 60 * 1024 } };

const EMPTY: Omit<Row, 'what' | 'budget' | 'judgement'> = {
  wall_ms: null,
  bare_pages: null,
  cpu_ms: null,
  bare_pages_cpu: null,
  peak_rss_bytes: null,
  output_bytes: null,
  added_campaign_ms: null,
  added_campaign_cpu_ms: null,
  page_bytes: null,
};

type Given = Partial<typeof EMPTY>;

/** What a build cost, beside the bare page of the same run. */
export const inBarePages = (measured: Given, bare: Given): Given => ({
  ...measured,
  bare_pages: times(measured.wall_ms, bare.wall_ms),
  bare_pages_cpu: times(measured.cpu_ms, bare.cpu_ms),
});

const times = (cost: number | null | undefined, one: number | null | undefined): number | null =>
  cost == null || !one ? null : cost / one;

/** What the machine and the generator cost before this project does anything. */
export const floorRow = (given: Given): Row => row('one bare page, the generator’s own least', given, {});

export const coldRow = (campaigns: number, given: Given): Row =>
  row(`cold build, ${campaigns === 0 ? 'no campaign' : `${campaigns} campaigns`}`, given, COLD[campaigns] ?? {});

export const rebuildRow = (campaigns: number, given: Given): Row =>
  row(`rebuild after one new campaign among ${campaigns}`, given, campaigns <= 3_000 ? REBUILD : {});

export const pageRow = (shape: string, page_bytes: number): Row =>
  row(
    `campaign page, ${shape === 'gate' ? 'a gate campaign' : 'established shape'}`,
    { page_bytes },
    PAGES[shape] ?? {},
  );

/** Whether the cost of one more campaign stays the same as they become many; needs three sizes. */
export function growthRow(cold: readonly Row[]): Row | null {
  const steps = cold.flatMap(({ added_campaign_ms }) => added_campaign_ms ?? []);
  const [first] = steps;
  const last = steps.at(-1);
  if (steps.length < 2 || first === undefined || last === undefined) return null;
  const isNoise = steps.some((added) => added <= 0);
  return {
    ...EMPTY,
    what: isNoise ? 'growth: a larger build took no longer, the machine was too busy to say' : 'growth',
    added_campaign_ms: last,
    budget: `linear: last step ≤ ${LINEAR_FACTOR_MAX} × the first`,
    judgement: isNoise ? 'none' : last <= first * LINEAR_FACTOR_MAX ? 'within' : 'over',
  };
}

function row(what: string, given: Given, limits: Limits): Row {
  const entries = Object.entries(limits) as [keyof Limits, number][];
  const known = entries.filter(([name]) => typeof given[name] === 'number');
  const over = known.some(([name, limit]) => (given[name] ?? 0) > limit);
  const judgement = over ? 'over' : known.length === 0 ? 'none' : 'within';
  return { ...EMPTY, what, ...given, budget: entries.map(limitInWords).join(', ') || '-', judgement };
}

const limitInWords = ([name, limit]: [keyof Limits, number]): string =>
  name === 'bare_pages' ? `≤ ${limit} bare pages` : `≤ ${inBytes(limit)}`;

export const inBytes = (bytes: number): string =>
  bytes >= MIB ? `${Math.round(bytes / MIB)} MiB` : `${(bytes / 1024).toFixed(1)} KiB`;
