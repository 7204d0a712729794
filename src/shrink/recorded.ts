// The cycle of a recorded campaign that is to be made smaller: what it was run with, what it named, and its schedule as
// today's harness draws it.

import { join } from 'node:path';
import type { AnomalyName } from '../contract/anomalies.ts';
import type { Cycle } from '../contract/artifacts.ts';
import { cyclesFile, DOCUMENT_BYTES_MAX, SUMMARY_FILE } from '../contract/names.ts';
import { type RanWith, ranWithSchema, type Schedule } from '../contract/shrink.ts';
import { cycleOf } from '../evidence/cycle-line.ts';
import { listCampaigns } from '../evidence/folder.ts';
import { readText } from '../evidence/text.ts';
import { ACKS_BEFORE_KILL_MIN, OPS_IN_HOLD_MIN } from '../runner/phases/cycle.ts';
import { asCustom, PROFILES, type Profile } from '../runner/profiles.ts';
import {
  CONTENT_BYTES_MAX,
  cannotRun,
  clientsOf,
  isWorkload,
  OPS_OF_CLIENT_MAX,
  type WorkloadName,
} from '../runner/workloads/in-cycle.ts';
import { keyChoice } from '../runner/workloads/revise.ts';
import { type CyclePlan, planCycle } from '../runner/workloads/schedule.ts';
import type { Capabilities, SubjectIdentity } from '../subjects/subject.ts';

/** What was asked for is not there, or is nothing that can be made smaller: the user's to put right. */
export class CannotShrink extends Error {
  override readonly name = 'CannotShrink';
}

export interface RecordedCycle {
  ran: RanWith;
  line: Cycle;
  profile: Profile;
  anomaly: AnomalyName;
  /** The cycle whose schedule it followed. */
  schedule_of: number;
}

/**
 * @param asked the anomaly to look for; null: the first that the cycle named
 * @throws CannotShrink that says what was expected
 */
export function recordedCycle(
  root: string,
  id: string,
  fault: string,
  cycle: number,
  asked: string | null,
): RecordedCycle {
  demandCampaign(root, id);
  const ran = ranWith(root, id);
  const line = lineOf(root, id, fault, cycle);
  const named = (line.anomalies ?? []).map(({ name }) => name);
  const at = `${id}, ${fault} cycle ${cycle}`;
  if (named.length === 0) {
    const found = line.clean ? 'a clean cycle' : `none; it says: ${line.reasons.slice(0, 2).join('; ') || 'nothing'}`;
    throw new CannotShrink(`${at}: expected a cycle in which an anomaly was named, found ${found}`);
  }
  const anomaly = named.find((name) => asked === null || name === asked);
  if (anomaly === undefined)
    throw new CannotShrink(`--anomaly: expected one of those that ${at} names, ${named.join(', ')}; found ${asked}`);
  const schedule_of = typeof line.schedule_of_cycle === 'number' ? line.schedule_of_cycle : cycle;
  return { ran, line, profile: profileOf(ran), anomaly, schedule_of };
}

function demandCampaign(root: string, id: string): void {
  const { ids, problems } = listCampaigns(root);
  if (ids.includes(id)) return;
  if (ids.length === 0) throw new CannotShrink(problems[0] ?? `${root}: expected campaigns, found none`);
  throw new CannotShrink(`expected a campaign of ${root}, found no ${id} among ${fewOf(ids)}`);
}

const IDS_MAX = 12;
const fewOf = (ids: readonly string[]): string =>
  ids.length > IDS_MAX ? `${ids.slice(0, IDS_MAX).join(', ')} and ${ids.length - IDS_MAX} more` : ids.join(', ');

