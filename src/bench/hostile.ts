// What large or ill-meant inputs cost: each built by itself, with wall time, peak memory and the largest page beside
// the limits that hold for every input.

import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inBytes, type Judgement } from './budget.ts';
import { forgetBuilds, type Measured, measureBuild, workFolder } from './build.ts';
import { HOSTILE_INPUTS, type HostileInput } from './hostile-inputs.ts';
import { aligned } from './table.ts';

const MIB = 1024 * 1024;
const LIMITS = { wall_ms: 60_000, peak_rss_bytes: 1024 * MIB, page_bytes: MIB } as const;
const LIMITS_IN_WORDS = '≤ 60 s, ≤ 1 GiB, every page ≤ 1 MiB';

export interface HostileRow {
  what: string;
  wall_ms: number;
  peak_rss_bytes: number | null;
  /** Of the largest HTML page, as it lies on the disk. */
  page_bytes: number;
  page: string;
  judgement: Judgement;
}

/** Measures every input, in a directory of its own that is gone afterwards. `say` gets one line a step. */
export async function benchHostile(say: (line: string) => void): Promise<HostileRow[]> {
  const rows: HostileRow[] = [];
  for (const input of HOSTILE_INPUTS) {
    say(`building ${input.what}`);
    const row = await measuredInput(input);
    say(`  ${cellsOf(row).slice(1).join('  ')}`);
    rows.push(row);
  }
  return rows;
}

async function measuredInput({ what, files, code }: HostileInput): Promise<HostileRow> {
  const work = workFolder();
  const [campaigns, dist] = [join(work, 'campaigns'), join(work, 'dist')];
  try {
    for (const [file, content] of Object.entries(files())) {
      mkdirSync(dirname(join(campaigns, file)), { recursive: true });
      writeFileSync(join(campaigns, file), content);
    }
    forgetBuilds();
    return rowOf(what, await measureBuild(campaigns, dist, code), largestPage(dist));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function rowOf(what: string, { wall_ms, peak_rss_bytes }: Measured, { page, page_bytes }: Page): HostileRow {
  const isOver =
    wall_ms > LIMITS.wall_ms || (peak_rss_bytes ?? 0) > LIMITS.peak_rss_bytes || page_bytes > LIMITS.page_bytes;
  return { what, wall_ms, peak_rss_bytes, page, page_bytes, judgement: isOver ? 'over' : 'within' };
}

interface Page {
  page: string;
  page_bytes: number;
}

/** Nothing where a build was refused. */
function largestPage(dist: string): Page {
  const all = readdirSync(dist, { recursive: true, withFileTypes: true });
  return all
    .filter((entry) => entry.isFile() && entry.name.endsWith('.html'))
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => ({ page: path.slice(dist.length + 1), page_bytes: statSync(path).size }))
    .reduce((most, page) => (page.page_bytes > most.page_bytes ? page : most), { page: 'none', page_bytes: 0 });
}

const TITLES = ['what', 'wall', 'peak memory', 'largest page', LIMITS_IN_WORDS];

export const hostileTable = (rows: readonly HostileRow[]): string => aligned([TITLES, ...rows.map(cellsOf)]);

const cellsOf = ({ what, wall_ms, peak_rss_bytes, page, page_bytes, judgement }: HostileRow): string[] => [
  what,
  `${(wall_ms / 1000).toFixed(2)} s`,
  peak_rss_bytes === null ? 'not measured' : inBytes(peak_rss_bytes),
  `${inBytes(page_bytes)} ${page}`,
  judgement,
];
