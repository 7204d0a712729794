// One fault class, joined from its shards: one history, one line a cycle, and the findings of today's checkers over it.
// A cycle is the same line as in its shard, but for the number that the plan gives it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckedCycle, checkedCycle, classFindings } from '../checkers/class-findings.ts';
import { type Findings, findingsOf } from '../checkers/findings.ts';
import type { Cycle } from '../contract/artifacts.ts';
import { type Promises, promisesUnder } from '../contract/invariants.ts';
import { cyclesFile, historyFile } from '../contract/names.ts';
import type { Plan } from '../contract/plan.ts';
import { cycleOf } from '../evidence/cycle-line.ts';
import { readStoredCycles, type StoredCycle } from '../evidence/history-file.ts';
import { modelOf, rulesOf } from '../history/model.ts';
import type { HistoryOp } from '../history/ops.ts';
import { packCycle } from '../history/packed/pack.ts';
import type { CampaignFolder } from '../runner/artifacts.ts';
import { openHistoryFile } from '../runner/history-file.ts';
import type { ClassResult } from '../runner/phases/phase4-document.ts';
import { type FoundShard, MergeRefused } from './found.ts';

/** null: no shard has anything of the class. */
export async function mergeClass(
  fault: string,
  plan: Plan,
  shards: readonly FoundShard[],
  folder: CampaignFolder,
  promises: Promises,
): Promise<ClassResult | null> {
  const own = shards.filter(({ files }) => files.includes(historyFile(fault)) && files.includes(cyclesFile(fault)));
  if (own.length === 0) return null;
  const history = openHistoryFile(folder.place(historyFile(fault)));
  const merged: { line: Cycle; checked: CheckedCycle }[] = [];
  try {
    for (const shard of own) {
      const cycles = await cyclesOf(shard, fault);
      const lines = linesOf(shard, fault);
      for (const [number, { ops, packed }] of cycles) {
        const cycle = shard.planned.cycles[number - 1];
        if (cycle === undefined)
          throw refused(shard, fault, `no cycle ${number}, ${shard.planned.cycles.length} were planned`);
        const placed = ops.map((op) => ({ ...op, cycle }));
        history.write(packed ? { ...packed, cycle } : packCycle(cycle, placed, null));
        const line = lines.get(number);
        // a cycle that was broken off has no line, and counts nowhere
        if (line) merged.push(judged(shard, fault, { ...line, cycle }, placed, plan));
      }
    }
  } finally {
    await history.close();
  }
  const inOrder = merged.toSorted((x, y) => x.line.cycle - y.line.cycle);
  await folder.writeCycles(
    cyclesFile(fault),
    inOrder.map(({ line }) => line),
  );
  const checked = inOrder.map((one) => one.checked);
  const { fault: found, bound } = classFindings(
    checked,
    plan.profile.cycles,
    plan.seed,
    promisesUnder(fault, promises),
  );
  return { fault: found, bound };
}

const refused = ({ path }: FoundShard, fault: string, found: string): MergeRefused =>
  new MergeRefused(`${path}: expected the planned cycles of ${fault}, found ${found}`);

async function cyclesOf({ path }: FoundShard, fault: string): Promise<Map<number, StoredCycle>> {
  try {
    return await readStoredCycles(join(path, historyFile(fault)));
  } catch (error) {
    throw new MergeRefused((error as Error).message);
  }
}

/** By the number that the shard gave it. */
function linesOf(shard: FoundShard, fault: string): Map<number, Cycle> {
  const lines = new Map<number, Cycle>();
  const text = readFileSync(join(shard.path, cyclesFile(fault)), 'utf8');
  for (const [at, raw] of text.split('\n').entries()) {
    if (raw.trim() === '') continue;
    const line = cycleOf(raw);
    if (!line || lines.has(line.cycle)) throw refused(shard, fault, `line ${at + 1} that is no cycle of its own`);
    const { schedule_of_cycle, ...rest } = line;
    const planned = shard.planned.cycles[line.cycle - 1];
    if ((schedule_of_cycle ?? line.cycle) !== planned) {
      throw refused(shard, fault, `cycle ${schedule_of_cycle ?? line.cycle} in the place of ${planned ?? 'none'}`);
    }
    lines.set(line.cycle, rest as Cycle);
  }
  return lines;
}

/** @throws MergeRefused where the shard's own record does not follow from its history */
function judged(shard: FoundShard, fault: string, line: Cycle, ops: readonly HistoryOp[], { profile }: Plan) {
  const findings = findingsOf(modelOf(ops, rulesOf(profile.quorum_writes, profile.quorum_timeout_ms)));
  if (!sameValid(findings.valid, line.valid) || !sameCounts(findings, line)) {
    const found = `a record of cycle ${line.cycle} that its history does not bear out`;
    throw new MergeRefused(`${shard.path}: ${fault}: expected what today's checkers find, found ${found}`);
  }
  const receipt = line.receipt && { ...line.receipt, cycle: line.cycle };
  const whole = { ...line, receipt, anomalies: findings.anomalies };
  return { line: whole, checked: checkedCycle(whole, findings) };
}

/** What the line counts is what the history shows. */
const sameCounts = (found: Findings, line: Cycle): boolean =>
  (['acked', 'refused', 'unknown', 'lost'] as const).every((name) => found[name] === line[name]) &&
  found.convergence_bound === line.bound;

function sameValid(found: Record<string, unknown>, recorded: Record<string, unknown> | undefined): boolean {
  const names = new Set([...Object.keys(found), ...Object.keys(recorded ?? {})]);
  return [...names].every((name) => found[name] === recorded?.[name]);
}
