// Joins the shards of one plan into one campaign folder, in whatever order they came. The plan is the denominator: what
// is missing of it is said, and makes the campaign incomplete.

import { constants, readFileSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Phase4, Summary } from '../contract/artifacts.ts';
import { promisesSchema } from '../contract/invariants.ts';
import { cyclesFile, EVIDENCE_LIST_FILE, historyFile, PHASES, phaseOf, SUMMARY_FILE } from '../contract/names.ts';
import { PLAN_FILE, type Plan } from '../contract/plan.ts';
import type { MergedShard } from '../contract/shards.ts';
import { type CampaignFolder, createFolder } from '../runner/artifacts.ts';
import type { Trouble } from '../runner/phase-context.ts';
import { type ClassResult, phase4Document } from '../runner/phases/phase4-document.ts';
import { mergeClass } from './class.ts';
import { type Found, type FoundShard, MergeRefused } from './found.ts';

export interface Merged {
  folder: CampaignFolder;
  state: 'complete' | 'interrupted';
  troubles: readonly Trouble[];
}

type Document = { phase?: unknown; pass?: unknown };

/**
 * @param out the directory of campaigns
 * @throws MergeRefused where a shard contradicts itself, or another; CampaignExists where the campaign is there already
 */
export async function merge({ plan, shards }: Found, out: string): Promise<Merged> {
  const sealed = [...shards.values()]
    .filter((shard) => shard.sealed)
    .toSorted((x, y) => x.planned.shard - y.planned.shard);
  const folder = await createFolder(out, plan.campaign_id);
  try {
    return await fill(folder, { plan, shards }, sealed);
  } catch (error) {
    // copies alone: what came back is where it was
    await rm(folder.path, { recursive: true, force: true });
    throw error;
  }
}

async function fill(folder: CampaignFolder, { plan, shards }: Found, sealed: readonly FoundShard[]): Promise<Merged> {
  const parts = plan.shards.map((planned) => partOf(planned.shard, plan, shards.get(planned.shard)));
  const base = baseOf(plan, [...shards.values()]);
  await folder.open({ ...base, state: 'running', shards: parts });
  await folder.writeDocument(PLAN_FILE, plan);
  const documents: Document[] = [];
  for (const shard of sealed) documents.push(...(await copyOf(shard, plan, folder)));
  const phase4 = await chaosOf(plan, sealed, folder, base);
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

/** What the plan says, and what the shards have in common: nothing that is said of one run alone. */
function baseOf(plan: Plan, shards: readonly FoundShard[]): Summary {
  const { seed, network, profile, defect, faults } = plan;
  const started_at = earliest(shards);
  const [first] = shards;
  const { capabilities, ci } = first?.summary ?? {};
  return {
    schema_version: 1,
    campaign_id: plan.campaign_id,
    ai_memory_git_ref: plan.subject.ref,
    ...(started_at ? { started_at } : {}),
    subject: { ...plan.subject },
    ...(capabilities ? { capabilities } : {}),
    runner_version: plan.harness.version,
    harness: { ...plan.harness },
    seed,
    profile: profile.name,
    ...(defect === null ? {} : { defect }),
    settings: { ...profile, faults: [...faults] },
    network,
    planned_phases: [...PHASES],
    ...(ci ? { ci } : {}),
  };
}

/** Everything but what is joined: the documents of phases 1 to 3 and their histories, byte for byte. */
async function copyOf({ path, files }: FoundShard, { faults }: Plan, folder: CampaignFolder): Promise<Document[]> {
  const joined = new Set([SUMMARY_FILE, EVIDENCE_LIST_FILE, PLAN_FILE, 'phase4.json']);
  for (const fault of faults) joined.add(historyFile(fault)).add(cyclesFile(fault));
  const documents: Document[] = [];
  for (const file of files.filter((name) => !joined.has(name))) {
    await copyOnce(join(path, file), folder.place(file));
    if (phaseOf(file)) documents.push(documentIn(join(path, file)));
  }
  return documents;
}

async function copyOnce(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new MergeRefused(`${from}: expected a name that no other shard has, found it twice`);
  }
}

/** What is no document is judged as such; here it passed nothing. */
function documentIn(path: string): Document {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) ?? {};
  } catch {
    return {};
  }
}

async function chaosOf(plan: Plan, sealed: readonly FoundShard[], folder: CampaignFolder, { capabilities }: Summary) {
  const promises = promisesSchema.safeParse(capabilities?.promises).data ?? {};
  const results = new Map<string, ClassResult>();
  for (const fault of plan.faults) {
    const result = (await mergeClass(fault, plan, sealed, folder, promises)) ?? notInjected(fault, sealed);
    if (result) results.set(fault, result);
  }
  const { cycles, writes_per_cycle, workloads } = plan.profile;
  const planned = { faults: plan.faults, cycles, writes_per_cycle, workloads };
  const document = phase4Document(planned, notRun(sealed), results);
  return plan.defect === null ? document : { ...document, defect: plan.defect };
}

/** Workloads that a shard could not run, with the reason: one subject, so what one could not, none could. */
const notRun = (sealed: readonly FoundShard[]): Map<string, string> =>
  new Map(
    sealed.flatMap(({ path }) => {
      const { workloads_not_run } = documentIn(join(path, 'phase4.json')) as Partial<Phase4>;
      return Object.entries(workloads_not_run ?? {}).filter(([, reason]) => typeof reason === 'string');
    }),
  );

/** Where no shard could inject the class, the reason of the first that says one. */
function notInjected(fault: string, sealed: readonly FoundShard[]): ClassResult | null {
  for (const { path } of sealed) {
    const reason = (documentIn(join(path, 'phase4.json')) as Partial<Phase4>).faults?.[fault]?.reason;
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
