// Campaigns by the thousand for the benchmark: varied, broken ones among them, the same for the same seed.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSIGHTS_FILE } from '../contract/names.ts';
import { asJson } from './additions.ts';
import { randomOf } from './random.ts';
import { SHAPES, type ShapeName } from './shapes.ts';

/** Every shape as often as it comes in a round of forty. */
const ROUND = Object.entries(SHAPES).flatMap(([name, { of40 }]) => Array<ShapeName>(of40).fill(name as ShapeName));
/** Coprime to forty: the shapes come mixed, and each round still holds all of them. */
const STRIDE = 17;
const RUNS_PER_SERIES = 200;
const NARRATED_EVERY = 5;
const FIRST_HOUR = Date.UTC(2024, 0, 1);
const HOUR_MS = 3_600_000;

export interface Campaign {
  id: string;
  shape: ShapeName;
  files: Record<string, Buffer>;
}

/** Campaign `number` (from 0) of a seed; each is made by itself. */
export function campaignAt(seed: number, number: number): Campaign {
  const { id, version } = nameOf(number);
  const shape = ROUND[(number * STRIDE) % ROUND.length] ?? 'whole';
  const completed_at = new Date(FIRST_HOUR + number * HOUR_MS).toISOString();
  const files = SHAPES[shape].make({ id, ref: version, completed_at, random: randomOf(seed, number) });
  return { id, shape, files };
}

function nameOf(number: number): { id: string; version: string } {
  const version = `v1.${Math.floor(number / RUNS_PER_SERIES)}.0`;
  return { version, id: `quay-${version}-r${(number % RUNS_PER_SERIES) + 1}` };
}

/** Writes campaigns `from` to `to` (not included) below `root`, and a map of narratives for one in five. */
export function writeCampaigns(root: string, seed: number, from: number, to: number): void {
  mkdirSync(root, { recursive: true });
  const insights: Record<string, unknown> = {};
  for (let number = 0; number < to; number += NARRATED_EVERY) insights[nameOf(number).id] = narrative(number);
  for (let number = from; number < to; number++) writeFolder(root, campaignAt(seed, number));
  writeFileSync(join(root, INSIGHTS_FILE), asJson(insights));
}

function writeFolder(root: string, { id, files }: Campaign): void {
  mkdirSync(join(root, id), { recursive: true });
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(root, id, file), bytes);
}

const narrative = (number: number) => ({
  headline: `Tide ${number + 1}: what the log book kept`,
  verdict: 'Read the phases below; this text is part of a benchmark.',
  what_it_tested: 'Whether entries survive a storm.',
  what_it_proved: 'That a page with a narrative takes its share of the time.',
  for_non_technical: 'Nothing here is about a real system.',
  for_c_level: 'No decision hangs on it.',
  for_sme: 'The figures come from a seeded generator.',
  bugs: [{ title: 'A mooring line too short', impact: 'none', root_cause: 'invention', fixed_in: [] }],
  next_run_change: 'None.',
});
