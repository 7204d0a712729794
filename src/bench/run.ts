// The benchmark: campaigns generated, built cold at each size from none at all, and once more after one was added.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { coldRow, floorRow, growthRow, pageRow, type Row, rebuildRow } from './budget.ts';
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
    const floor = floorRow(await middle(runs, say, 'one bare page', () => measureBarePage(join(work, 'bare'))));
    const cold: Row[] = [];
    const pages: Row[] = [];
    const ascending = [...new Set([0, ...sizes])].sort((a, b) => a - b);
    for (const [index, size] of ascending.entries()) {
      const place = placeOf(work, `cold-${size}`);
      say(`writing ${size} campaigns`);
      writeCampaigns(place.campaigns, seed, 0, size);
      const measured = await middle(runs, say, `cold build of ${size}`, async () => {
        forgetBuilds(place.dist);
        return measureBuild(place.campaigns, place.dist);
      });
      cold.push(
        coldRow(size, {
          ...measured,
          output_bytes: outputOf(place.dist).bytes,
          ...step(cold.at(-1), size - (ascending[index - 1] ?? 0), measured),
        }),
      );
      if (size > 0 && pages.length === 0) pages.push(...pageRows(place.dist, seed, size));
      rmSync(place.root, { recursive: true, force: true });
    }
    const again = rebuild > 0 ? [await rebuildOnce(work, rebuild, seed, runs, say)] : [];
    // The first step is left out: it pays for what is done once.
    return [floor, ...cold, ...[growthRow(cold.slice(2))].filter((row) => row !== null), ...again, ...pages];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function rebuildOnce(
  work: string,
  count: number,
  seed: number,
  runs: number,
  say: (line: string) => void,
): Promise<Row> {
  const place = placeOf(work, `rebuild-${count}`);
  say(`writing ${count} campaigns, and building them first`);
  writeCampaigns(place.campaigns, seed, 0, count);
  forgetBuilds(place.dist);
  await measureBuild(place.campaigns, place.dist);
  let added = count;
  const measured = await middle(runs, say, 'rebuild after one more', () => {
    writeCampaigns(place.campaigns, seed, added, added + 1);
    added += 1;
    return measureBuild(place.campaigns, place.dist);
  });
  return rebuildRow(count, { ...measured, output_bytes: outputOf(place.dist).bytes });
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
  once: () => Promise<Measured>,
): Promise<Measured> {
  const all: Measured[] = [];
  for (let run = 1; run <= runs; run++) {
    const measured = await once();
    say(`${what}: ${(measured.wall_ms / 1000).toFixed(2)} s`);
    all.push(measured);
  }
  all.sort((a, b) => a.wall_ms - b.wall_ms);
  return all[runs >> 1] ?? { wall_ms: 0, cpu_ms: null, peak_rss_bytes: null };
}

function placeOf(work: string, name: string): { root: string; campaigns: string; dist: string } {
  const root = join(work, name);
  mkdirSync(root, { recursive: true });
  return { root, campaigns: join(root, 'campaigns'), dist: join(root, 'dist') };
}