function ranWith(root: string, id: string): RanWith {
  const file = join(root, id, SUMMARY_FILE);
  let found: unknown;
  try {
    found = JSON.parse(readText(root, id, SUMMARY_FILE, DOCUMENT_BYTES_MAX).text);
  } catch (error) {
    throw new CannotShrink(`${file}: expected a summary, found ${(error as Error).message}`);
  }
  const parsed = ranWithSchema.safeParse(found);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CannotShrink(
    `${file}: expected what a cycle can be run again with (subject, seed, settings), found ${issue?.path.join('.')}: ${issue?.message}`,
  );
}

function lineOf(root: string, id: string, fault: string, cycle: number): Cycle {
  const file = cyclesFile(fault);
  let text: string;
  try {
    ({ text } = readText(root, id, file, DOCUMENT_BYTES_MAX));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const found = code === 'ENOENT' ? 'no such file: the campaign did not run that class' : String(code);
    throw new CannotShrink(`expected the cycles of ${fault} in ${join(root, id, file)}, found ${found}`);
  }
  const lines = text.split('\n').flatMap((one) => cycleOf(one) ?? []);
  const line = lines.find((one) => one.cycle === cycle);
  if (line) return line;
  const there = lines.length === 0 ? 'no cycle' : `cycles up to ${Math.max(...lines.map((one) => one.cycle))}`;
  throw new CannotShrink(`${join(root, id, file)}: expected cycle ${cycle}, found ${there}`);
}

function profileOf({ settings }: RanWith): Profile {
  const { writes_per_cycle, quorum_writes, quorum_timeout_ms, catchup_interval_secs, lanes, nodes } = settings;
  const numbers = { nodes, writes_per_cycle, quorum_writes, quorum_timeout_ms, catchup_interval_secs, lanes };
  const unknown = settings.workloads.filter((name) => !isWorkload(name));
  if (unknown.length > 0) throw new CannotShrink(`expected workloads that this harness knows, found ${unknown.join()}`);
  return asCustom({ ...PROFILES[settings.base], ...numbers, workloads: settings.workloads.filter(isWorkload) });
}

/** @throws CannotShrink where it is another build than the recorded one */
export function demandSame({ subject }: RanWith, identity: SubjectIdentity): void {
  for (const field of ['name', 'binary_sha256', 'adapter_sha256', 'version'] as const) {
    const [expected, found] = [subject[field] ?? null, identity[field] ?? null];
    if (expected !== found)
      throw new CannotShrink(
        `expected the build that was recorded, ${field} ${expected}, found ${found}; see --binary`,
      );
  }
}

/** The cycle as it was: where its line says how it was drawn, that holds. */
export function originalOf(
  { ran, line, profile, schedule_of }: RecordedCycle,
  fault: string,
  capabilities: Capabilities,
): { plan: CyclePlan; original: Schedule } {
  const plan = planCycle(ran.seed, fault, schedule_of, profile);
  const cannot = cannotRun(profile.workloads, capabilities);
  const others = profile.workloads.filter((name) => name !== 'create' && !cannot.has(name));
  const names: WorkloadName[] = ['create', ...others];
  const drawn = (field: 'hold_ms' | 'inject_after_acks'): number =>
    typeof line[field] === 'number' && line[field] >= 1 ? line[field] : plan[field];
  const original: Schedule = {
    workloads: names.map((name) => {
      const { clients, joining } = clientsOf(name);
      return { name, clients: Array.from({ length: clients + joining }, (_, i) => i), joining_from: clients };
    }),
    writes: profile.writes_per_cycle,
    ops_per_client: others.length > 0 ? OPS_OF_CLIENT_MAX : null,
    keys: others.includes('revise') ? keyChoice(plan.random).keys : null,
    content_bytes: CONTENT_BYTES_MAX,
    inject_after_acks: Math.min(drawn('inject_after_acks'), profile.writes_per_cycle),
    hold_ms: Math.max(1, Math.round(drawn('hold_ms'))),
    ops_in_hold: OPS_IN_HOLD_MIN,
    acks_before_kill: ACKS_BEFORE_KILL_MIN,
  };
  return { plan, original };
}
