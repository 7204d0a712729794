// Joins the shards of one plan into one campaign folder, in whatever order they came. The plan is the denominator: what
// is missing of it is said, and makes the campaign incomplete.

import { constants } from 'node:fs';
import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Summary } from '../contract/artifacts.ts';
import { promisesSchema } from '../contract/invariants.ts';
import { EVIDENCE_LIST_FILE, historyFile, PHASES, phaseOf, SUMMARY_FILE } from '../contract/names.ts';
import { type MergedShard, PLAN_FILE, type Plan } from '../contract/plan.ts';
import { type CampaignFolder, createFolder } from '../runner/artifacts.ts';
import type { Trouble } from '../runner/phase-context.ts';
import { type ClassResult, phase4Document } from '../runner/phases/phase4-document.ts';
import { cyclesFile, mergeClass } from './class.ts';
import type { Found, FoundShard } from './found.ts';

export interface Merged {
  folder: CampaignFolder;
  state: 'complete' | 'interrupted';
  troubles: readonly Trouble[];
}

type Document = { phase?: unknown; pass?: unknown };

/**
 * @param out the directory of campaigns
 * @throws MergeRefused where a shard contradicts itself; CampaignExists where the campaign is there already
 */
export async function merge({ plan, shards }: Found, out: string): Promise<Merged> {
  const sealed = [...shards.values()]
    .filter((shard) => shard.sealed)
    .toSorted((x, y) => x.planned.shard - y.planned.shard);
  const [first] = sealed.length > 0 ? sealed : [...shards.values()];
  if (!first) throw new RangeError('expected a shard, found none');
  const folder = await createFolder(out, plan.campaign_id);
  try {
    return await fill(folder, { plan, shards }, sealed, first);
  } catch (error) {
    // copies alone: what came back is where it was
    await rm(folder.path, { recursive: true, force: true });
    throw error;
  }
}

async function fill(
  folder: CampaignFolder,
  { plan, shards }: Found,
  sealed: readonly FoundShard[],
  first: FoundShard,
): Promise<Merged> {
  const started_at = earliest(sealed) ?? first.summary.started_at;
  const parts = plan.shards.map((planned) => partOf(planned.shard, plan, shards.get(planned.shard)));
  const base = { ...baseOf(first.summary), ...(started_at ? { started_at } : {}), planned_phases: [...PHASES] };
  await folder.open({ ...base, state: 'running', shards: parts });
  await folder.writeDocument(PLAN_FILE, plan);
  const documents: Document[] = [];
  for (const shard of sealed) documents.push(...(await copyOf(shard, plan, folder)));
  const phase4 = await chaosOf(plan, sealed, folder, first.summary);
  await folder.writeDocument('phase4.json', phase4);
  documents.push(phase4);
  const troubles = [...troublesOf(parts, plan), ...sealed.flatMap(({ summary }) => listOf(summary.troubles))];
  const state = parts.every((part) => part.state === 'complete') ? 'complete' : 'interrupted';
  const completed_at = latest(sealed);
  await folder.seal({
    ...base,
    state,
    ...(completed_at ? { completed_at } : {}),
    overall_pass:
      state === 'complete' &&
      plan.defect === null &&
      troubles.length === 0 &&
      documents.every(({ pass }) => pass === true),
    phases: documents,
    ...(troubles.length > 0 ? { troubles } : {}),
    shards: parts,
  });
  return { folder, state, troubles };
}

/** What is said of a planned shard: there, broken off, or never come back. */
function partOf(number: number, { shards }: Plan, found: FoundShard | undefined): MergedShard {
  const { phases = [], cycles = [] } = shards.find(({ shard }) => shard === number) ?? {};
  const planned = { shard: number, phases: [...phases], cycles: [...cycles] };
  if (!found) return { ...planned, state: 'missing' };
  const { environment, started_at, completed_at, state } = found.summary;
  return {
    ...planned,
    state: found.sealed && state === 'complete' ? 'complete' : 'interrupted',
    ...(environment ? { environment } : {}),
    ...(started_at ? { started_at } : {}),
    ...(completed_at ? { completed_at } : {}),
    ...(found.evidence_sha256 ? { evidence_sha256: found.evidence_sha256 } : {}),
  };
}

/** What the shards have in common: all but what is said of one run. */
function baseOf(summary: Summary): Summary {
  const { shard, state, runner, completed_at, overall_pass, phases, troubles, planned_phases, ...common } = summary;
  return common as Summary;
}

/** Everything but what is joined: the documents of phases 1 to 3 and their histories, byte for byte. */
async function copyOf({ path, files }: FoundShard, { faults }: Plan, folder: CampaignFolder): Promise<Document[]> {
  const joined = new Set([SUMMARY_FILE, EVIDENCE_LIST_FILE, PLAN_FILE, 'phase4.json']);
  for (const fault of faults) joined.add(historyFile(fault)).add(cyclesFile(fault));
  const documents: Document[] = [];
  for (const file of files.filter((name) => !joined.has(name))) {
    await copyFile(join(path, file), folder.place(file), constants.COPYFILE_EXCL);
    if (phaseOf(file)) documents.push(JSON.parse(await readFile(join(path, file), 'utf8')));
  }
  return documents;
}

async function chaosOf(plan: Plan, sealed: readonly FoundShard[], folder: CampaignFolder, { capabilities }: Summary) {
  const promises = promisesSchema.safeParse(capabilities?.promises).data ?? {};
  const results = new Map<string, ClassResult>();
  for (const fault of plan.faults) {
    const result = (await mergeClass(fault, plan, sealed, folder, promises)) ?? (await notInjected(fault, sealed));
    if (result) results.set(fault, result);
  }
  const { cycles, writes_per_cycle } = plan.profile;
  const document = phase4Document({ faults: plan.faults, cycles, writes_per_cycle }, results);
  return plan.defect === null ? document : { ...document, defect: plan.defect };
}

/** Where no shard could inject the class, the reason of the first that says one. */
async function notInjected(fault: string, sealed: readonly FoundShard[]): Promise<ClassResult | null> {
  for (const { path } of sealed) {
    const text = await readFile(join(path, 'phase4.json'), 'utf8').catch(() => '{}');
    const reason = JSON.parse(text).faults?.[fault]?.reason;
    if (typeof reason === 'string') return { fault: { injected: false, reason }, bound: null };
  }
  return null;
}

function troublesOf(parts: readonly MergedShard[], { shards }: Plan): Trouble[] {
  return parts.flatMap(({ shard, state, phases, cycles }) => {
    if (state === 'complete') return [];
    const what = state === 'missing' ? 'did not come back' : 'was broken off';
    const before = phases.filter((phase) => phase !== 4);
    const lost = [
      ...(before.length > 0 ? [`phases ${before.join(', ')}`] : []),
      `cycles ${cycles.join(', ')} of each class`,
    ].join(' and ');
    return [{ phase: phases[0] ?? 4, error: `shard ${shard} of ${shards.length} ${what}: ${lost}` }];
  });
}

const listOf = (value: unknown): Trouble[] => (Array.isArray(value) ? value : []);

const timesOf = (shards: readonly FoundShard[], of: 'started_at' | 'completed_at'): string[] =>
  shards.flatMap(({ summary }) => summary[of] ?? []).toSorted();

const earliest = (shards: readonly FoundShard[]): string | undefined => timesOf(shards, 'started_at')[0];
const latest = (shards: readonly FoundShard[]): string | undefined => timesOf(shards, 'completed_at').at(-1);
