// A recorded campaign taken apart: the cycles of one of its classes as the shards of a plan would have brought them
// back, each in a folder of its own, sealed.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cycle, Phase4, Summary } from '../../src/contract/artifacts.ts';
import { historyFile } from '../../src/contract/names.ts';
import { PLAN_FILE, type Plan } from '../../src/contract/plan.ts';
import { readCycles } from '../../src/evidence/history-file.ts';
import type { HistoryOp } from '../../src/history/ops.ts';
import { packCycle } from '../../src/history/packed/pack.ts';
import { createFolder } from '../../src/runner/artifacts.ts';
import { openHistoryFile } from '../../src/runner/history-file.ts';
import type { Profile } from '../../src/runner/profiles.ts';
import { planHash } from '../../src/shards/plan-file.ts';
import { planFor } from '../../src/shards/planned.ts';

export const RECORDED = join(import.meta.dirname, '../../campaigns/reference-v0.1.0-gate-r4');
export const FAULT = 'partition_minority';
export const HARNESS = { version: '0.1.0', sources_sha256: 'a'.repeat(64) };

export interface Recording {
  summary: Summary;
  phase4: Phase4;
  lines: ReadonlyMap<number, Cycle>;
  histories: ReadonlyMap<number, HistoryOp[]>;
}

const json = (file: string) => JSON.parse(readFileSync(join(RECORDED, file), 'utf8'));

/** @param cycles only the first so many */
export async function recording(cycles = Number.POSITIVE_INFINITY): Promise<Recording> {
  const text = readFileSync(join(RECORDED, `phase4-${FAULT}.jsonl`), 'utf8');
  const lines = text
    .trimEnd()
    .split('\n')
    .slice(0)
    .map((line) => JSON.parse(line) as Cycle);
  const histories = await readCycles(join(RECORDED, historyFile(FAULT)));
  return {
    summary: json('campaign-summary.json'),
    phase4: json('phase4.json'),
    lines: new Map(lines.filter(({ cycle }) => cycle <= cycles).map((line) => [line.cycle, line])),
    histories: new Map([...histories].filter(([cycle]) => cycle <= cycles)),
  };
}

/** @param of for each cycle of the class, in order, the shard that runs it, from 1; each shard at least once */
export function planOf({ summary }: Recording, of: readonly number[], changes: Partial<Plan> = {}): Plan {
  const recorded = summary.settings as Profile;
  // the recording is older than other workloads
  const profile: Profile = { ...recorded, workloads: recorded.workloads ?? ['create'], cycles: of.length };
  const facts = { campaign_id: 'joined-r1', harness: HARNESS, profile, faults: [FAULT], seed: summary.seed as number };
  const plan = planFor(
    { ...facts, network: 'proxy', identity: summary.subject as Plan['subject'], defect: null },
    Math.max(...of),
  );
  const shards = plan.shards.map((shard) => ({
    ...shard,
    phases: [4],
    cycles: of.flatMap((number, i) => (number === shard.shard ? [i + 1] : [])),
  }));
  return { ...plan, shards, ...changes };
}

export interface Written {
  /** What the folder's own summary says otherwise. */
  summary?: Partial<Summary>;
  line?: (line: Cycle) => Cycle;
  ops?: (ops: HistoryOp[]) => HistoryOp[];
  /** false: its run was killed before it could close the folder. */
  sealed?: boolean;
}

/** Writes one shard as the runner does; gives its folder. */
export async function writeShard(
  out: string,
  from: Recording,
  plan: Plan,
  number: number,
  { summary: other = {}, line: changed = (line) => line, ops: changedOps = (ops) => ops, sealed = true }: Written = {},
): Promise<string> {
  const { cycles = [] } = plan.shards.find(({ shard }) => shard === number) ?? {};
  const folder = await createFolder(out, `${plan.campaign_id}.shard-${number}-of-${plan.shards.length}`);
  const mark = { index: number, of: plan.shards.length, plan_sha256: planHash(plan) };
  const summary = {
    ...from.summary,
    campaign_id: plan.campaign_id,
    phases: [],
    harness: HARNESS,
    shard: mark,
    ...other,
  };
  await folder.open({ ...summary, state: 'running' });
  await folder.writeDocument(PLAN_FILE, plan);
  const history = openHistoryFile(folder.place(historyFile(FAULT)));
  const lines: Cycle[] = [];
  for (const [i, cycle] of cycles.entries()) {
    const ops = (from.histories.get(cycle) ?? []).map((op, index) => ({ ...op, index, cycle: i + 1 }));
    history.write(packCycle(i + 1, changedOps(ops), null));
    const line = from.lines.get(cycle) as Cycle;
    const receipt = line.receipt && { ...line.receipt, cycle: i + 1 };
    const own = i + 1 === cycle ? {} : { schedule_of_cycle: cycle };
    lines.push(changed({ ...line, cycle: i + 1, ...own, receipt }));
  }
  await history.close();
  await folder.writeCycles(`phase4-${FAULT}.jsonl`, lines);
  await folder.writeDocument('phase4.json', { phase: 4, pass: true, reasons: [''] });
  if (sealed) await folder.seal(summary);
  return folder.path;
}
