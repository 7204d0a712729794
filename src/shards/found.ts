// The shards that came back: each a folder with its plan, sealed by its own list of hashes. What does not belong
// together is refused before anything is written.

import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Summary, summarySchema } from '../contract/artifacts.ts';
import { EVIDENCE_LIST_FILE, historyFile, isLater, phaseOf, SUMMARY_FILE } from '../contract/names.ts';
import { PLAN_FILE, type Plan, type Shard } from '../contract/plan.ts';
import type { Folder } from '../contract/reading.ts';
import { shardMarkSchema } from '../contract/shards.ts';
import { visibleLine } from '../contract/visible-text.ts';
import { readFolder } from '../evidence/folder.ts';
import { judge } from '../verdict/judge.ts';
import { planHash, readPlan } from './plan-file.ts';

/** These folders cannot be one campaign; nothing was written. */
export class MergeRefused extends Error {
  override readonly name = 'MergeRefused';
}

export interface FoundShard {
  path: string;
  planned: Shard;
  summary: Summary;
  /** Names of its artifacts, but for what nobody lists. */
  files: readonly string[];
  /** Its run ended by itself and closed the folder; a shard that was killed has shown nothing that can be trusted. */
  sealed: boolean;
  /** SHA-256 of its list of hashes; null where it never got one. */
  evidence_sha256: string | null;
}

export interface Found {
  plan: Plan;
  /** By number; a planned shard that is not there is missing. */
  shards: ReadonlyMap<number, FoundShard>;
}

/**
 * @param dirs shard folders, or directories that hold some
 * @param given the plan where it is known from elsewhere: then even no shard at all is an answer, all are missing;
 *   else the shards have to agree on theirs
 * @throws MergeRefused with the folder and what is wrong with it
 */
export function findShards(dirs: readonly string[], given: Plan | null): Found {
  const paths = dirs.flatMap(foldersIn);
  let plan = given;
  const shards = new Map<number, FoundShard>();
  for (const path of new Set(paths)) {
    const own = planOf(path);
    plan ??= own;
    if (planHash(own) !== planHash(plan)) {
      throw new MergeRefused(`${path}: expected a shard of the plan ${planHash(plan)}, found one of ${planHash(own)}`);
    }
    const shard = readShard(path, plan);
    const other = shards.get(shard.planned.shard);
    if (other)
      throw new MergeRefused(`shard ${shard.planned.shard}: expected once, found in ${other.path} and ${path}`);
    shards.set(shard.planned.shard, shard);
  }
  if (!plan) throw new MergeRefused(`expected shards in ${dirs.join(', ')}, found none`);
  return { plan, shards };
}

function foldersIn(dir: string): string[] {
  const path = resolve(dir);
  if (existsSync(join(path, SUMMARY_FILE))) return [path];
  let entries: string[];
  try {
    entries = readdirSync(path).sort();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? error;
    throw new MergeRefused(`${dir}: expected a shard, or a directory of shards, found ${code}`);
  }
  return entries.map((entry) => join(path, entry)).filter((entry) => existsSync(join(entry, PLAN_FILE)));
}

function planOf(path: string): Plan {
  const file = join(path, PLAN_FILE);
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new MergeRefused(`${path}: expected a shard with its ${PLAN_FILE}, found no such file`);
  }
  try {
    return readPlan(file);
  } catch (error) {
    throw new MergeRefused((error as Error).message);
  }
}

function readShard(path: string, plan: Plan): FoundShard {
  const folder = readFolder(dirname(path), basename(path));
  const reading = folder.files.find(({ file }) => file === SUMMARY_FILE);
  const summary = reading?.state === 'document' ? summarySchema.safeParse(reading.document).data : undefined;
  const mark = shardMarkSchema.safeParse(summary?.shard).data;
  if (!summary || !mark) {
    throw new MergeRefused(`${path}: expected a ${SUMMARY_FILE} that says which shard this is, found none`);
  }
  const planned = plan.shards.find(({ shard }) => shard === mark.index);
  if (!planned || mark.of !== plan.shards.length || mark.plan_sha256 !== planHash(plan)) {
    const found = `shard ${mark.index} of ${mark.of}, of the plan ${visibleLine(mark.plan_sha256)}`;
    throw new MergeRefused(
      `${path}: expected one of ${plan.shards.length} shards of ${planHash(plan)}, found ${found}`,
    );
  }
  demandSameBuild(path, summary, plan);
  const list = folder.files.find(({ file }) => file === EVIDENCE_LIST_FILE);
  if (list) demandAsListed(path, folder);
  demandOwn(path, folder, planned);
  return {
    path,
    planned,
    summary,
    files: folder.files.map(({ file }) => file).filter((file) => !isLater(file)),
    sealed: list !== undefined && (summary.state === 'complete' || summary.state === 'interrupted'),
    evidence_sha256: list
      ? createHash('sha256')
          .update(readFileSync(join(path, EVIDENCE_LIST_FILE)))
          .digest('hex')
      : null,
  };
}

function demandAsListed(path: string, folder: Folder): void {
  const departing = judge(folder).artifacts.filter(({ state }) => state === 'altered');
  if (departing.length === 0) return;
  const names = departing.map(({ file }) => visibleLine(file)).join(', ');
  throw new MergeRefused(`${path}: expected what its ${EVIDENCE_LIST_FILE} lists, found otherwise: ${names}`);
}

/** A shard has documents of its own phases alone, and whatever it has is a file of its own and no link. */
function demandOwn(path: string, { files }: Folder, { shard, phases }: Shard): void {
  for (const { file, bytes } of files) {
    if (bytes === null) throw new MergeRefused(`${path}: expected files, found ${file}, which is none`);
    const phase = file === historyFile('phase2') ? 2 : phaseOf(file)?.phase;
    if (phase !== undefined && !phases.includes(phase)) {
      const planned = `phase ${phases.join(', ')} as planned for shard ${shard}`;
      throw new MergeRefused(`${path}: expected ${planned}, found ${file}`);
    }
  }
}

function demandSameBuild(path: string, { subject, runner_version, harness, seed }: Summary, plan: Plan): void {
  const pairs = [
    ['the subject', plan.subject.name, subject?.name],
    ['its version', plan.subject.version, subject?.version],
    ['its binary', plan.subject.binary_sha256, subject?.binary_sha256],
    ['its adapter', plan.subject.adapter_sha256, subject?.adapter_sha256],
    ['the harness', plan.harness.version, runner_version],
    ['its sources', plan.harness.sources_sha256, harness?.sources_sha256],
    ['the seed', plan.seed, seed],
  ] as const;
  for (const [what, planned, found] of pairs) {
    if (planned !== found) {
      throw new MergeRefused(
        `${path}: ${what}: expected ${JSON.stringify(planned)} as planned, found ${visibleLine(JSON.stringify(found) ?? 'none')}`,
      );
    }
  }
}
