// The benchmark: campaigns generated, built cold at each size from none at all, and once more after one was added.
// Nothing is removed before the end: for minutes, ext4 walks past every file that was just deleted for each new one.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { coldRow, floorRow, growthRow, inBarePages, pageRow, type Row, rebuildRow } from './budget.ts';
import {
  forgetBuilds,
  type Measured,
  measureBarePage,
  measureBuild,
  outputOf,
  pageWeight,
  workFolder,
} from './build.ts';
import { campaignAt, writeCampaigns } from './campaigns.ts';
import type { ShapeName } from './shapes.ts';

export interface Plan {
  sizes: readonly number[];
  /** Campaigns in place before the one that is added; 0 for no rebuild. */
  rebuild: number;
  seed: number;
  /** Builds of each kind; the middle one counts. */
  runs: number;
}

/** Measures everything planned, in a directory of its own that is gone afterwards. `say` gets one line a step. */
export async function bench({ sizes, rebuild, seed, runs }: Plan, say: (line: string) => void): Promise<Row[]> {
  const work = workFolder();
  try {
    const bare = await middle(runs, say, 'one bare page', (run) => measureBarePage(join(work, `bare-${run}`)));
    const floor = floorRow(inBarePages(bare, bare));
    const cold: Row[] = [];
    const pages: Row[] = [];
    const ascending = [...new Set([0, ...sizes])].sort((a, b) => a - b);
    for (const [index, size] of ascending.entries()) {
      const place = placeOf(work, `cold-${size}`);
      say(`writing ${size} campaigns`);
      writeCampaigns(place.campaigns, seed, 0, size);
      const dist = join(place.root, 'dist-1');
      const measured = await middle(runs, say, `cold build of ${size}`, (run) => {
        forgetBuilds();
        return measureBuild(place.campaigns, join(place.root, `dist-${run}`));
      });
      cold.push(
        coldRow(size, {
          ...inBarePages(measured, bare),
          output_bytes: outputOf(dist).bytes,
          ...step(cold.at(-1), size - (ascending[index - 1] ?? 0), measured),
        }),
      );
      if (size > 0 && pages.length === 0) pages.push(...pageRows(dist, seed, size));
    }
    const again = rebuild > 0 ? [await rebuildOnce(work, bare, { rebuild, seed, runs }, say)] : [];
    // The first step is left out: it pays for what is done once.
    return [floor, ...cold, ...[growthRow(cold.slice(2))].filter((row) => row !== null), ...again, ...pages];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function rebuildOnce(
  work: string,
  bare: Measured,
  { rebuild: count, seed, runs }: Omit<Plan, 'sizes'>,
  say: (line: string) => void,
): Promise<Row> {
  const place = placeOf(work, `rebuild-${count}`);
  say(`writing ${count} campaigns, and building them first`);
  writeCampaigns(place.campaigns, seed, 0, count);
  const dist = join(place.root, 'dist');
  forgetBuilds();
  await measureBuild(place.campaigns, dist);
  let added = count;
  const measured = await middle(runs, say, 'rebuild after one more', () => {
    writeCampaigns(place.campaigns, seed, added, added + 1);
    added += 1;
    return measureBuild(place.campaigns, dist);
  });
  return rebuildRow(count, { ...inBarePages(measured, bare), output_bytes: outputOf(dist).bytes });
}

/** The page of the first campaign of each shape that has a budget. */
function pageRows(dist: string, seed: number, size: number): Row[] {
  const numbers = Array.from({ length: Math.min(size, 40) }, (_, number) => campaignAt(seed, number));
  return (['whole', 'gate'] satisfies ShapeName[]).flatMap((shape) => {
    const campaign = numbers.find((candidate) => candidate.shape === shape);
    return campaign ? [pageRow(shape, pageWeight(dist, campaign.id))] : [];
  });
}

type Step = Pick<Row, 'added_campaign_ms' | 'added_campaign_cpu_ms'>;

/** What each campaign beyond the next smaller size cost. */
function step(smaller: Row | undefined, added: number, { wall_ms, cpu_ms }: Measured): Step {
  const each = (now: number | null, before: number | null | undefined) =>
    now === null || before == null ? null : (now - before) / added;
  return { added_campaign_ms: each(wall_ms, smaller?.wall_ms), added_campaign_cpu_ms: each(cpu_ms, smaller?.cpu_ms) };
}

async function middle(
  runs: number,
  say: (line: string) => void,
  what: string,
  once: (run: number) => Promise<Measured>,
): Promise<Measured> {
  const all: Measured[] = [];
  for (let run = 1; run <= runs; run++) {
    const measured = await once(run);
    say(`${what}: ${(measured.wall_ms / 1000).toFixed(2)} s`);
    all.push(measured);
  }
  all.sort((a, b) => a.wall_ms - b.wall_ms);
  return all[runs >> 1] ?? { wall_ms: 0, cpu_ms: null, peak_rss_bytes: null };
}

function placeOf(work: string, name: string): { root: string; campaigns: string } {
  const root = join(work, name);
  mkdirSync(root, { recursive: true });
  return { root, campaigns: join(root, 'campaigns') };
}
